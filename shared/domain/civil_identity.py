"""A person as civil status knows them, whatever the source, and how names are folded."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: RULEBOOK N3: letters that do not decompose. Without the first line "Cœur" becomes CUR. The last
#: ones are Doc 9303-3's for letters of the same kind.
EXPANSIONS = str.maketrans(
    {
        **{"Œ": "OE", "Æ": "AE", "ẞ": "SS", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH"},
        **{"Ħ": "H", "Ŧ": "T", "Ŋ": "N", "ĸ": "K"},
    }
)

#: Folded names kept ready: each source of a dossier is compared with every other one.
KEPT = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class CivilIdentity:
    """Identity as one source gives it. None or () means that the source does not say."""

    birth_name: str | None = None
    usage_name: str | None = None
    given_names: tuple[str, ...] = ()
    #: "F", "M" or "X".
    sex: str | None = None
    #: ISO 8601 (YYYY-MM-DD); "00" stands for a day or month that civil status does not know.
    birth_date: str | None = None
    birth_place: str | None = None
    email: str | None = None
    #: Declared for short messages where mail cannot arrive; "+33…" or "06…".
    mobile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """A French postal address."""

    street: str
    postcode: str
    town: str


@lru_cache(KEPT)
def fold(name: str) -> str:
    """Capitals without marks, one space for every hyphen, apostrophe or run of spaces (N3)."""
    opened = unicodedata.normalize("NFKD", name).upper().translate(EXPANSIONS)
    # upper() may compose anew ("ŉ"), so the marks are looked for once more
    letters = (_plain(char) for char in unicodedata.normalize("NFKD", opened))
    return " ".join("".join(letters).split())


def _plain(char: str) -> str:
    """The letter or digit itself, nothing for a mark, a space for what separates."""
    category = unicodedata.category(char)
    if category.startswith("M"):
        return ""
    # "Lm" holds the apostrophes that count as letters (U+02BC)
    return char if char.isalnum() and category != "Lm" else " "


def person_key(person: CivilIdentity) -> str | None:
    """What two dossiers of one person have in common; None while the identity is not whole.

    The first word of the given names, because sources disagree on how many there are (N4).
    """
    given = fold(" ".join(person.given_names)).split()
    name = fold(person.birth_name or "").replace(" ", "")
    if not given or not name or not person.birth_date:
        return None
    return f"{name}/{given[0]}/{person.birth_date}"
