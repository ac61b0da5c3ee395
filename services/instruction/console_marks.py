"""Where two spellings of one value differ, character by character."""

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Under this likeness two texts are not one value spelled twice: single marks would only confuse
#: the eye. « Anne Marie » and « Anne » have 0.57. [D]
ALIKE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of characters that are all alike, or all different."""

    text: str
    differs: bool


def segments(text: str, other: str) -> tuple[Segment, ...]:
    """The text cut where it differs from the other one; case and accents are no difference."""
    if not other:
        return (Segment(text=text, differs=False),) if text else ()
    matcher = SequenceMatcher(None, _plain(text), _plain(other), autojunk=False)
    if matcher.ratio() < ALIKE:
        return (Segment(text=text, differs=True),) if text else ()
    runs: list[Segment] = []
    for what, start, end, *_ in matcher.get_opcodes():
        if end > start:
            runs.append(Segment(text=text[start:end], differs=what != "equal"))
    return tuple(runs)


def difference_said(runs: tuple[Segment, ...]) -> str:
    """The same for who does not see marks: « caractères différents : é, t »; empty without any."""
    told = [run.text.strip() or "espace" for run in runs if run.differs]
    return f"caractères différents : {', '.join(told)}" if told else ""


def _plain(text: str) -> list[str]:
    """One letter for each character, so that places stay the same."""
    return [_letter(char) for char in text]


def _letter(char: str) -> str:
    """Capital without mark; what separates words (RULEBOOK N3) is one and the same."""
    letter = unicodedata.normalize("NFKD", char)[0].upper()[0]
    return letter if letter.isalnum() else " "
