"""Compares one field of the declared identity with account and document, and says who is wrong."""

import enum
from dataclasses import dataclass, replace

from services.instruction.divergence.birth_names import compare_birth_names, compare_with_mrz_name
from services.instruction.divergence.dates import compare_dates
from services.instruction.divergence.given_names import (
    compare_given_names,
    compare_with_mrz_given_names,
)
from services.instruction.divergence.match import Cause, Match, State, doubtful
from services.instruction.divergence.sources import DivergenceFacts, DocumentFacts
from shared.domain.civil_identity import CivilIdentity


class Field(enum.StrEnum):
    """The fields of an identity that are compared, by their name in CivilIdentity."""

    BIRTH_NAME = "birth_name"
    GIVEN_NAMES = "given_names"
    BIRTH_DATE = "birth_date"


class Source(enum.StrEnum):
    """Who says it."""

    #: The request as typed.
    DECLARED = "declared"
    #: The portal account behind the candidate's e-mail.
    ACCOUNT = "account"
    #: The identity proof.
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAnswer:
    """What the sources together say of one field. A source that is silent has no match."""

    field: Field
    state: State
    cause: Cause | None = None
    #: The one source that the two others contradict.
    wrong: Source | None = None
    account: Match | None = None
    document: Match | None = None


def answer(field: Field, facts: DivergenceFacts) -> FieldAnswer:
    """Compare every pair of sources on one field."""
    if not stated(facts.declared, field):
        state, cause = State.NOT_SUPPLIED, Cause.DECLARED_FIELD_EMPTY
        return FieldAnswer(field=field, state=state, cause=cause)
    account = _match(field, facts.declared, facts.account)
    document, cross = None, None
    if facts.document is not None:
        cross = _match_document(field, facts.account, facts.document)
        document = _match_document(field, facts.declared, facts.document)
        document = document and _weigh(field, document, cross, facts.document)
    worst = _worst(account, document)
    return FieldAnswer(
        field=field,
        state=worst.state,
        cause=worst.cause,
        wrong=_wrong_source(account, document, cross),
        account=account,
        document=document,
    )


def stated(identity: CivilIdentity, field: Field) -> str:
    """The field as the source writes it; empty when the source does not say."""
    if field is Field.GIVEN_NAMES:
        return ", ".join(identity.given_names).strip()
    value = identity.birth_name if field is Field.BIRTH_NAME else identity.birth_date
    return (value or "").strip()


def _match(field: Field, left: CivilIdentity, right: CivilIdentity) -> Match | None:
    """Compare two typed identities; None when one of them does not say."""
    if field is Field.GIVEN_NAMES:
        match = compare_given_names(left.given_names, right.given_names)
    elif field is Field.BIRTH_NAME:
        match = compare_birth_names(left.birth_name or "", right.birth_name or "")
    else:
        match = compare_dates(left.birth_date or "", right.birth_date or "")
    return None if match.state is State.NOT_SUPPLIED else match


def _match_document(field: Field, typed: CivilIdentity, document: DocumentFacts) -> Match | None:
    """Compare a typed identity with the document; None when one of them does not say."""
    if document.layout is None or field is Field.BIRTH_DATE:
        return _match(field, typed, document.identity)
    read, cut = document.identity, field in document.cut
    if field is Field.GIVEN_NAMES:
        match = compare_with_mrz_given_names(typed.given_names, read.given_names, cut=cut)
    else:
        match = compare_with_mrz_name(typed.birth_name or "", read.birth_name or "", cut=cut)
    return None if match.state is State.NOT_SUPPLIED else match


def _weigh(field: Field, match: Match, cross: Match | None, document: DocumentFacts) -> Match:
    """A difference counts only as far as the reading can be trusted.

    Names are outside the check digits (findings/ocr.md), and a machine-readable zone writes
    two digits of the year. An account that says the same as the document confirms the reading.
    """
    confirmed = cross is not None and cross.state is State.SAME
    if match.state is not State.DIFFERENT or confirmed:
        return match
    if match.cause is Cause.CENTURY and document.layout is not None:
        return doubtful(Cause.CENTURY)
    is_date = field is Field.BIRTH_DATE
    trusted = document.date_trusted if is_date else document.names_trusted
    return match if trusted else replace(match, state=State.DOUBTFUL, cause=Cause.READING_DOUBT)


def _worst(account: Match | None, document: Match | None) -> Match:
    silent = Match(state=State.NOT_SUPPLIED)
    if account is None:
        silent = Match(state=State.NOT_SUPPLIED, cause=Cause.ACCOUNT_FIELD_EMPTY)
    matches = (document or silent, account or silent)
    # equally grave answers: the one that explains itself
    return max(matches, key=lambda match: (match.gravity, _explains(match)))


def _explains(match: Match) -> int:
    return (None, Cause.UNEXPLAINED).count(match.cause) == 0


def _wrong_source(
    account: Match | None, document: Match | None, cross: Match | None
) -> Source | None:
    """Two sources against one; without three that speak nobody is wrong yet."""
    states = tuple(match.state if match else None for match in (account, document, cross))
    if states == (State.DIFFERENT, State.DIFFERENT, State.SAME):
        return Source.DECLARED
    if states[:2] == (State.DIFFERENT, State.SAME):
        return Source.ACCOUNT
    if states[:2] == (State.SAME, State.DIFFERENT):
        return Source.DOCUMENT
    return None
