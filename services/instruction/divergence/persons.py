"""Explains differences that only the whole person shows: swapped names, someone else's account."""

from services.instruction.divergence.birth_names import compare_birth_names
from services.instruction.divergence.dates import compare_dates
from services.instruction.divergence.fields import Field, FieldAnswer
from services.instruction.divergence.given_names import compare_given_names
from services.instruction.divergence.match import SLIPS, Cause, Match, State
from services.instruction.divergence.sources import DivergenceFacts
from shared.domain.civil_identity import CivilIdentity

Answers = dict[Field, FieldAnswer]


def explain_field(field: Field, answers: Answers, facts: DivergenceFacts) -> Cause | None:
    """The cause of a difference, the whole person considered; the field's own cause otherwise."""
    answer = answers[field]
    if answer.state is not State.DIFFERENT:
        return answer.cause
    differing = _differing(answer, facts)
    if facts.representative and any(
        _mixed_up(one, other, facts.representative) for one, other in differing
    ):
        return Cause.REPRESENTATIVE_FOR_CANDIDATE
    if field is not Field.BIRTH_DATE:
        for one, other in differing:
            if _names_swapped(one, other):
                return Cause.NAMES_SWAPPED
            if field is Field.BIRTH_NAME and _usage_name(one, other):
                return Cause.USAGE_FOR_BIRTH_NAME
    if _is_different(answer.account) and _someone_else(answers):
        return Cause.OTHER_PERSONS_ACCOUNT
    return answer.cause


def _differing(
    answer: FieldAnswer, facts: DivergenceFacts
) -> list[tuple[CivilIdentity, CivilIdentity]]:
    """The pairs of identities that differ on the field."""
    pairs = []
    if _is_different(answer.account):
        pairs.append((facts.declared, facts.account))
    if _is_different(answer.document) and facts.document:
        pairs.append((facts.declared, facts.document.identity))
    return pairs


def _is_different(match: Match | None) -> bool:
    return match is not None and match.state is State.DIFFERENT


def _mixed_up(one: CivilIdentity, other: CivilIdentity, representative: CivilIdentity) -> bool:
    """True when exactly one of two identities is the representative's.

    A family shares its surname: the given names tell, or the birth date where they are missing.
    """
    return _is_person(one, representative) != _is_person(other, representative)


def _is_person(identity: CivilIdentity, person: CivilIdentity) -> bool:
    if identity.given_names and person.given_names:
        names = compare_given_names(identity.given_names, person.given_names)
        return names.state is State.SAME
    if identity.birth_date and person.birth_date:
        return compare_dates(identity.birth_date, person.birth_date).state is State.SAME
    return False


def _names_swapped(one: CivilIdentity, other: CivilIdentity) -> bool:
    return _name_is_given(one, other) and _name_is_given(other, one)


def _name_is_given(one: CivilIdentity, other: CivilIdentity) -> bool:
    """True when the birth name of one is the given name of the other."""
    if not one.birth_name or not other.given_names:
        return False
    return compare_given_names((one.birth_name,), other.given_names).state is State.SAME


def _usage_name(one: CivilIdentity, other: CivilIdentity) -> bool:
    """True when one source's birth name is the other's usage name (RULEBOOK N1)."""
    pairs = ((one.birth_name, other.usage_name), (other.birth_name, one.usage_name))
    return any(
        birth and usage and compare_birth_names(birth, usage).state is State.SAME
        for birth, usage in pairs
    )


def _someone_else(answers: Answers) -> bool:
    """True when the account differs on two fields, each beyond a slip of the hand."""
    account = [answer.account for answer in answers.values()]
    unlike = [match for match in account if match and _is_different(match)]
    return sum(match.cause not in SLIPS for match in unlike) >= 2
