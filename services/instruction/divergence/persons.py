"""Explains differences that only the whole person shows: swapped names, someone else's account."""

from collections.abc import Mapping

from services.instruction.divergence.birth_names import compare_birth_names
from services.instruction.divergence.comparing import Field, match_typed, stated
from services.instruction.divergence.fields import FieldAnswer
from services.instruction.divergence.given_names import compare_given_names
from services.instruction.divergence.match import SLIPS, Cause, Match, State
from services.instruction.divergence.names import spellings, words
from services.instruction.divergence.sources import DivergenceFacts
from shared.domain.civil_identity import CivilIdentity

Answers = dict[Field, FieldAnswer]
_Pair = tuple[CivilIdentity, CivilIdentity]

#: What tells two members of one family apart; a surname and a birth place are shared.
_OWN = (Field.GIVEN_NAMES, Field.BIRTH_DATE)
_NAMES = frozenset({Field.BIRTH_NAME, Field.GIVEN_NAMES})
#: What forms and people put between a usage name and a birth name.
_MARRIED = frozenset({"EPOUSE", "EPSE", "EP", "NEE", "VEUVE", "VVE", "DIVORCEE"})


def explain_field(field: Field, answers: Answers, facts: DivergenceFacts) -> Cause | None:
    """The cause of a difference, the whole person considered; the field's own cause otherwise."""
    answer = answers[field]
    if answer.state is not State.DIFFERENT:
        return answer.cause
    pairs = _differing(answer, facts)
    person, slip = facts.representative, answer.cause in SLIPS
    if person and any(_mixed_up(field, pair, person, slip=slip) for pair in pairs):
        return Cause.REPRESENTATIVE_FOR_CANDIDATE
    if field in _NAMES and any(_names_swapped(*pair) for pair in pairs):
        return Cause.NAMES_SWAPPED
    if field is Field.BIRTH_NAME and answer.cause not in SLIPS:
        usages = _usage_names(facts)
        if any(_usage_typed(pair, usages) for pair in pairs):
            return Cause.USAGE_FOR_BIRTH_NAME
    return _by_whole_source(answer, answers)


def _by_whole_source(answer: FieldAnswer, answers: Answers) -> Cause | None:
    """The cause of a difference, account or document being another person's altogether."""
    accounts = {other: found.account for other, found in answers.items()}
    if _is_different(answer.account) and _someone_else(accounts):
        return Cause.OTHER_PERSONS_ACCOUNT
    documents = {other: found.document for other, found in answers.items()}
    if _is_different(answer.document) and _someone_else(documents):
        return Cause.UNEXPLAINED  # another person's document holds no slip of this one's
    return answer.cause


def declares_representative(facts: DivergenceFacts) -> bool:
    """True when the candidate declared is the representative, whatever account and document say.

    A father and a son may share every name: the birth date must be theirs both, too.
    """
    person = facts.representative
    if person is None or not (facts.declared.birth_date and person.birth_date):
        return False
    fields = (Field.BIRTH_NAME, *_OWN)
    return all(_same_value(field, facts.declared, person) for field in fields)


def _differing(answer: FieldAnswer, facts: DivergenceFacts) -> list[_Pair]:
    """The pairs of identities that differ on the field."""
    pairs = []
    if _is_different(answer.account):
        pairs.append((facts.declared, facts.account))
    if _is_different(answer.document):
        pairs += [(facts.declared, document.identity) for document in facts.documents]
    return pairs


def _is_different(match: Match | None) -> bool:
    return match is not None and _differs(match)


def _differs(match: Match) -> bool:
    return match.state is State.DIFFERENT


def _mixed_up(field: Field, pair: _Pair, person: CivilIdentity, *, slip: bool) -> bool:
    """True when one side of the pair is the representative, whole or on this field alone.

    What a slip explains needs more: a son named like his father is no mix-up.
    """
    one, other = pair
    if _is_person(one, person, strict=slip) != _is_person(other, person, strict=slip):
        return True
    if slip or field not in (*_OWN, Field.BIRTH_NAME):
        return False
    return _same_value(field, one, person) != _same_value(field, other, person)


def _is_person(identity: CivilIdentity, person: CivilIdentity, *, strict: bool) -> bool:
    """True when all that tells a family apart, and both sources give, is the same."""
    told = [field for field in _OWN if stated(identity, field) and stated(person, field)]
    if len(told) < (len(_OWN) if strict else 1):
        return False
    return all(_same_value(field, identity, person) for field in told)


def _same_value(field: Field, one: CivilIdentity, other: CivilIdentity) -> bool:
    match = match_typed(field, one, other)
    return match is not None and match.state is State.SAME


def _names_swapped(one: CivilIdentity, other: CivilIdentity) -> bool:
    return _name_is_given(one, other) and _name_is_given(other, one)


def _name_is_given(one: CivilIdentity, other: CivilIdentity) -> bool:
    """True when the birth name of one is the given name of the other."""
    if not one.birth_name or not other.given_names:
        return False
    return compare_given_names((one.birth_name,), other.given_names).state is State.SAME


def _usage_names(facts: DivergenceFacts) -> tuple[str, ...]:
    """Every usage name that a source gives (RULEBOOK N1)."""
    people = (facts.declared, facts.account, *(one.identity for one in facts.documents))
    return tuple(dict.fromkeys(person.usage_name for person in people if person.usage_name))


def _usage_typed(pair: _Pair, usages: tuple[str, ...]) -> bool:
    """True when one side writes a usage name, alone or joined to the birth name, as birth name."""
    one, other = pair[0].birth_name or "", pair[1].birth_name or ""
    if not one or not other:
        return False
    sides = ((one, other), (other, one))
    return any(
        _married(written, birth) or any(_writes_usage(written, birth, usage) for usage in usages)
        for written, birth in sides
    )


def _married(written: str, birth: str) -> bool:
    """True for « Durand épouse Martin » beside the birth name it holds."""
    parts = set(words(written))
    return bool(parts & _MARRIED) and set(words(birth)) <= parts


def _writes_usage(written: str, birth: str, usage: str) -> bool:
    if compare_birth_names(written, usage).state is State.SAME:
        return True
    joined = spellings(f"{birth} {usage}") | spellings(f"{usage} {birth}")
    return bool(spellings(written) & joined)


def _someone_else(matches: Mapping[Field, Match | None]) -> bool:
    """True when a source differs on two fields beyond a slip of the hand.

    Beside given names that are another person's, any other difference is a second one: the other
    sex, a brother's birth date that happens to be one digit away.
    """
    unlike = {field: match.cause for field, match in matches.items() if match and _differs(match)}
    if unlike.get(Field.GIVEN_NAMES) is Cause.UNEXPLAINED and len(unlike) >= 2:
        return True
    beyond = {field for field, cause in unlike.items() if cause not in SLIPS}
    return len(beyond) >= 2 and bool(beyond & {*_NAMES, Field.BIRTH_DATE})
