"""Whether two sources give one sex, whatever letters they use for it."""

from services.instruction.divergence.match import SAME, Cause, Match, State, different
from shared.domain.civil_identity import fold

#: First letters in use: French forms, civil titles, English forms; Doc 9303 writes a filler for X.
_LETTERS = {
    **dict.fromkeys(("F", "FEMME", "FEMININ", "FEMALE", "MME", "MADAME", "2"), "F"),
    **dict.fromkeys(("M", "H", "HOMME", "MASCULIN", "MALE", "MONSIEUR", "1"), "M"),
    **dict.fromkeys(("X", "AUTRE", "INDETERMINE", "U"), "X"),
}


def compare_sexes(left: str, right: str) -> Match:
    """Compare two sexes; the other box ticked is a slip."""
    one, other = _letter(left), _letter(right)
    if not one or not other:
        return Match(state=State.NOT_SUPPLIED)
    return SAME if one == other else different(Cause.TYPING_ERROR)


def _letter(text: str) -> str:
    if text.strip() == "<":
        return "X"
    word = fold(text)
    return _LETTERS.get(word, word)
