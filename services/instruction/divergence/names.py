"""Names made comparable: what spelling, typography and machine-readable zones do is undone."""

import itertools
import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from shared.domain.civil_identity import fold

#: RULEBOOK N8: what a machine-readable zone writes where N3 would only drop the mark. Doc 9303-3
#: leaves Ä, Ö, Ü and Ñ two or three spellings.
MRZ_VARIANTS: dict[str, tuple[str, ...]] = {
    "Ä": ("AE",),
    "Ö": ("OE",),
    "Ü": ("UE", "UXX"),
    "Å": ("AA",),
    "Ø": ("OE",),
    "Ñ": ("NXX",),
}
MRZ_EXPANSIONS = str.maketrans({letter: spelled[0] for letter, spelled in MRZ_VARIANTS.items()})
RARE_EXPANSIONS = str.maketrans({letter: spelled[-1] for letter, spelled in MRZ_VARIANTS.items()})

#: Spellings of one name kept at most: five letters with two spellings each. [D]
MOST_SPELLINGS = 32

#: Names whose comparison is kept ready: each is compared with every other source of its dossier.
KEPT = 1024

#: RULEBOOK N5, with their plural and foreign neighbours.
PARTICLES = frozenset(
    {
        *("D", "DE", "DU", "DES", "LE", "LA", "LES", "L"),
        *("VAN", "VON", "DEN", "DER", "DA", "DI", "DO", "DOS", "DEL", "BEN", "EL", "AL"),
    }
)

#: Between two names of two letters a slip changes half: no evidence of a typing error. [D]
SHORTEST_SLIP = 3

#: AE, OE, UE that stand for an umlaut: before a consonant, or ÄU. After a vowel, G or Q, and before
#: a last L, the E is a letter of its own: BAUER, GUERIN, JACQUES, MICHAEL, NOEL. [D]
_UMLAUT = re.compile(r"(?<![AEIOUY])([AO]|(?<![GQ])U)E(?=[B-DF-HJ-NP-TV-XZ]|(?<=AE)U)(?!L$)")


@lru_cache(KEPT)
def fold_as_mrz(name: str, *, rare: bool = False) -> str:
    """The fold with Ä, Ö, Ü, Å, Ø (and, where rare, Ñ) spelled out as machine-readable zones do."""
    expansions = RARE_EXPANSIONS if rare else MRZ_EXPANSIONS
    if not rare:
        expansions = {key: text for key, text in expansions.items() if key != ord("Ñ")}
    return fold(unicodedata.normalize("NFC", name).upper().translate(expansions))


@lru_cache(KEPT)
def folds(name: str) -> tuple[str, ...]:
    """The fold and, where they differ from it, the two spellings of machine-readable zones."""
    spelled = (fold(name), fold_as_mrz(name), fold_as_mrz(name, rare=True))
    return tuple(dict.fromkeys(spelled))


@lru_cache(KEPT)
def words(name: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(fold(name).split())


@lru_cache(KEPT)
def spellings(name: str) -> frozenset[str]:
    """Every way to write a name in A-Z without separators; empty for an empty name."""
    composed = unicodedata.normalize("NFC", name).upper()
    choices = [_choices(char) for char in composed]
    mixed = itertools.islice(itertools.product(*choices), MOST_SPELLINGS)
    written = itertools.chain(map("".join, mixed), (fold(name), fold_as_mrz(name)))
    return frozenset(joined for text in written if (joined := fold(text).replace(" ", "")))


def _choices(char: str) -> tuple[str, ...]:
    """The ways to write one letter; an accent above Ø does not hide the stroke."""
    base = unicodedata.normalize("NFD", char)[0]
    variants = MRZ_VARIANTS.get(char) or (MRZ_VARIANTS.get(base) if base == "Ø" else None)
    return (char, *variants) if variants else (char,)


@lru_cache(KEPT)
def without_umlaut_e(joined: str) -> str:
    """AE, OE, UE become A, O, U where they may spell an umlaut: MUELLER meets MULLER (N8)."""
    return _UMLAUT.sub(r"\1", joined)


@lru_cache(KEPT)
def without_double_a(joined: str) -> str:
    """AA becomes A: AABERG meets ABERG, which a machine-readable zone makes of Åberg (N8)."""
    return joined.replace("AA", "A")


def without_particles(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The words that are not particles; a particle stands before a word, so the last is none."""
    return (*(word for word in parts[:-1] if word not in PARTICLES), *parts[-1:])


def cores(parts: tuple[str, ...]) -> frozenset[str]:
    """The name joined, with no, one, two… of its first particles left out."""
    found = {"".join(parts)}
    for index, word in enumerate(parts[:-1]):
        if word not in PARTICLES:
            break
        found.add("".join(parts[index + 1 :]))
    return frozenset((found | {"".join(without_particles(parts))}) - {""})


def is_slip(left: str, right: str) -> bool:
    """True when one edit or one swap of neighbours leads from one to the other.

    RULEBOOK N6: a reason to ask a person, never to approve.
    """
    shorter, longer = sorted((len(left), len(right)))
    if longer < SHORTEST_SLIP or shorter < SHORTEST_SLIP - 1:
        return False
    return OSA.distance(left, right, score_cutoff=1) == 1
