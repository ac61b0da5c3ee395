"""The fields of an identity, and how two sources compare on each of them."""

import enum
from collections.abc import Callable
from dataclasses import replace

from services.instruction.divergence.birth_names import compare_birth_names, compare_with_mrz_name
from services.instruction.divergence.dates import compare_dates
from services.instruction.divergence.given_names import (
    compare_given_names,
    compare_with_mrz_given_names,
)
from services.instruction.divergence.match import Cause, Match, State
from services.instruction.divergence.places import compare_places
from services.instruction.divergence.sexes import compare_sexes
from services.instruction.divergence.sources import DocumentFacts, Part
from shared.domain.civil_identity import CivilIdentity


class Field(enum.StrEnum):
    """The fields of an identity that are compared, by their name in CivilIdentity."""

    BIRTH_NAME = "birth_name"
    USAGE_NAME = "usage_name"
    GIVEN_NAMES = "given_names"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"


#: What no request goes without; the others are compared where they are given.
REQUIRED = frozenset({Field.BIRTH_NAME, Field.GIVEN_NAMES, Field.BIRTH_DATE})

#: RULEBOOK N1: a usage name explains, it proves nothing and nobody has to declare one.
EXPLAINING = frozenset({Field.USAGE_NAME})

_COMPARE: dict[Field, Callable[[str, str], Match]] = {
    Field.BIRTH_NAME: compare_birth_names,
    Field.USAGE_NAME: compare_birth_names,
    Field.SEX: compare_sexes,
    Field.BIRTH_DATE: compare_dates,
    Field.BIRTH_PLACE: compare_places,
}


def stated(identity: CivilIdentity, field: Field) -> str:
    """The field as the source writes it; empty when the source does not say."""
    if field is Field.GIVEN_NAMES:
        return ", ".join(identity.given_names).strip()
    value: str | None = getattr(identity, field)
    return (value or "").strip()


def match_typed(field: Field, left: CivilIdentity, right: CivilIdentity) -> Match | None:
    """Compare two typed identities; None when one of them does not say."""
    match = _match(field, left, right)
    if match is not None and match.cause is Cause.READING_DOUBT:
        return replace(match, cause=Cause.TYPING_ERROR)  # nobody read it: it was typed so
    return match


def match_read(field: Field, typed: CivilIdentity, document: DocumentFacts) -> Match | None:
    """Compare a typed identity with a reading; None when one of them does not say."""
    read, cut = document.identity, field in document.cut
    if document.part is not Part.MRZ or field not in (Field.BIRTH_NAME, Field.GIVEN_NAMES):
        return _match(field, typed, read)
    if field is Field.GIVEN_NAMES:
        match = compare_with_mrz_given_names(typed.given_names, read.given_names, cut=cut)
    else:
        match = compare_with_mrz_name(typed.birth_name or "", read.birth_name or "", cut=cut)
    return None if match.state is State.NOT_SUPPLIED else match


def _match(field: Field, left: CivilIdentity, right: CivilIdentity) -> Match | None:
    if field is Field.GIVEN_NAMES:
        match = compare_given_names(left.given_names, right.given_names)
    else:
        match = _COMPARE[field](stated(left, field), stated(right, field))
    return None if match.state is State.NOT_SUPPLIED else match
