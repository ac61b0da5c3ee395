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
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFacts:
    """A code, and its fields that the print gives too: True where both say the same."""

    code: TwoDDoc
    compared: Mapping[str, bool]


def judge_code(facts: CodeFacts, today: dt.date, rule_set: str) -> tuple[Finding, ...]:
    """The findings on a code: that it was read, its signature, its agreement with the print."""
    code = facts.code
    past = code.certificate_until is not None and code.certificate_until < today.isoformat()
    signature = "expired" if code.signature == "valid" and past else code.signature
    values = {
        "two_d_doc": (Verdict.PASS, messages.CODE_READ, code.document_type),
        "two_d_doc_signature": (
            VERDICTS[code.signature],
            messages.SIGNATURE_MESSAGES[signature],
            code.signature,
        ),
        "two_d_doc_print": _agreement(facts.compared),
    }
    return tuple(
        Finding(
            criterion=criterion,
            verdict=verdict,
            message=message,
            value=value,
            evidence=Evidence(page=code.page),
            rule_set=rule_set,
        )
        for criterion, (verdict, message, value) in values.items()
    )


def _agreement(compared: Mapping[str, bool]) -> tuple[Verdict, str, str | None]:
    """A true code on an altered page, or a misreading: a person compares."""
    differing = [messages.FIELD_LABELS[name] for name, same in compared.items() if not same]
    if not compared:
        return Verdict.NOT_EVALUATED, messages.CODE_NOT_COMPARED, None
    if differing:
        return Verdict.WARN, messages.CODE_DIFFERS, ", ".join(differing)
    return Verdict.PASS, messages.CODE_AGREES, None
