"""The form of a correction: just the fields that were asked for, filled with what is declared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.intake.filing_form import Form, form_of, read_form
from shared.domain.demande import Demande
from shared.domain.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """One field of the form."""

    name: str
    label: str
    hint: str = ""
    kind: str = "text"


_DATE = "Par exemple 12/03/2007. Écrivez 00 pour un jour ou un mois inconnu."
_NAMES = "Tous les prénoms, dans l’ordre, séparés par des virgules."

_FIELDS: tuple[AskedField, ...] = (
    AskedField(
        name="candidate.birth_name",
        label="Nom de naissance",
        hint="Comme sur le titre d’identité, pas le nom d’usage.",
    ),
    AskedField(name="candidate.usage_name", label="Nom d’usage"),
    AskedField(name="candidate.given_names", label="Prénoms", hint=_NAMES),
    AskedField(name="candidate.sex", label="Sexe", kind="sex"),
    AskedField(name="candidate.birth_date", label="Date de naissance", hint=_DATE),
    AskedField(name="candidate.birth_place", label="Lieu de naissance"),
    AskedField(name="candidate.email", label="Adresse électronique", kind="email"),
    AskedField(name="address.street", label="Numéro et rue"),
    AskedField(name="address.postcode", label="Code postal"),
    AskedField(name="address.town", label="Commune"),
    AskedField(name="representative.birth_name", label="Nom de naissance du représentant légal"),
    AskedField(name="representative.given_names", label="Prénoms du représentant légal"),
    AskedField(
        name="representative.birth_date",
        label="Date de naissance du représentant légal",
        hint=_DATE,
    ),
    AskedField(
        name="representative.email",
        label="Adresse électronique du représentant légal",
        kind="email",
    ),
)


def asked_fields(dossier: Dossier) -> tuple[AskedField, ...]:
    """The fields that the open correction lets change, in the order of the form."""
    asked = {item.field for item in dossier.items if item.field}
    return tuple(field for field in _FIELDS if _is_asked(field.name, asked))


def _is_asked(name: str, asked: set[str]) -> bool:
    whose, _, own = name.partition(".")
    if whose != "candidate":
        return whose in asked or name in asked
    # a name typed in the wrong place moves to its own; so does a whole identity
    beside = own == "usage_name" and "birth_name" in asked
    return own in asked or beside or "representative" in asked


def mended_demande(dossier: Dossier, typed: Mapping[str, str]) -> Demande | Form:
    """What is declared with the asked fields as typed; or the form again, with its faults.

    Nothing else of what was sent counts: the rest of the request stays as it is declared.
    """
    names = {field.name for field in asked_fields(dossier)}
    before = form_of(dossier.demande).typed
    read = read_form(before | {name: text for name, text in typed.items() if name in names})
    if isinstance(read, Form):
        return read
    return replace(
        dossier.demande,
        candidate=read.candidate,
        address=read.address,
        representative=read.representative,
    )
