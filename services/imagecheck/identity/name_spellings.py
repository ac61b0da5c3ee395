"""Names of the visual zone beside those of the machine-readable one: two spellings of one name."""

import itertools
import unicodedata
from collections.abc import Iterator, Sequence

from services.imagecheck.identity.check_digits import FILLER

#: Doc 9303-3 section 6 A, as RULEBOOK N8 carries it: letters that become two.
_DOUBLED = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Ø": "OE"})

#: Letters that no decomposition brings to A-Z (RULEBOOK N3).
LIGATURES = str.maketrans(
    {"Œ": "OE", "Æ": "AE", "ß": "SS", "ẞ": "SS", "Ø": "O", "Ł": "L", "Ð": "D", "Đ": "D", "Þ": "TH"}
)


def spellings(name: str) -> frozenset[str]:
    """The letters of a name as zones write it: marks dropped, or two letters for one."""
    upper = unicodedata.normalize("NFC", name.replace("ß", "SS")).upper()
    doubled = upper.translate(_DOUBLED)
    return frozenset({_letters(upper), _letters(doubled)})


def _letters(upper: str) -> str:
    folded = unicodedata.normalize("NFKD", upper.translate(LIGATURES))
    return "".join(letter for letter in folded if "A" <= letter <= "Z")


def same_name(printed: str, coded: str, *, cut: bool) -> bool:
    """True when the zone holds the printed name; the start of it where the zone was too short."""
    letters = _letters(coded)
    if not letters:
        return False
    return any(
        spelling == letters or (cut and spelling.startswith(letters))
        for spelling in spellings(printed)
    )


def given_names_of(text: str) -> tuple[str, ...]:
    """Commas part given names; without any, spaces do (RULEBOOK N4 leaves both readings open)."""
    parts = text.split(",") if "," in text else text.split()
    return tuple(part.strip() for part in parts if part.strip())


def same_given_names(printed: Sequence[str], coded: str, room: int) -> bool:
    """True when the zone holds the given names, or as many of the first as it has room for."""
    for count in range(1, len(printed) + 1):
        if not same_name("".join(printed[:count]), coded, cut=False):
            continue
        left_out = printed[count:]
        return (
            not left_out or len(coded.rstrip()) + 1 + min(map(len, spellings(left_out[0]))) > room
        )
    return False


def with_ligatures(printed: str, coded: str) -> str:
    """The printed name with Œ where it was read as CE, when only so it is the coded one."""
    for wrong, right in (("CE", "Œ"), ("Ce", "Œ"), ("ce", "œ")):
        mended = printed.replace(wrong, right)
        if mended != printed and same_name(mended, coded, cut=False):
            return mended
    return printed


def coded_fields(surname: str, given: str, width: int) -> Iterator[str]:
    """How a zone of this width may write a person: one filler within a name, two between."""
    for first, second in itertools.product(_coded(surname), _coded(given)):
        text = f"{first}{FILLER * 2}{second}"
        if len(text) <= width:
            yield text.ljust(width, FILLER)


def _coded(name: str) -> Iterator[str]:
    """Apostrophes vanish, every other mark between letters is one filler (RULEBOOK N8)."""
    plain = name.replace("'", "").replace("’", "")
    parts = "".join(letter if letter.isalpha() else " " for letter in plain).split()
    ways = [sorted(spellings(part)) for part in parts]
    for chosen in itertools.islice(itertools.product(*ways), 8):
        yield FILLER.join(chosen)
