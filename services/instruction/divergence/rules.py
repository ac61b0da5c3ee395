"""Compares every source of identity: one finding a field, and the causes behind them."""

from dataclasses import dataclass

from services.instruction.divergence.contact import (
    email_message,
    expected_holder,
    holder_message,
    judge_email,
    judge_holder,
)
from services.instruction.divergence.fields import Field, FieldAnswer, Source, answer, stated
from services.instruction.divergence.match import Cause, Match, State
from services.instruction.divergence.persons import explain_field
from services.instruction.divergence.sources import DivergenceFacts
from services.instruction.divergence.wording import (
    FIELD_LABELS,
    SOURCE_NAMES,
    field_message,
    seed_message,
    shown,
)
from shared.domain.civil_identity import CivilIdentity
from shared.domain.findings import Finding, Verdict

RULE_SET = "divergence-2026.11"

#: Criterion of the line that lists the diverging fields; each field has a finding of its own.
SUMMARY = "divergence"

_VERDICTS: dict[State, Verdict] = {
    State.SAME: Verdict.PASS,
    State.DIFFERENT: Verdict.FAIL,
    State.DOUBTFUL: Verdict.WARN,
    State.NOT_SUPPLIED: Verdict.NOT_EVALUATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One field judged: the finding for people, the codes for the decision."""

    #: Short name of the field: the criterion is "divergence_" and this.
    name: str
    finding: Finding
    state: State
    cause: Cause | None = None
    wrong: Source | None = None


def judge(facts: DivergenceFacts) -> tuple[Judgement, ...]:
    """Judge every field that the sources allow to judge."""
    answers = {field: answer(field, facts) for field in Field}
    fields = tuple(
        _field_judgement(found, explain_field(field, answers, facts), facts)
        for field, found in answers.items()
    )
    contacts = (_email_judgement(facts), *_holder_judgements(facts))
    return (*_summary(answers), *fields, *contacts)


def compare(facts: DivergenceFacts) -> tuple[Finding, ...]:
    """The findings alone, for whoever only shows them."""
    return tuple(judgement.finding for judgement in judge(facts))


def codes(judgements: tuple[Judgement, ...]) -> dict[str, float | str | bool | None]:
    """State, cause and wrong source of each field, as stored beside the findings."""
    stored: dict[str, float | str | bool | None] = {}
    for judgement in judgements:
        stored[f"state.{judgement.name}"] = judgement.state
        if judgement.cause is not None:
            stored[f"cause.{judgement.name}"] = judgement.cause
        if judgement.wrong is not None:
            stored[f"wrong.{judgement.name}"] = judgement.wrong
    return {key: str(value) for key, value in stored.items()}


def _summary(answers: dict[Field, FieldAnswer]) -> tuple[Judgement, ...]:
    """The seed's line, when account and request differ."""
    fields = tuple(
        field
        for field, found in answers.items()
        if found.account is not None and found.account.state is State.DIFFERENT
    )
    if not fields:
        return ()
    value = ", ".join(FIELD_LABELS[field] for field in fields)
    finding = _finding(SUMMARY, Verdict.FAIL, seed_message(fields), (value, None))
    return (Judgement(name="account", finding=finding, state=State.DIFFERENT),)


def _field_judgement(found: FieldAnswer, cause: Cause | None, facts: DivergenceFacts) -> Judgement:
    sayings = _sayings(found.field, facts)
    raw = {source: shown(found.field, text) for source, text in sayings.items()}
    others = [f"{raw[source]} ({SOURCE_NAMES[source]})" for source in raw if raw[source]]
    declared = raw.pop(Source.DECLARED) or None
    message = field_message(found, cause)
    expected = " ; ".join(others[1 if declared else 0 :]) or None
    return Judgement(
        name=found.field,
        finding=_finding(found.field, _verdict(found), message, (declared, expected)),
        state=found.state,
        cause=cause,
        wrong=found.wrong,
    )


def _sayings(field: Field, facts: DivergenceFacts) -> dict[Source, str]:
    document = facts.document.identity if facts.document else CivilIdentity()
    identities = {
        Source.DECLARED: facts.declared,
        Source.ACCOUNT: facts.account,
        Source.DOCUMENT: document,
    }
    return {source: stated(identity, field) for source, identity in identities.items()}


def _verdict(found: FieldAnswer) -> Verdict:
    """An account field left empty is worth a word, not a person's time (RULEBOOK N7)."""
    if found.state is State.NOT_SUPPLIED and found.document is not None:
        return Verdict.WARN
    return _VERDICTS[found.state]


def _email_judgement(facts: DivergenceFacts) -> Judgement:
    match = judge_email(facts)
    representative = facts.representative.email if facts.representative else None
    other = representative if match.cause is Cause.SHARED_EMAIL else facts.account.email
    message, raw = email_message(match), (facts.declared.email or None, other or None)
    return _contact("email", match, message, raw)


def _holder_judgements(facts: DivergenceFacts) -> tuple[Judgement, ...]:
    if not facts.address_read:
        return ()
    person, match = expected_holder(facts), judge_holder(facts)
    name = " ".join((*person.given_names[:1], person.birth_name or "")).strip() or None
    raw = (facts.address_holder, name)
    return (_contact("address_holder", match, holder_message(match), raw),)


def _contact(
    name: str, match: Match, message: str, raw: tuple[str | None, str | None]
) -> Judgement:
    finding = _finding(name, _VERDICTS[match.state], message, raw)
    return Judgement(name=name, finding=finding, state=match.state, cause=match.cause)


def _finding(
    name: str, verdict: Verdict, message: str, raw: tuple[str | None, str | None]
) -> Finding:
    value, expected = raw
    return Finding(
        criterion=name if name == SUMMARY else f"divergence_{name}",
        verdict=verdict,
        message=message,
        value=value,
        expected=expected,
        rule_set=RULE_SET,
    )
