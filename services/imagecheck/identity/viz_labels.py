"""Labels of the visual zone: the words printed beside a field, in French and in English."""

import itertools
import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz

#: Likeness, of 100, from which print is a label: one wrong letter in a label of seven or more.
MIN_LIKENESS = 86

#: Labels shorter than this must be whole words, letter for letter.
FUZZY_LENGTH = 7

#: What is printed beside each field, letters only. French cards of both models, passports and
#: residence permits (specimens published by the administration); a field has several spellings.
#: Labels without a field are never a value either.
LABELS: dict[str, tuple[str, ...]] = {
    "usage_name": ("NOMDUSAGE", "ALTERNATENAME", "NOMDEPOUSE", "EPOUSE"),
    "given_names": ("PRENOMS", "PRENOM", "GIVENNAMES", "FORENAMES", "FORENAME"),
    "birth_name": ("NOMSURNAME", "NOMDEFAMILLE", "NOMNAME", "SURNAME", "NOMS", "NOM"),
    "sex": ("SEXE", "SEX"),
    "nationality": ("NATIONALITE", "NATIONALITY", "NAT"),
    "birth_date": ("DATEDENAISSANCE", "DATEDENAISS", "DATEOFBIRTH", "NEELE"),
    "birth_place": ("LIEUDENAISSANCE", "PLACEOFBIRTH"),
    "document_number": (
        *("CARTENATIONALEDIDENTITEN", "NDUDOCUMENT", "DOCUMENTNO", "PASSEPORTN", "PASSPORTNO"),
        *("NUMERODUTITRE", "PERMITNUMBER"),
    ),
    "expiry_date": (
        *("DATEDEXPIRATION", "DATEDEXPIR", "EXPIRYDATE", "DATEOFEXPIRY", "CARDEXPIRY"),
        *("CARTEVALABLEJUSQUAU", "VALABLEJUSQUAU", "EXPIRELE"),
    ),
    "issued_on": ("DATEDEDELIVRANCE", "DATEOFISSUE", "DELIVREELE", "DELIVRELE"),
    "height": ("TAILLE", "HEIGHT"),
    "address": ("ADRESSE", "ADDRESS", "DOMICILE"),
    "": (
        *("REPUBLIQUEFRANCAISE", "CARTENATIONALEDIDENTITE", "IDENTITYCARD", "PASSEPORT"),
        *("PASSPORT", "TITREDESEJOUR", "RESIDENCEPERMIT", "PERMISDECONDUIRE", "SIGNATURE"),
        *("DUTITULAIRE", "HOLDERSSIGNATURE", "AUTORITE", "AUTHORITY", "CODEDUPAYS"),
        *("COUNTRYCODE", "COULEURDESYEUX", "EYECOLOUR", "CATEGORIEDUTITRE", "TYPEOFPERMIT"),
        *("REMARQUES", "REMARKS", "SPECIMEN", "UNIONEUROPEENNE", "PERSONALNO", "NPERSONNEL"),
        *("DELIVREEPAR", "SIGNATUREDELAUTORITE", "TYPE", "RESIDENCE"),
    ),
}


#: The French card before 2021 announces the place of birth by « à : » alone.
PLACE_MARK = re.compile(r"A ?: ?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label in a line of print."""

    #: The field it announces; "" for other headings.
    field: str
    #: Characters of the line that it takes.
    start: int
    end: int


def find_labels(text: str) -> tuple[Label, ...]:
    """The labels of a line, left to right, none within another."""
    letters, places = _letters(text)
    mark = PLACE_MARK.match(folded(text))
    found = [Label(field="birth_place", start=0, end=mark.end())] if mark else []
    for field, spellings in LABELS.items():
        for spelling in spellings:
            span = _span(spelling, letters, places, text)
            if span is not None:
                found.append(Label(field=field, start=span[0], end=span[1]))
    found.sort(key=lambda label: (label.start - label.end, label.start))
    kept: list[Label] = []
    for label in found:
        if all(label.end <= other.start or other.end <= label.start for other in kept):
            kept.append(label)
    return tuple(sorted(kept, key=lambda label: label.start))


def folded(text: str) -> str:
    """Capitals without marks, one character for each of the text."""
    return "".join(unicodedata.normalize("NFKD", letter)[0].upper()[0] for letter in text)


def _letters(text: str) -> tuple[str, tuple[int, ...]]:
    """The letters of a line without spaces or marks, and where each stands in it."""
    pairs = [(letter, place) for place, letter in enumerate(folded(text)) if "A" <= letter <= "Z"]
    return "".join(letter for letter, _ in pairs), tuple(place for _, place in pairs)


def _span(
    spelling: str, letters: str, places: tuple[int, ...], text: str
) -> tuple[int, int] | None:
    if len(spelling) < FUZZY_LENGTH:
        return _whole_word(spelling, text)
    if len(letters) < len(spelling) - 1:
        return None
    match = fuzz.partial_ratio_alignment(spelling, letters, score_cutoff=MIN_LIKENESS)
    if match is None or match.dest_end <= match.dest_start:
        return None
    return places[match.dest_start], places[match.dest_end - 1] + 1


def _whole_word(spelling: str, text: str) -> tuple[int, int] | None:
    """Short labels stand alone or are closed by a mark; "(s)" and numbers of notes may follow."""
    pattern = _PATTERNS.get(spelling)
    match = pattern.search(folded(text)) if pattern else None
    return match.span() if match else None


#: « Né(e) le », brackets and spaces as read.
BORN_ON = re.compile(r"(?<![A-Z])N[EF] ?\(?E?\)? ?LE(?![A-Z])")

_PATTERNS = {"NEELE": BORN_ON} | {
    spelling: re.compile(rf"(?<![A-Z'’]){spelling}(?:\s*\(\w\))?(?![A-Z'’]| D[E'’])")
    for spelling in itertools.chain.from_iterable(LABELS.values())
    if len(spelling) < FUZZY_LENGTH and spelling != "NEELE"
}
