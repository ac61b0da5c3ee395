"""What is said of a 2D-Doc: read and verified are two facts (RULEBOOK 10)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from services.imagecheck.twoddoc import messages
from shared.domain.findings import Evidence, Finding, TwoDDoc, Verdict

#: A signature that cannot be checked says nothing; one that is wrong or missing needs a person.
VERDICTS = {
    "valid": Verdict.PASS,
    "invalid": Verdict.WARN,
    "unsigned": Verdict.WARN,
    "unknown_issuer": Verdict.NOT_EVALUATED,
    "not_read": Verdict.NOT_EVALUATED,
}

#: No list of revoked certificates comes with the certificates, and none is fetched: what names them
#: would tell others which documents are looked at. Said each time, and of no weight.
ADVISORY = frozenset({"two_d_doc_revocation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFacts:
    """A code, and its fields that the print gives too: True where both say the same."""

    code: TwoDDoc
    compared: Mapping[str, bool]


def judge_code(facts: CodeFacts, today: dt.date, rule_set: str) -> tuple[Finding, ...]:
    """The findings on a code: that it was read, its signature, its agreement with the print."""
    code = facts.code
    values = {
        "two_d_doc": (Verdict.PASS, messages.CODE_READ, code.document_type),
        "two_d_doc_signature": (
            VERDICTS[code.signature],
            messages.SIGNATURE_MESSAGES[_said_of(code, today)],
            code.signature,
        ),
        "two_d_doc_print": _agreement(facts.compared),
    }
    if code.signature == "valid":  # nothing else is believed, revoked or not
        unknown = (Verdict.NOT_EVALUATED, messages.REVOCATION_UNKNOWN, None)
        values["two_d_doc_revocation"] = unknown
    return tuple(
        Finding(
            criterion=criterion,
            verdict=verdict,
            message=message,
            value=value,
            evidence=Evidence(page=code.page),
            rule_set=rule_set,
            advisory=criterion in ADVISORY,
        )
        for criterion, (verdict, message, value) in values.items()
    )


def _said_of(code: TwoDDoc, today: dt.date) -> str:
    """The sentence: a certificate that ran out before the signing and one that did since differ."""
    until, signed = code.certificate_until, code.signed_on
    if code.signature == "valid" and until is not None and until < today.isoformat():
        return "expired"
    if code.signature == "invalid" and until is not None and signed is not None and until < signed:
        return "untimely"
    return code.signature


def _agreement(compared: Mapping[str, bool]) -> tuple[Verdict, str, str | None]:
    """A true code on an altered page, or a misreading: a person compares."""
    differing = [messages.FIELD_LABELS[name] for name, same in compared.items() if not same]
    if not compared:
        return Verdict.NOT_EVALUATED, messages.CODE_NOT_COMPARED, None
    if differing:
        return Verdict.WARN, messages.CODE_DIFFERS, ", ".join(differing)
    return Verdict.PASS, messages.CODE_AGREES, None
