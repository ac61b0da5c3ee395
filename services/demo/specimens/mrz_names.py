"""Names as a machine-readable zone writes them: transliterated, then cut to the layout."""

import re
import unicodedata

from shared.domain.civil_identity import CivilIdentity

#: RULEBOOK N8: letters that two letters replace, or that do not decompose into one.
EXPANSIONS = str.maketrans(
    {
        "Œ": "OE",
        "Æ": "AE",
        "Ä": "AE",
        "Ö": "OE",
        "Ü": "UE",
        "Å": "AA",
        "Ø": "OE",
        "Þ": "TH",
        "Ð": "D",
        "Ł": "L",
    }
)

#: RULEBOOK N8: apostrophes vanish, whatever their shape.
APOSTROPHES = re.compile("['’‘ʼ`´]")


def transliterate(name: str) -> str:
    """A name in A-Z with one filler for each hyphen or space."""
    # upper() already turns ß into SS
    composed = unicodedata.normalize("NFC", name).upper().translate(EXPANSIONS)
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(char)
    )
    return re.sub("[^A-Z]+", "<", APOSTROPHES.sub("", bare)).strip("<")


def name_zone(identity: CivilIdentity, width: int) -> str:
    """Surname, two fillers, given names, cut at the end of the zone.

    A surname too long leaves room for one letter of the given names (Doc 9303-4 4.2.3).
    """
    surname = transliterate(identity.birth_name or "")
    given = "<".join(transliterate(name) for name in identity.given_names)
    if given:
        return _cut(f"{surname[: width - 3].rstrip('<')}<<{given}", width)
    return _cut(surname, width)


def surname_zone(identity: CivilIdentity, width: int) -> str:
    """The surname alone, as line 1 of the pre-2021 French card has it."""
    return _cut(transliterate(identity.birth_name or ""), width)


def given_zone(identity: CivilIdentity, width: int) -> str:
    """The given names alone; the pre-2021 French card parts them with two fillers."""
    return _cut("<<".join(transliterate(name) for name in identity.given_names), width)


def _cut(text: str, width: int) -> str:
    return text[:width].ljust(width, "<")
