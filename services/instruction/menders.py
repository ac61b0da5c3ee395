"""Who can mend what a finding says: the weights of the decision, as data."""

import enum

from services.instruction.divergence.fields import Field, Source
from services.instruction.divergence.match import SLIPS, Cause
from services.instruction.divergence.rules import SUMMARY
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.domain.piece import PieceKind
from shared.stages import TABLE


class Mender(enum.StrEnum):
    """Who can mend what a finding says."""

    #: The candidate or the school, by sending another file.
    FILE = "file"
    #: The candidate or the school, by correcting a field of the request.
    FIELD = "field"
    #: An agent has to look.
    AGENT = "agent"
    #: Nobody has to: it is said, and weighs nothing.
    NOBODY = "nobody"


#: What a finding on a piece asks for, when BY_CRITERION names no exception.
BY_VERDICT: dict[Verdict, Mender] = {
    Verdict.PASS: Mender.NOBODY,
    Verdict.FAIL: Mender.FILE,
    Verdict.WARN: Mender.AGENT,
    Verdict.NOT_EVALUATED: Mender.AGENT,
}

#: Failed criteria that another file does not mend. [D]: a doubt on the document itself is an
#: agent's, and is not announced to whoever may have made it.
BY_CRITERION: dict[str, Mender] = {
    "mrz_check_digits": Mender.AGENT,
    "document_kind": Mender.AGENT,
}

#: A doubt on the names read, which the names typed settle when they say the same.
NAMES_READ = "reading"
NAMES = frozenset({f"divergence_{Field.BIRTH_NAME}", f"divergence_{Field.GIVEN_NAMES}"})

#: E-mail causes that only another address mends (RULEBOOK PC8).
EMAIL_CAUSES = frozenset(
    {Cause.SHARED_EMAIL, Cause.OTHER_PERSONS_ACCOUNT, Cause.REFUSED_EMAIL_DOMAIN}
)

#: A field that the account leaves empty is no divergence (RULEBOOK N7), yet one source fewer
#: confirms it: an agent sees it, nobody is asked to mend it. [D]
EMPTY_ACCOUNT_FIELD = Mender.AGENT

#: Pieces that no check reads: an agent does.
UNREAD = frozenset(PieceKind) - {row.piece for row in TABLE.values()}


def piece_mender(finding: Finding, divergence: CheckResult) -> Mender:
    """Who mends a finding on a piece."""
    if finding.advisory:
        return Mender.NOBODY
    if finding.verdict is Verdict.FAIL:
        return BY_CRITERION.get(finding.criterion, Mender.FILE)
    if finding.criterion == NAMES_READ and finding.verdict is Verdict.WARN:
        # a name misread into the very name that was typed is no risk worth an agent's time [D]
        return Mender.NOBODY if _names_agree(divergence) else Mender.AGENT
    return BY_VERDICT[finding.verdict]


def _names_agree(divergence: CheckResult) -> bool:
    """True when the document says the names of the request, whether or not the account does."""
    names = [found for found in divergence.findings if found.criterion in NAMES]
    return bool(names) and all(
        found.verdict is Verdict.PASS or _is_empty_account_field(found, divergence)
        for found in names
    )


def field_mender(finding: Finding, divergence: CheckResult, *, trusted: bool) -> Mender:
    """Who mends a field. Only a verified document with the account on its side corrects people."""
    if finding.criterion == SUMMARY:
        return Mender.NOBODY  # the fields that the line lists weigh for themselves
    if _is_empty_account_field(finding, divergence):
        return EMPTY_ACCOUNT_FIELD
    if finding.verdict is not Verdict.FAIL:
        return BY_VERDICT[finding.verdict]
    name = field_name(finding)
    cause, wrong = divergence.facts.get(f"cause.{name}"), divergence.facts.get(f"wrong.{name}")
    if name == "email" and cause in EMAIL_CAUSES:
        return Mender.FIELD
    is_slip = cause in SLIPS and wrong == Source.DECLARED
    return Mender.FIELD if is_slip and trusted else Mender.AGENT


def field_name(finding: Finding) -> str:
    """The field that a finding of the comparison is about."""
    return finding.criterion.removeprefix("divergence_")


def _is_empty_account_field(finding: Finding, divergence: CheckResult) -> bool:
    """True where only the account is silent: document and request agree."""
    cause = divergence.facts.get(f"cause.{field_name(finding)}")
    return finding.verdict is Verdict.WARN and cause == Cause.ACCOUNT_FIELD_EMPTY
