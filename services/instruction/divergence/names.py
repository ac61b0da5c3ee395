"""Names made comparable: what spelling, typography and machine-readable zones do is undone."""

import unicodedata

from rapidfuzz.distance import OSA

#: RULEBOOK N3: letters that do not decompose. Without the first line "Cœur" becomes CUR.
EXPANSIONS = str.maketrans(
    {"Œ": "OE", "Æ": "AE", "ẞ": "SS", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH"}
)

#: RULEBOOK N8: what a machine-readable zone writes where N3 would only drop the mark.
MRZ_EXPANSIONS = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Ø": "OE"})

#: RULEBOOK N5, with their plural and foreign neighbours.
PARTICLES = frozenset(
    {
        *("D", "DE", "DU", "DES", "LE", "LA", "LES", "L"),
        *("VAN", "VON", "DEN", "DER", "DA", "DI", "DO", "DOS", "DEL", "BEN", "EL", "AL"),
    }
)

#: A slip in a name of two letters changes half of it: no evidence of a typing error. [D]
SHORTEST_SLIP = 3

VOWELS = frozenset("AEIOUY")


def fold(name: str) -> str:
    """Capitals without marks, one space for every hyphen, apostrophe or run of spaces."""
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


def fold_as_mrz(name: str) -> str:
    """The fold with Ä, Ö, Ü, Å and Ø spelled out as machine-readable zones do."""
    return fold(unicodedata.normalize("NFC", name).upper().translate(MRZ_EXPANSIONS))


def words(name: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(fold(name).split())


def spellings(name: str) -> frozenset[str]:
    """Every way to write a name in A-Z without separators; empty for an empty name."""
    written = (fold(name), fold_as_mrz(name))
    return frozenset(text.replace(" ", "") for text in written if text)


def without_umlaut_e(joined: str) -> str:
    """AE, OE, UE after a consonant become A, O, U, so that MUELLER meets MULLER (RULEBOOK N8).

    After a vowel the E is a letter of its own: BAUER is not BAUR.
    """
    kept: list[str] = []
    for index, char in enumerate(joined):
        before = joined[max(index - 2, 0) : index]
        umlaut = char == "E" and before[-1:] in ("A", "O", "U") and before[:-1] not in VOWELS
        if not (umlaut and len(before) == 2):
            kept.append(char)
    return "".join(kept)


def without_particles(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The words that are not particles."""
    return tuple(word for word in parts if word not in PARTICLES)


def is_slip(left: str, right: str) -> bool:
    """True when one edit or one swap of neighbours leads from one to the other.

    RULEBOOK N6: a reason to ask a person, never to approve.
    """
    if min(len(left), len(right)) < SHORTEST_SLIP:
        return False
    return OSA.distance(left, right, score_cutoff=1) == 1
