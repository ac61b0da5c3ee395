"""Does a town go with a postcode? By the official list, whatever the spelling of the town."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from services.assets import asset_path

#: Likeness from which a misread town is taken for the only town like it of its postcode: one
#: letter in five may be wrong. [D]
MIN_LIKENESS = 80.0

#: The next town of the postcode is less like it by this much. [D]
MIN_LEAD = 10.0

_EXPANSIONS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})

#: Spellings of the post (its six rules of addresses: SAINT is ST, SUR is S/).
_SHORT = (
    (re.compile(r"\bSTE\b"), "SAINTE"),
    (re.compile(r"\bST\b"), "SAINT"),
    (re.compile(r"\bS(?:/|\s/\s?)"), "SUR "),
)

#: Districts of Paris, Lyon and Marseille stand after the town or not at all.
_DISTRICT = re.compile(r"\s+\d{1,2}\s*(?:ER?|EME|ND)?(?:\s+ARRONDISSEMENT)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class TownMatch:
    """A town of the list."""

    #: Official name, without a district.
    name: str
    #: Letters of the text that spell it, from its start.
    length: int


def is_listed(postcode: str) -> bool:
    """True for a postcode of the list; some overseas are not in it."""
    return postcode in _table()


def match_town(postcode: str, text: str) -> TownMatch | None:
    """The longest town of the postcode that the text starts with."""
    known = _names(postcode)
    words = list(re.finditer(r"\S+", text))
    for last in range(len(words), 0, -1):
        end = words[last - 1].end()
        name = known.get(folded(text[:end]))
        if name is not None:
            return TownMatch(name=name, length=end)
    return None


def nearest_town(postcode: str, text: str) -> str | None:
    """The one town of the postcode that a misread text can be; None where it is not one."""
    wanted = folded(text)
    scores = sorted(
        ((fuzz.ratio(wanted, key), name) for key, name in _names(postcode).items()), reverse=True
    )
    if not scores or scores[0][0] < MIN_LIKENESS:
        return None
    clear = len(scores) == 1 or scores[0][0] - scores[1][0] >= MIN_LEAD
    return scores[0][1] if clear else None


def mended_postcode(postcode: str, town: str) -> str | None:
    """The one postcode of a town that a misread one, a digit off, can be; None without one."""
    near = {
        other
        for other in _postcodes().get(folded(town), ())
        if sum(one != two for one, two in zip(postcode, other, strict=True)) == 1
    }
    return near.pop() if len(near) == 1 else None


def folded(text: str) -> str:
    """A town's letters: no accents, no signs, short forms spelled out, no district."""
    marks = unicodedata.normalize("NFKD", text.translate(_EXPANSIONS))
    plain = "".join(mark for mark in marks if not unicodedata.combining(mark)).upper()
    plain = _DISTRICT.sub("", plain.strip())
    for short, long in _SHORT:
        plain = short.sub(long, plain)
    return re.sub(r"[^A-Z]", "", plain)


@cache
def _names(postcode: str) -> dict[str, str]:
    towns = _table().get(postcode, "").split("|")
    bare = (re.sub(r"\s\d+er? Arrondissement$", "", town) for town in towns if town)
    return {folded(town): town for town in bare}


@cache
def _postcodes() -> dict[str, tuple[str, ...]]:
    """Postcodes by town."""
    found: dict[str, tuple[str, ...]] = {}
    for postcode in _table():
        for town in _names(postcode):
            found[town] = (*found.get(town, ()), postcode)
    return found


@cache
def _table() -> dict[str, str]:
    lines = asset_path("towns.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)
