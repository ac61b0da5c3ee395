"""Compares every source of identity: one finding a field, and the causes behind them."""

from services.instruction.divergence.comparing import REQUIRED
from services.instruction.divergence.contact import (
    expected_holder,
    judge_address,
    judge_email,
    judge_holder,
)
from services.instruction.divergence.contact_wording import (
    address_message,
    email_message,
    holder_message,
)
from services.instruction.divergence.fields import Field, FieldAnswer, answer, stated
from services.instruction.divergence.hosting_rules import judge_hosting
from services.instruction.divergence.judgement import RULE_SET, SUMMARY, Judgement, finding
from services.instruction.divergence.match import Cause, Match, State
from services.instruction.divergence.persons import declares_representative, explain_field
from services.instruction.divergence.sources import DivergenceFacts, Source
from services.instruction.divergence.wording import (
    EMAIL_LABEL,
    FIELD_LABELS,
    REPRESENTATIVE_DECLARED,
    field_message,
    raw_texts,
    seed_message,
)
from shared.domain.findings import Finding, Verdict

__all__ = ["RULE_SET", "SUMMARY", "Judgement", "compare", "judge"]

_VERDICTS: dict[State, Verdict] = {
    State.SAME: Verdict.PASS,
    State.DIFFERENT: Verdict.FAIL,
    State.DOUBTFUL: Verdict.WARN,
    State.NOT_SUPPLIED: Verdict.NOT_EVALUATED,
}


def judge(facts: DivergenceFacts) -> tuple[Judgement, ...]:
    """Judge every field that the sources allow to judge."""
    answers = {field: answer(field, facts) for field in Field}
    fields = tuple(
        _field_judgement(found, explain_field(field, answers, facts), facts)
        for field, found in answers.items()
        if field in REQUIRED or stated(facts.declared, field)
    )
    email = _email(facts)
    contacts = (email, *_holder(facts), *_address(facts), *judge_hosting(facts))
    judged = (*_summary(answers, email), *fields, *contacts)
    return (*judged, *_representative(facts, judged))


def compare(facts: DivergenceFacts) -> tuple[Finding, ...]:
    """The findings alone, for whoever only shows them."""
    return tuple(judgement.finding for judgement in judge(facts))


def _summary(answers: dict[Field, FieldAnswer], email: Judgement) -> tuple[Judgement, ...]:
    """The seed's line, when account and request differ."""
    labels = [
        FIELD_LABELS[field]
        for field, found in answers.items()
        if found.account is not None and found.account.state is State.DIFFERENT
    ]
    if email.state is State.DIFFERENT:
        labels.append(EMAIL_LABEL)
    if not labels:
        return ()
    value = ", ".join(labels)
    line = finding(SUMMARY, Verdict.FAIL, seed_message(value), (value, None))
    return (Judgement(name="account", finding=line, state=State.DIFFERENT),)


def _field_judgement(found: FieldAnswer, cause: Cause | None, facts: DivergenceFacts) -> Judgement:
    return Judgement(
        name=found.field,
        finding=finding(
            found.field, _verdict(found), field_message(found, cause), raw_texts(found.field, facts)
        ),
        state=found.state,
        cause=cause,
        wrong=found.wrong,
        trust=found.trust,
        notes=found.notes,
    )


def _verdict(found: FieldAnswer) -> Verdict:
    """An account field left empty is worth a word, not a divergence (RULEBOOK N7)."""
    told = found.document is not None or found.field not in REQUIRED
    empty = found.cause in (Cause.ACCOUNT_FIELD_EMPTY, Cause.ACCOUNT_UNKNOWN)
    if found.state is State.NOT_SUPPLIED and (told or empty) and found.cause is not None:
        return Verdict.WARN
    if found.state is State.NOT_SUPPLIED and found.field not in REQUIRED:
        return Verdict.PASS  # nobody has to give it, and nobody else does
    return _VERDICTS[found.state]


def _email(facts: DivergenceFacts) -> Judgement:
    answered = judge_email(facts)
    representative = facts.representative.email if facts.representative else None
    other = representative if answered.cause is Cause.SHARED_EMAIL else facts.account.email
    raw = (facts.declared.email or None, other or None)
    line = finding("email", answered.verdict, email_message(answered), raw)
    wrong = Source.TYPED if answered.state is State.DIFFERENT else None
    return Judgement(
        name="email", finding=line, state=answered.state, cause=answered.cause, wrong=wrong
    )


def _holder(facts: DivergenceFacts) -> tuple[Judgement, ...]:
    if not facts.address_read:
        return ()
    person, match = expected_holder(facts), judge_holder(facts)
    name = " ".join((*person.given_names[:1], person.birth_name or "")).strip() or None
    raw = (" ; ".join(facts.holders) or None, name)
    message = holder_message(match, hosted=facts.hosted)
    return (_contact("address_holder", match, message, raw),)


def _address(facts: DivergenceFacts) -> tuple[Judgement, ...]:
    """Nothing where the proof was not read: the check of the piece says so itself."""
    match, typed, read = judge_address(facts), facts.declared_address, facts.proof_address
    if match.state is State.NOT_SUPPLIED or typed is None or read is None:
        return ()
    raw = (f"{typed.postcode} {typed.town}", f"{read.postcode} {read.town}")
    return (_contact("address", match, address_message(match), raw),)


def _contact(
    name: str, match: Match, message: str, raw: tuple[str | None, str | None]
) -> Judgement:
    line = finding(name, _VERDICTS[match.state], message, raw)
    return Judgement(name=name, finding=line, state=match.state, cause=match.cause)


def _representative(facts: DivergenceFacts, judged: tuple[Judgement, ...]) -> tuple[Judgement, ...]:
    """The representative declared as the candidate, where no field has said so already."""
    cause = Cause.REPRESENTATIVE_FOR_CANDIDATE
    if not declares_representative(facts) or any(one.cause is cause for one in judged):
        return ()
    line = finding("representative", Verdict.FAIL, REPRESENTATIVE_DECLARED, (None, None))
    return (Judgement(name="representative", finding=line, state=State.DIFFERENT, cause=cause),)
