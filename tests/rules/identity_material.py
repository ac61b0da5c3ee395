"""Fictitious people and what documents make of their names, written apart from the product.

The transliteration is Doc 9303-3, section 6, table A, for the letters of European names; zones are
laid out as RULEBOOK N9 says. Nothing here calls the code under test.
"""

import copy
import random
import re
import unicodedata

#: Letters with a spelling of their own; every other one loses its mark.
DOC_9303 = {
    **{"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "ẞ": "SS", "Å": "AA", "Æ": "AE", "Ø": "OE"},
    **{"Œ": "OE", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "Ħ": "H", "Ŧ": "T", "Ŋ": "N", "ı": "I"},
}

SURNAMES = (
    *("Martin", "Bernard", "Lefèvre", "Lecœur", "Garnier", "Roussel", "Chevallier", "Moreau"),
    *("de Villeneuve", "du Plessis", "Le Goff", "La Fontaine", "d’Aubigné", "des Forêts"),
    *("van den Berg", "von Stein", "Ben Salah", "El Amrani", "O’Connor", "Saint-Just"),
    *("Müller", "Schäfer", "Königsberg", "Strauß", "Åkerman", "Østergaard", "Łukasik", "Núñez"),
    *("Sæther", "Þorsson", "Đorđević", "Çelik", "Ağaoğlu", "Ionescu-Brăila", "Nguyễn", "Pérez"),
    *("Dupont--Durand", "Haÿ", "N’Diaye", "Faÿ-Lacroix", "Castelnau de la Roque", "Abbé"),
)
GIVEN = (
    *("Maëlle", "Jean-Pierre", "Anne-Sophie", "Élodie", "Loïc", "François", "Zoé", "Lætitia"),
    *("Noël", "Jürgen", "Björn", "Øyvind", "José", "Chloé", "Gaëtan", "Marie", "Camille"),
    *("Antoine", "Hélène", "Mathis", "Inès", "Théo", "Baptiste", "Agnès", "Rémi", "Clément"),
)
PLACES = ("Lyon", "Saint-Étienne", "Le Mans", "Nîmes", "Bourg-en-Bresse", "L’Haÿ-les-Roses", "Metz")

#: Surname and given names: width of each zone (RULEBOOK N9).
WIDTHS = {"td1": 30, "td2": 31, "td3": 39}
OLD_SURNAME, OLD_GIVEN = 25, 14


def transliterated(name: str) -> str:
    """The name as a zone writes it, with spaces for its fillers."""
    spelled = "".join(
        DOC_9303.get(char, char) for char in unicodedata.normalize("NFC", name.upper())
    )
    marks_off = unicodedata.normalize("NFD", spelled)
    bare = "".join(char for char in marks_off if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^A-Z]+", " ", re.sub(r"['’]", "", bare)).split())


def in_zone(layout: str, surname: str, given: list[str]) -> tuple[str, list[str]]:
    """The names that remain readable of a zone of that layout."""
    name, others = transliterated(surname), " ".join(map(transliterated, given))
    if layout == "old_cni":
        return name[:OLD_SURNAME].strip(), others[:OLD_GIVEN].split()
    whole = f"{name}  {others}"[: WIDTHS[layout]]
    read, _, rest = whole.partition("  ")
    return read.strip(), rest.split()


def a_person(chance: random.Random) -> dict:
    """Somebody, as the request gives them."""
    given = chance.sample(GIVEN, chance.randint(1, 3))
    year, month, day = chance.randint(1950, 2009), chance.randint(1, 12), chance.randint(1, 28)
    return {
        "birth_name": chance.choice(SURNAMES),
        "usage_name": None,
        "given_names": given,
        "sex": chance.choice("FM"),
        "birth_date": f"{year}-{month:02d}-{day:02d}",
        "birth_place": chance.choice(PLACES),
        "email": f"{transliterated(given[0]).lower()}.{chance.randint(10, 99)}@exemple.fr",
    }


def documents_of(person: dict, layout: str) -> list[dict]:
    """Zone and printed side of the person's identity proof."""
    name, given = in_zone(layout, person["birth_name"], person["given_names"])
    zone = {"source": "mrz", "layout": layout, "birth_name": name, "given_names": given}
    shared = {"sex": person["sex"], "birth_date": person["birth_date"]}
    printed = {key: copy.copy(person[key]) for key in ("birth_name", "given_names", "birth_place")}
    return [{**zone, **shared}, {"source": "viz", "layout": None, **printed, **shared}]


def mistyped(text: str, chance: random.Random) -> str:
    """One letter changed, skipped, doubled or swapped, such that the name is another one."""
    places = [index for index, char in enumerate(text) if char.isalpha()]
    while True:
        at = chance.choice(places)
        letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
        after = text[at + 1 : at + 2]
        found = chance.choice(
            [
                text[:at] + letter + text[at + 1 :],
                text[:at] + text[at + 1 :],
                text[:at] + letter + text[at:],
                text[:at] + after + text[at] + text[at + 2 :],
            ]
        )
        if not _written_alike(found, text):
            return found


def _written_alike(one: str, other: str) -> bool:
    """True when a zone, or a keyboard without accents, writes both names alike."""
    bare = (unicodedata.normalize("NFD", name).encode("ascii", "ignore") for name in (one, other))
    plain = {re.sub(rb"[^a-z]", b"", name.lower()) for name in bare}
    zones = {transliterated(name).replace(" ", "") for name in (one, other)}
    return len(plain) == 1 or len(zones) == 1
