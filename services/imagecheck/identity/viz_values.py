"""What counts as the value of a field of the visual zone, and how it is written down."""

import datetime as dt
import re
from collections.abc import Callable

from rapidfuzz import fuzz

from services.imagecheck.identity.viz_labels import find_labels, folded

#: Months as passports abbreviate them, in French and English (Doc 9303-3, 4.5 leaves them free).
MONTHS = {
    **{"JAN": 1, "FEV": 2, "FEB": 2, "MAR": 3, "AVR": 4, "APR": 4, "MAI": 5, "MAY": 5},
    **{"JUIN": 6, "JUN": 6, "JUIL": 7, "JUL": 7, "AOU": 8, "AUG": 8, "SEP": 9, "OCT": 10},
    **{"NOV": 11, "DEC": 12},
}

_DIGITS = re.compile(r"(?<!\d)(\d{1,2})[ ./-]{0,3}(\d{2})[ ./-]{0,3}((?:19|20)\d{2})(?!\d)")
_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s*([A-Z]{3,4})[A-Z.]*(?:/[A-Z.]+)?\s*((?:19|20)\d{2})(?!\d)")
_NUMBER = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{7,13}(?![A-Z0-9])")
_SEX = re.compile(r"(?<![A-Z])[MF](?![A-Z])")
_HEIGHT = re.compile(r"(?<!\d)([12])\s?[,.M]\s?(\d\d)\s?M?(?![\dA-Z])")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ ,'’.\-])*")

#: A place: letters, perhaps an arrondissement or a département in brackets.
_PLACE = re.compile(r"[^\W\d_][\w ,'’.()\-/]*")

_EDGES = " :;.,-'’_|/\\«»•*"

#: A last small letter after capitals: the edge of a ghost portrait or of an ornament.
_GHOST = re.compile(r"(?<=[A-ZÀ-Þ]{2})[a-z]$")

#: Œ is read as CE; before U, after these letters, no French name has a true CE (cœur, vœu, sœur).
_LIGATURE = re.compile(r"(?<=[BCV])CEU|(?<=S)CEU(?=R)")

#: What « Française » may be misread as, of 100.
MIN_LIKENESS = 75

Parser = Callable[[str], str | None]


def parse_name(text: str) -> str | None:
    """A name: letters with spaces, hyphens, apostrophes and commas, of at least two letters."""
    match = _NAME.fullmatch(text.strip(_EDGES + "()"))
    name = _with_ligatures(match.group().strip(_EDGES)) if match else ""
    return name if sum(letter.isalpha() for letter in name) >= 2 and name[0].isupper() else None


def _with_ligatures(name: str) -> str:
    return _LIGATURE.sub("ŒU", name)


def parse_surname(text: str) -> str | None:
    """A name that documents print in capitals."""
    name = parse_name(text)
    return _GHOST.sub("", name) if name else None


def parse_date(text: str) -> str | None:
    """ISO 8601 of the first date; None when there is none or it is no day of the calendar."""
    flat = folded(text)
    if match := _DIGITS.search(flat):
        day, month, year = (int(part) for part in match.groups())
    elif (match := _WORDS.search(flat)) and (found := _month(match.group(2))):
        day, month, year = int(match.group(1)), found, int(match.group(3))
    else:
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(word: str) -> int | None:
    return MONTHS.get(word) or MONTHS.get(word[:3])


def parse_number(text: str) -> str | None:
    """A document number: capitals and digits in one piece."""
    numbers = _NUMBER.findall(folded(text))
    return next((one for one in numbers if any(letter.isdigit() for letter in one)), None)


def parse_sex(text: str) -> str | None:
    """F or M, standing alone."""
    match = _SEX.search(folded(text))
    return match.group() if match else None


def parse_height(text: str) -> str | None:
    """As cards print it since 2021: "1,68 m"."""
    match = _HEIGHT.search(folded(text))
    return f"{match.group(1)},{match.group(2)} m" if match else None


def parse_nationality(text: str) -> str | None:
    """A code of three capitals or « Française »; other adjectives in capitals only."""
    for match in re.finditer(r"[^\W\d_]{3,20}", text):
        word = match.group()
        if fuzz.ratio(folded(word), "FRANCAISE") >= MIN_LIKENESS:
            return "FRANÇAISE" if word.isupper() else "Française"
        if word.isupper() and (len(word) == 3 or len(word) >= 5):
            return word
    return None


def parse_place(text: str) -> str | None:
    """A town, as printed."""
    match = _PLACE.search(text)
    place = match.group().strip(_EDGES) if match else ""
    place = _with_ligatures(place if "(" in place else place.rstrip(")"))
    return place if sum(letter.isalpha() for letter in place) >= 2 else None


PARSERS: dict[str, Parser] = {
    "birth_name": parse_surname,
    "usage_name": parse_surname,
    "given_names": parse_name,
    "sex": parse_sex,
    "nationality": parse_nationality,
    "birth_date": parse_date,
    "birth_place": parse_place,
    "document_number": parse_number,
    "expiry_date": parse_date,
    "issued_on": parse_date,
    "height": parse_height,
}


def parse(field: str, text: str) -> str | None:
    """The value of a field in a stretch of print; None when it holds none, or a label."""
    return None if find_labels(text) else PARSERS[field](text)
