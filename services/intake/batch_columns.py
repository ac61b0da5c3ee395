"""The columns of a batch's file: their French names, and the field of the form that each fills."""

import re
from dataclasses import dataclass

from shared.domain.filings import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column."""

    #: As the template writes it.
    header: str
    #: Name of the field in the form; empty for the reference, which no request has.
    field: str
    needed: bool = False
    #: Other names under which schools' software exports it.
    also: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column(header="numéro", field="", also=("n°", "no", "num", "référence", "ref")),
    Column(header="nom de naissance", field="candidate.birth_name", needed=True, also=("nom",)),
    Column(header="prénoms", field="candidate.given_names", needed=True, also=("prénom",)),
    Column(header="nom d’usage", field="candidate.usage_name"),
    Column(
        header="date de naissance",
        field="candidate.birth_date",
        needed=True,
        also=("né le", "née le", "naissance"),
    ),
    Column(header="lieu de naissance", field="candidate.birth_place"),
    Column(
        header="adresse électronique",
        field="candidate.email",
        needed=True,
        also=("email", "e-mail", "mail", "courriel"),
    ),
    Column(header="rue", field="address.street", needed=True, also=("adresse", "numéro et rue")),
    Column(header="code postal", field="address.postcode", needed=True, also=("cp",)),
    Column(header="commune", field="address.town", needed=True, also=("ville",)),
    Column(header="catégorie", field="category"),
    Column(header="premier permis", field="first_licence"),
    Column(header="conduite accompagnée", field="aac", also=("aac",)),
    Column(header="hébergé", field="hosted"),
    Column(header="nationalité", field="nationality"),
    Column(header="code photo", field="photo_code", also=("e-photo", "ephoto")),
    Column(header="nom du représentant", field="representative.birth_name"),
    Column(header="prénoms du représentant", field="representative.given_names"),
    Column(header="date de naissance du représentant", field="representative.birth_date"),
    Column(
        header="adresse électronique du représentant",
        field="representative.email",
        also=("email du représentant",),
    ),
)

_APART = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """A header without case, accents and signs: « Code_postal » is « code postal »."""
    return _APART.sub(" ", fold(text)).strip()


BY_NAME = {plain(name): column for column in COLUMNS for name in (column.header, *column.also)}
BY_FIELD = {column.field: column for column in COLUMNS if column.field}

#: A minor and an adult who do not exist, so that the template shows each column in use.
EXAMPLES: tuple[tuple[str, ...], ...] = (
    (
        *("01", "Exemple", "Camille, Jeanne", "", "12/03/2007", "Lyon"),
        *("camille.exemple@exemple.fr", "12 rue des Lilas", "69003", "Lyon", "B", "oui", "non"),
        *("non", "FRA", "", "", "", "", ""),
    ),
    (
        *("02", "Modele", "Sacha", "", "05/11/2009", "Rennes"),
        *("sacha.modele@exemple.fr", "3 allée du Parc", "35000", "Rennes", "B", "oui", "oui"),
        *("non", "FRA", "", "Modele", "Dominique", "25/11/1975", "dominique.modele@exemple.fr"),
    ),
)
