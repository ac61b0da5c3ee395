"""Whether an address proof is made out to the right person. RULEBOOK AD1, AD3."""

from services.instruction.divergence.given_names import first_readings
from services.instruction.divergence.match import SAME, Cause, Match, State, different, doubtful
from services.instruction.divergence.names import is_slip, words
from shared.domain.civil_identity import CivilIdentity


def compare_holder(holder: str, person: CivilIdentity) -> Match:
    """Look for the person's surname (birth or usage name) and first given name in the holder.

    Bills of couples often carry one given name or an initial: a person looks at those.
    """
    parts = words(holder)
    surnames = {"".join(words(name)) for name in (person.birth_name, person.usage_name) if name}
    surnames.discard("")
    if not parts or not surnames:
        return Match(state=State.NOT_SUPPLIED)
    runs = _runs(parts)
    if surnames & runs:
        named = bool(first_readings(person.given_names) & runs)
        return SAME if named else doubtful(Cause.UNEXPLAINED)
    if any(is_slip(surname, run) for surname in surnames for run in runs):
        return doubtful(Cause.READING_DOUBT)
    return different()


def _runs(parts: tuple[str, ...]) -> set[str]:
    """Every run of neighbouring words, joined, so that spaces and hyphens do not count."""
    size = len(parts)
    return {
        "".join(parts[start:end]) for start in range(size) for end in range(start + 1, size + 1)
    }
