"""Are two printed names the same person's? By words, whatever their order, accents and titles."""

import re
import unicodedata

_TITLES = {"M", "MR", "MME", "MLLE", "MONSIEUR", "MADAME", "MADEMOISELLE"}
_LINKS = {"ET", "OU"}

#: Letters without a decomposition (RULEBOOK N3).
_EXPANSIONS = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)


def name_words(name: str | None) -> frozenset[str]:
    """The words of a name without titles, accents and signs."""
    marks = unicodedata.normalize("NFKD", (name or "").translate(_EXPANSIONS))
    plain = "".join(mark for mark in marks if not unicodedata.combining(mark)).upper()
    return frozenset(re.findall(r"[A-Z]+", plain)) - _TITLES - _LINKS


def is_same_person(printed: str, surnames: tuple[str, ...], given_names: tuple[str, ...]) -> bool:
    """True where one of the surnames and the first given name are printed, and nothing foreign."""
    words = name_words(printed)
    surname = any(name_words(name) and name_words(name) <= words for name in surnames)
    first = bool(given_names) and name_words(given_names[0]) <= words
    known = frozenset[str]().union(*(name_words(name) for name in (*surnames, *given_names)))
    return surname and first and words <= known
