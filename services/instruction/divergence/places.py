"""Whether two birth places are one town, whatever each source adds to its name."""

import re
from functools import lru_cache

from services.instruction.divergence.match import SAME, Cause, Match, State, different, doubtful
from services.instruction.divergence.names import KEPT, PARTICLES, is_slip
from shared.domain.civil_identity import fold

#: Short forms of the official code of towns (INSEE) and what they stand for.
_SHORT_FORMS = {"ST": "SAINT", "STE": "SAINTE", "STS": "SAINTS", "S": "SUR", "SS": "SOUS"}
#: Words that say where a town is or which part of it, not which town.
_BESIDE = frozenset({"ARRONDISSEMENT", "ARR", "ARRDT", "ARDT", "CEDEX", "FRANCE", "COMMUNE"})
#: A number, an arrondissement ("3E", "1ER"), a postcode or a code of Corsica ("2A").
_NUMBER = re.compile(r"(\d+)(?:E|ER|EME|ND|EM|A|B)?")
#: Arrondissements of Paris, Lyon and Marseille have one or two digits; a code after a town's name
#: (département, postcode) says nothing more than the name.
_WITH_DISTRICTS = frozenset({"PARIS", "LYON", "MARSEILLE"})
_BRACKETS = re.compile(r"\([^()]*\)")


@lru_cache(KEPT)
def compare_places(left: str, right: str) -> Match:
    """Compare two birth places."""
    one, other = _town(left), _town(right)
    if not one or not other:
        return _without_name(fold(left), fold(right))
    if _bare(one) == _bare(other):
        ours, theirs = _district(left, one), _district(right, other)
        return SAME if None in (ours, theirs) or ours == theirs else different()
    shorter, longer = sorted((one, other), key=len)
    if longer[: len(shorter)] == shorter:
        # Villeneuve and Villeneuve-d'Ascq, but also Alger and Alger Algérie
        return doubtful(Cause.UNEXPLAINED)
    if is_slip("".join(one), "".join(other)):
        return different(Cause.TYPING_ERROR)
    return different()


def _without_name(left: str, right: str) -> Match:
    """One of the two is a code, or nothing at all."""
    if not left or not right:
        return Match(state=State.NOT_SUPPLIED)
    return SAME if left == right else doubtful(Cause.UNEXPLAINED)


def _town(text: str) -> tuple[str, ...]:
    """The words of the town's name."""
    parts = fold(_BRACKETS.sub(" ", text)).split()
    named = [word for word in parts if word not in _BESIDE and not _NUMBER.fullmatch(word)]
    return tuple(_SHORT_FORMS.get(word, word) for word in named)


def _bare(town: tuple[str, ...]) -> str:
    """The name without its first article: « Le Mans » and « Mans (Le) » are one town."""
    kept = town[1:] if len(town) > 1 and town[0] in PARTICLES else town
    return "".join(kept)


def _district(text: str, town: tuple[str, ...]) -> int | None:
    """The arrondissement of a town that has them; its postcode says it too."""
    if town[0] not in _WITH_DISTRICTS:
        return None
    numbers = [int(found[1]) for word in fold(text).split() if (found := _NUMBER.fullmatch(word))]
    small = [number for number in numbers if 0 < number <= 20]
    coded = [number % 100 for number in numbers if number > 1000 and 0 < number % 100 <= 20]
    return next(iter(small or coded), None)
