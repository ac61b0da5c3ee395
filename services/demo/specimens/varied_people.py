"""Invented customers of varied bills: names, streets and towns in the spellings that bills use."""

import unicodedata
from dataclasses import dataclass

import numpy as np

GIVEN_NAMES = (
    *("Camille", "Élodie", "Jean-Baptiste", "Noémie", "Loïc", "Anaïs", "Yves", "Zoé", "Françoise"),
    *("Maëlle", "Théo", "Marie-Hélène", "Karim", "Inès", "Hugo", "Aïssatou", "Gwenaëlle", "Ngoc"),
)
SURNAMES = (
    *("Martin-Lecœur", "Lefebvre", "de La Tour", "Benali", "Roux", "O’Brien", "Nguyen", "Le Goff"),
    *("d’Arcy", "Dupont", "Garcia", "Ly", "Vasseur-Petit", "N’Diaye", "Hernández", "Çelik", "Weiß"),
)
STREETS = (
    *("12 rue des Lilas", "3 bis avenue du Général Leclerc", "145 boulevard Victor Hugo"),
    *(
        "8 place de la République",
        "27 chemin des Vignes",
        "1 impasse du Moulin",
        "56 allée des Pins",
    ),
    *("9 ter route de Paris", "31 quai Saint-Michel", "4 square Jean Moulin", "18 cours Lafayette"),
    *(
        "72 rue du 8 Mai 1945",
        "5 lotissement Les Cèdres",
        "114 ruelle aux Loups",
        "2 mail Pablo Picasso",
    ),
    *("66 Grande Rue", "10 faubourg de Pierre", "7 lieu-dit Kerguélen", "23 montée de la Boucle"),
)
COMPLEMENTS = ("Bât. B", "Appt 24", "Résidence Les Acacias", "Escalier 3 – 2e étage", "Porte 12")
#: Towns with their postcodes, as in the official list.
TOWNS = (
    *(("69008", "Lyon"), ("33000", "Bordeaux"), ("75012", "Paris"), ("13008", "Marseille")),
    *(("42000", "Saint-Étienne"), ("94130", "Nogent-sur-Marne"), ("13100", "Aix-en-Provence")),
    *(("29200", "Brest"), ("62000", "Arras"), ("97400", "Saint-Denis"), ("06400", "Cannes")),
    *(
        ("76600", "Le Havre"),
        ("92400", "Courbevoie"),
        ("67000", "Strasbourg"),
        ("20000", "Ajaccio"),
    ),
    *(("01000", "Bourg-en-Bresse"), ("85100", "Les Sables-d’Olonne"), ("38240", "Meylan")),
    *(
        ("59110", "La Madeleine"),
        ("78000", "Versailles"),
        ("26000", "Valence"),
        ("31000", "Toulouse"),
    ),
)
TITLES = ("M.", "Mme", "MR", "MME", "Monsieur", "Madame", "M", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Who a bill is for and where, as printed and as it is."""

    #: Given name and surname as they are.
    name: str
    #: As printed, with or without a courtesy title.
    printed: str
    #: Lines of the address as printed, the last with postcode and town.
    lines: tuple[str, ...]
    postcode: str
    town: str


def a_customer(rng: np.random.Generator) -> Customer:
    """Somebody, somewhere."""
    given, surname = _one(rng, GIVEN_NAMES), _one(rng, SURNAMES)
    names = [given, _one(rng, (surname.upper(), surname, plain(surname)))]
    if rng.random() < 0.3:
        names.reverse()
    title = _one(rng, TITLES)
    printed = " ".join(part for part in (title, *names) if part)
    return _placed(rng, f"{given} {surname}", printed)


def elsewhere(rng: np.random.Generator, customer: Customer) -> Customer:
    """The same person at another address."""
    return _placed(rng, customer.name, customer.printed)


def _placed(rng: np.random.Generator, name: str, printed: str) -> Customer:
    postcode, town = TOWNS[rng.integers(len(TOWNS))]
    street = _one(rng, STREETS)
    above = [_one(rng, COMPLEMENTS)] if rng.random() < 0.35 else []
    last = f"{postcode} {_one(rng, (town.upper(), town, plain(town), _short(town)))}"
    lines = [*above, street, last]
    if rng.random() < 0.5:
        lines = [plain(line) for line in lines]
    return Customer(name=name, printed=printed, lines=tuple(lines), postcode=postcode, town=town)


def _one(rng: np.random.Generator, values: tuple[str, ...]) -> str:
    return values[rng.integers(len(values))]


def plain(text: str) -> str:
    """In capitals without accents, as postal addresses are printed."""
    spelled = text.replace("œ", "oe").replace("ß", "ss").replace("’", " ")
    marks = unicodedata.normalize("NFKD", spelled)
    return "".join(mark for mark in marks if not unicodedata.combining(mark)).upper()


def _short(town: str) -> str:
    """The post's spelling: saint is shortened, hyphens are none."""
    return plain(town).replace("-", " ").replace("SAINT ", "ST ")
