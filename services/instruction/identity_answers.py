"""The answer to one line of a file of identities: states, causes, outcome, messages."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from services.instruction.audiences import Audience, message
from services.instruction.decision import Weighed, decide, weigh_fields
from services.instruction.divergence.comparing import Field
from services.instruction.divergence.judgement import Judgement, codes
from services.instruction.divergence.match import Cause, State
from services.instruction.divergence.rules import judge
from services.instruction.identity_rows import Row, UnusableRow, facts_of_row, parse_row
from services.instruction.weights import NOTHING
from shared.domain.findings import CheckResult

#: Every field answered for, in the order of the request.
FIELDS = (*(field.value for field in Field), "email")

#: The causes that outside programs know, and what ours are called there.
CAUSE_CODES: dict[Cause, str] = {
    **{
        cause: cause.value
        for cause in (
            Cause.ACCOUNT_FIELD_EMPTY,
            Cause.TYPING_ERROR,
            Cause.DAY_MONTH_SWAPPED,
            Cause.DIGITS_SWAPPED,
            Cause.CENTURY,
            Cause.NAMES_SWAPPED,
            Cause.USAGE_FOR_BIRTH_NAME,
            Cause.LATER_GIVEN_NAME_MISSING,
            Cause.OTHER_PERSONS_ACCOUNT,
            Cause.REPRESENTATIVE_FOR_CANDIDATE,
            Cause.REFUSED_EMAIL_DOMAIN,
            Cause.READING_DOUBT,
            Cause.TRUNCATED_IN_MRZ,
        )
    },
    Cause.ACCOUNT_UNKNOWN: Cause.ACCOUNT_FIELD_EMPTY.value,
    # the account behind a family's address is the one of whoever opened it
    Cause.SHARED_EMAIL: Cause.OTHER_PERSONS_ACCOUNT.value,
}

#: What an unusable line is answered with.
ERROR_MESSAGES = {
    "empty_line": "La ligne est vide.",
    "invalid_encoding": "La ligne n’est pas écrite en UTF-8.",
    "invalid_json": "La ligne n’est pas un objet JSON lisible.",
    "not_an_object": "La ligne est du JSON, mais pas un objet.",
}


def answer_line(line: bytes) -> Row:
    """The answer to one line, or why there is none."""
    if not line.strip():
        return _error("empty_line")
    try:
        return answer_row(parse_row(line))
    except UnusableRow as error:
        return _error(str(error))


def _error(code: str) -> Row:
    return {"id": None, "error": {"code": code, "message": ERROR_MESSAGES[code]}}


def answer_row(row: Row) -> Row:
    """What the comparison says of one row."""
    judged = judge(facts_of_row(row))
    check = CheckResult(findings=tuple(one.finding for one in judged), facts=codes(judged))
    weighed = tuple(_of_what_was_said(judged, check))
    states = {one.name: one.state for one in judged}
    said: dict[str, Any] = {
        audience.value: message(audience, judged, weighed) for audience in Audience
    }
    return {
        "id": row.get("id"),
        "fields": {name: states.get(name, State.NOT_SUPPLIED).value for name in FIELDS},
        "causes": _causes(judged),
        "outcome": decide(weighed).route.value,
        "messages": said,
    }


def _of_what_was_said(judged: tuple[Judgement, ...], check: CheckResult) -> Iterator[Weighed]:
    """A file may hold the few fields that it is about: what no source gives weighs nothing.

    Unless nothing could be compared at all: that is no agreement.
    """
    silent = {
        one.finding.criterion
        for one in judged
        if one.state is State.NOT_SUPPLIED and one.cause is None
    }
    compared = any(one.state is not State.NOT_SUPPLIED for one in judged)
    for weighed in weigh_fields(check):
        quiet = compared and weighed.reason in silent
        yield replace(weighed, weight=NOTHING) if quiet else weighed


def _causes(judged: tuple[Judgement, ...]) -> list[str]:
    """Each cause once, in the order of the fields. A parent's account explains a parent's address
    by itself."""
    mixed_up = any(one.cause is Cause.REPRESENTATIVE_FOR_CANDIDATE for one in judged)
    explained = (Cause.SHARED_EMAIL, Cause.OTHER_PERSONS_ACCOUNT) if mixed_up else ()
    found = [
        cause
        for one in judged
        for cause in (one.cause, *one.notes)
        if cause in CAUSE_CODES and cause not in explained
    ]
    return list(dict.fromkeys(CAUSE_CODES[cause] for cause in found if cause))
