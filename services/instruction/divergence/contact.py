"""Judges what is not civil status: the e-mail address, and name and address on the proof."""

from dataclasses import dataclass

from services.instruction.divergence.emails import (
    compare_emails,
    is_refused,
    is_shared_box,
    same_email,
)
from services.instruction.divergence.holder import compare_holder
from services.instruction.divergence.hosting import holder_of_hosted, host_of
from services.instruction.divergence.match import SAME, Cause, Match, State, different, doubtful
from services.instruction.divergence.places import compare_places
from services.instruction.divergence.sources import DivergenceFacts
from shared.domain.civil_identity import CivilIdentity
from shared.domain.findings import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailAnswer:
    """What account and request say of the address, and whether it is fit at all.

    The two are apart: sources that agree on an address may agree on one that is refused.
    """

    state: State
    verdict: Verdict
    cause: Cause | None = None


def judge_email(facts: DivergenceFacts) -> EmailAnswer:
    """The declared address beside the account's and the representative's."""
    email = (facts.declared.email or "").strip()
    if not email:
        return EmailAnswer(
            state=State.NOT_SUPPLIED,
            verdict=Verdict.NOT_EVALUATED,
            cause=Cause.DECLARED_FIELD_EMPTY if facts.account.email else None,
        )
    match, representative = compare_emails(email, facts.account.email), facts.representative
    cause, verdict = match.cause, Verdict.PASS
    if representative and representative.email and same_email(email, representative.email):
        cause, verdict = Cause.SHARED_EMAIL, Verdict.FAIL
    elif is_refused(email):
        cause, verdict = Cause.REFUSED_EMAIL_DOMAIN, Verdict.FAIL
    elif match.state is State.DIFFERENT:
        verdict = Verdict.FAIL
    elif is_shared_box(email):
        cause, verdict = Cause.REFUSED_EMAIL_DOMAIN, Verdict.WARN
    elif match.state is State.NOT_SUPPLIED and facts.account_known:
        cause, verdict = Cause.ACCOUNT_FIELD_EMPTY, Verdict.WARN
    return EmailAnswer(state=match.state, verdict=verdict, cause=cause)


def expected_holder(facts: DivergenceFacts) -> CivilIdentity:
    """RULEBOOK AD2, AD3: the proof is the host's, for a minor the parent's who hosts; else one's
    own."""
    return (host_of(facts) if facts.hosted else facts.representative) or facts.declared


def judge_holder(facts: DivergenceFacts) -> Match:
    """The name on the address proof beside the person whose home it should prove."""
    if not facts.holders:
        return Match(state=State.NOT_SUPPLIED)
    person = facts.representative or facts.declared
    match = min(
        (compare_holder(holder, person) for holder in facts.holders), key=lambda one: one.gravity
    )
    return holder_of_hosted(facts, match) if facts.hosted else match


def judge_address(facts: DivergenceFacts) -> Match:
    """The declared address beside the one that the proof is sent to: postcode and town.

    A street is written in too many ways to conclude anything from it. [D]
    """
    typed, read = facts.declared_address, facts.proof_address
    if typed is None or read is None:
        return Match(state=State.NOT_SUPPLIED)
    towns = compare_places(typed.town, read.town)
    if typed.postcode.strip() == read.postcode.strip():
        return SAME if towns.state is not State.DIFFERENT else doubtful(Cause.READING_DOUBT)
    if towns.state is State.SAME:
        return doubtful(Cause.READING_DOUBT)  # one town has several postcodes, CEDEX among them
    return different()
