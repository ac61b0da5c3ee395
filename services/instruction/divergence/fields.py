"""Compares one field of the declared identity with account and document, and says who is wrong."""

from dataclasses import dataclass

from services.instruction.divergence.comparing import (
    EXPLAINING,
    REQUIRED,
    Field,
    match_read,
    match_typed,
    stated,
)
from services.instruction.divergence.match import Cause, Match, State
from services.instruction.divergence.readings import Said, weigh
from services.instruction.divergence.sources import DivergenceFacts, DocumentFacts, Source, Trust

__all__ = ["Field", "FieldAnswer", "Source", "answer", "stated"]

_SAME, _DIFFERENT = State.SAME, State.DIFFERENT


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAnswer:
    """What the sources together say of one field. A source that is silent has no match."""

    field: Field
    state: State
    cause: Cause | None = None
    #: The source that the others contradict, where that is sure.
    wrong: Source | None = None
    #: What else explains an agreement: both may be cut short, by the zone and by a person.
    notes: tuple[Cause, ...] = ()
    account: Match | None = None
    document: Match | None = None
    #: How well what the document says is confirmed; None where it says nothing.
    trust: Trust | None = None


def answer(field: Field, facts: DivergenceFacts) -> FieldAnswer:
    """Compare every pair of sources on one field."""
    if not stated(facts.declared, field):
        return _undeclared(field, facts)
    account = match_typed(field, facts.declared, facts.account)
    said = _said(field, facts)
    document = weigh(said, typed_agree=account is not None and account.state is State.SAME)
    crosses = [one.account for one in said if one.account is not None]
    cross = next((match for match in crosses if match.state is State.SAME), None)
    worst, trust = _worst(field, facts, account, document), _trust(said)
    return FieldAnswer(
        field=field,
        state=worst.state,
        cause=worst.cause,
        wrong=_wrong_source((account, document, cross), trust),
        notes=_notes(account, document) if worst.state is State.SAME else (),
        account=account,
        document=document,
        trust=trust,
    )


def _undeclared(field: Field, facts: DivergenceFacts) -> FieldAnswer:
    """The request is silent: a fault where it must speak, no divergence in any case."""
    others = (facts.account, *(document.identity for document in facts.documents))
    told = any(stated(identity, field) for identity in others)
    cause = Cause.DECLARED_FIELD_EMPTY if field in REQUIRED and told else None
    return FieldAnswer(field=field, state=State.NOT_SUPPLIED, cause=cause)


def _said(field: Field, facts: DivergenceFacts) -> tuple[Said, ...]:
    """What each part of the document says, beside request and account."""
    found = []
    for document in facts.documents:
        declared = match_read(field, facts.declared, document)
        if declared is None or _is_noise(field, declared, document):
            continue
        found.append(
            Said(
                document=document,
                typed=stated(facts.declared, field),
                read=stated(document.identity, field),
                declared=declared,
                account=match_read(field, facts.account, document),
                trust=_trust_of(field, document),
                is_date=field is Field.BIRTH_DATE,
            )
        )
    return tuple(found)


def _is_noise(field: Field, match: Match, document: DocumentFacts) -> bool:
    """What print says of a field that nobody must give, misread as easily as not, says nothing."""
    unlike, doubted = match.state is not State.SAME, _trust_of(field, document) is Trust.DOUBTED
    return unlike and doubted and field not in REQUIRED


def _trust_of(field: Field, document: DocumentFacts) -> Trust:
    return document.date if field in (Field.BIRTH_DATE, Field.SEX) else document.names


def _trust(said: tuple[Said, ...]) -> Trust | None:
    """The best of the parts; two that agree confirm one another."""
    if not said:
        return None
    agreeing = len(said) > 1 and len({one.declared.state for one in said}) == 1
    trusts = {one.trust for one in said}
    if Trust.CONFIRMED in trusts or (agreeing and Trust.DOUBTED not in trusts):
        return Trust.CONFIRMED
    return Trust.READ if Trust.READ in trusts else Trust.DOUBTED


def _worst(
    field: Field, facts: DivergenceFacts, account: Match | None, document: Match | None
) -> Match:
    """The gravest answer; of equally grave ones that which explains itself."""
    matches = [match for match in (document, account) if match is not None]
    if account is None and field not in EXPLAINING:
        cause = Cause.ACCOUNT_FIELD_EMPTY if facts.account_known else Cause.ACCOUNT_UNKNOWN
        matches.append(Match(state=State.NOT_SUPPLIED, cause=cause))
    if document is None and facts.document_expected and field in REQUIRED:
        matches.append(Match(state=State.NOT_SUPPLIED))
    silent = Match(state=State.NOT_SUPPLIED)
    return max(matches, key=lambda match: (match.gravity, _explains(match)), default=silent)


def _explains(match: Match) -> int:
    return (None, Cause.UNEXPLAINED).count(match.cause) == 0


def _notes(account: Match | None, document: Match | None) -> tuple[Cause, ...]:
    matches = (account, document)
    return tuple(dict.fromkeys(match.cause for match in matches if match and match.cause))


def _wrong_source(
    matches: tuple[Match | None, Match | None, Match | None], trust: Trust | None
) -> Source | None:
    """Who is wrong by the request against the account, against the document, and by those two.

    Nobody is told to be wrong on the word of an unconfirmed reading.
    """
    account, document, cross = (match.state if match else None for match in matches)
    if trust is Trust.DOUBTED:
        return Source.DOCUMENT if (account, document) == (_SAME, _DIFFERENT) else None
    wrong = {
        (_DIFFERENT, _DIFFERENT): Source.DECLARED if cross is _SAME else None,
        (_DIFFERENT, _SAME): Source.ACCOUNT,
        (_SAME, _DIFFERENT): Source.TYPED if trust is Trust.CONFIRMED else Source.DOCUMENT,
        (_DIFFERENT, None): Source.TYPED,
        (None, _DIFFERENT): Source.DECLARED,
    }
    return wrong.get((account, document))
