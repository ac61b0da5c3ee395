"""THE TABLE of the decision: how much each finding weighs and who can mend it."""

import enum
from dataclasses import dataclass

from services.instruction.divergence.comparing import EXPLAINING
from services.instruction.divergence.hosting_rules import HOST_MISSING
from services.instruction.divergence.judgement import SUMMARY, Codes
from services.instruction.divergence.match import Cause
from services.instruction.divergence.sources import Source
from shared.domain.findings import Finding, Verdict
from shared.domain.piece import BACKS, PieceKind
from shared.stages import TABLE

#: Version of this table and of the policy that reads it, stored with every decision.
DECISION_RULES = "decision-2026.12"


class Mender(enum.StrEnum):
    """Who can mend what a finding says."""

    #: The candidate or the school, by sending another file.
    FILE = "file"
    #: The candidate or the school, by correcting a field of the request.
    FIELD = "field"
    #: The candidate, in the portal account.
    ACCOUNT = "account"
    #: Whoever typed it: request or account is wrong, and the document says which.
    TYPIST = "typist"
    #: An agent has to look.
    AGENT = "agent"
    #: Nobody has to: it is said, and weighs nothing.
    NOBODY = "nobody"


#: What people mend themselves, as opposed to what waits for an agent.
PEOPLE = frozenset({Mender.FILE, Mender.FIELD, Mender.ACCOUNT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """One row: 0 to 100, the gravest first in the agent's list."""

    points: int
    mender: Mender


def _w(points: int, mender: Mender) -> Weight:
    return Weight(points=points, mender=mender)


_AGENT, _TYPIST, _FIELD = Mender.AGENT, Mender.TYPIST, Mender.FIELD

#: A field that differs or is doubtful, by its cause. [D] for every number: the order is what
#: counts, from what may be another person down to what is a word of information.
BY_CAUSE: dict[Cause, Weight] = {
    Cause.UNEXPLAINED: _w(95, _AGENT),
    Cause.OTHER_PERSONS_ACCOUNT: _w(90, _FIELD),
    Cause.REPRESENTATIVE_FOR_CANDIDATE: _w(85, _FIELD),
    Cause.NAMES_SWAPPED: _w(70, _TYPIST),
    Cause.USAGE_FOR_BIRTH_NAME: _w(70, _TYPIST),
    Cause.GIVEN_NAMES_ORDER: _w(65, _AGENT),
    Cause.CENTURY: _w(60, _TYPIST),
    Cause.DAY_MONTH_SWAPPED: _w(60, _TYPIST),
    Cause.DIGITS_SWAPPED: _w(60, _TYPIST),
    Cause.TYPING_ERROR: _w(60, _TYPIST),
    Cause.SHARED_EMAIL: _w(55, _FIELD),
    Cause.REFUSED_EMAIL_DOMAIN: _w(55, _FIELD),
    Cause.LATER_GIVEN_NAME_DIFFERENT: _w(50, _AGENT),
    Cause.PARTIAL_DATE: _w(45, _AGENT),
    Cause.READING_DOUBT: _w(40, _AGENT),
    Cause.PARTICLE_MISSING: _w(35, _AGENT),
    Cause.SPELLING_VARIANT: _w(35, _AGENT),
    Cause.HOSTED: _w(30, _AGENT),
    Cause.DECLARED_FIELD_EMPTY: _w(30, _FIELD),
    Cause.ACCOUNT_UNKNOWN: _w(25, _AGENT),
    Cause.TRUNCATED_IN_MRZ: _w(25, _AGENT),
    Cause.ACCOUNT_FIELD_EMPTY: _w(20, Mender.ACCOUNT),
    Cause.LATER_GIVEN_NAME_MISSING: _w(0, Mender.NOBODY),
}

#: Who mends what was mistyped, by the source that is wrong; an agent where none surely is.
_WHO_TYPED: dict[str, Mender] = {
    Source.DECLARED: _FIELD,
    Source.TYPED: _FIELD,
    Source.ACCOUNT: Mender.ACCOUNT,
}

#: A field without a cause of its own: nothing that could be said of it.
NO_CAUSE = _w(40, _AGENT)

#: What a finding on a piece asks for, when BY_CRITERION names no exception.
BY_VERDICT: dict[Verdict, Weight] = {
    Verdict.PASS: _w(0, Mender.NOBODY),
    Verdict.FAIL: _w(60, Mender.FILE),
    Verdict.NOT_EVALUATED: _w(40, _AGENT),
    Verdict.WARN: _w(30, _AGENT),
}

#: Failed criteria that another file does not mend. [D]: a doubt on the document itself is an
#: agent's, and is not announced to whoever may have made it.
BY_CRITERION: dict[str, Weight] = {
    "mrz_check_digits": _w(100, _AGENT),
    "two_d_doc_signature": _w(100, _AGENT),
    "document_kind": _w(90, _AGENT),
    "duplicate_dossier": _w(80, _AGENT),
    "email_elsewhere": _w(50, _AGENT),
}

#: A field left empty is filled by whoever left it so: no doubt about it.
_EMPTY = (Cause.ACCOUNT_FIELD_EMPTY, Cause.DECLARED_FIELD_EMPTY)

#: RULEBOOK N1: a usage name explains differences; its own weighs little.
USAGE_POINTS = 20

#: Findings of the comparison that ask for a piece which is not there.
PIECE_ASKED = {f"divergence_{HOST_MISSING}": PieceKind.HOST_IDENTITY}

#: A check that gave no answer, and a piece that no check reads.
UNANSWERED, UNREAD_PIECE = _w(45, _AGENT), _w(15, _AGENT)

#: Pieces that no check reads: an agent does.
UNREAD = frozenset(PieceKind) - {row.piece for row in TABLE.values()} - frozenset(BACKS.values())

NOTHING = _w(0, Mender.NOBODY)


def weigh_piece_finding(finding: Finding) -> Weight:
    """What a finding on a piece weighs."""
    if finding.advisory:
        return NOTHING
    if finding.verdict is Verdict.PASS:
        return NOTHING
    own = BY_CRITERION.get(finding.criterion)
    if own is not None and finding.verdict is Verdict.FAIL:
        return own
    return BY_VERDICT[finding.verdict]


def weigh_field(finding: Finding, codes: Codes) -> Weight:
    """What a field weighs, from the codes that the comparison stored beside its findings."""
    if finding.criterion == SUMMARY or finding.verdict is Verdict.PASS:
        return NOTHING  # the fields that the line lists weigh for themselves
    if finding.criterion in PIECE_ASKED:
        return BY_VERDICT[Verdict.FAIL]
    name = field_name(finding)
    cause = codes.get(f"cause.{name}")
    row = BY_CAUSE[Cause(str(cause))] if cause else NO_CAUSE
    if name in EXPLAINING:
        row = _w(USAGE_POINTS, row.mender)
    if finding.verdict is not Verdict.FAIL and cause not in _EMPTY:
        return _w(row.points, _AGENT)  # a doubt is a person's, whatever its likely cause
    wrong = str(codes.get(f"wrong.{name}"))
    if wrong == Source.DOCUMENT:
        return _w(row.points, _AGENT)
    return _w(row.points, _WHO_TYPED.get(wrong, _AGENT)) if row.mender is _TYPIST else row


def field_name(finding: Finding) -> str:
    """The field that a finding of the comparison is about."""
    return finding.criterion.removeprefix("divergence_")
