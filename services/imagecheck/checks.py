"""The four checks of a piece, each from bytes to findings; run in a child process or the CLI."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from services.imagecheck.address.facts import read_address
from services.imagecheck.address.rules import RULE_SET as ADDRESS_RULES
from services.imagecheck.address.rules import judge_address
from services.imagecheck.identity.facts import read_identity
from services.imagecheck.identity.rules import RULE_SET as IDENTITY_RULES
from services.imagecheck.identity.rules import judge_identity
from services.imagecheck.photo.facts import measure_photo
from services.imagecheck.photo.rules import RULE_SET as PHOTO_RULES
from services.imagecheck.photo.rules import judge_photo
from services.imagecheck.signature.facts import measure_signature
from services.imagecheck.signature.rules import RULE_SET as SIGNATURE_RULES
from services.imagecheck.signature.rules import judge_signature
from shared.domain.files import REFUSAL_MESSAGES, RefusalCode, UnreadableFile
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.stages import StageName

Check = Callable[[bytes, dt.date], CheckResult]


def check_photo(data: bytes, today: dt.date) -> CheckResult:
    """Judge an ID photo."""
    del today  # no photo rule depends on the day yet
    facts = measure_photo(data)
    return CheckResult(findings=judge_photo(facts), facts=scalars_of(facts))


def check_signature(data: bytes, today: dt.date) -> CheckResult:
    """Judge a signature."""
    del today  # no signature rule depends on the day
    facts = measure_signature(data)
    return CheckResult(findings=judge_signature(facts), facts=scalars_of(facts))


def check_identity(data: bytes, today: dt.date) -> CheckResult:
    """Read and judge an identity proof."""
    facts = read_identity(data)
    return CheckResult(
        findings=judge_identity(facts, today), identity=facts.reading, facts=scalars_of(facts)
    )


def check_address(data: bytes, today: dt.date) -> CheckResult:
    """Read and judge an address proof."""
    facts = read_address(data)
    return CheckResult(
        findings=judge_address(facts, today), address=facts.reading, facts=scalars_of(facts)
    )


CHECKS: Mapping[StageName, tuple[Check, str]] = {
    StageName.PHOTO: (check_photo, PHOTO_RULES),
    StageName.SIGNATURE: (check_signature, SIGNATURE_RULES),
    StageName.IDENTITY: (check_identity, IDENTITY_RULES),
    StageName.ADDRESS: (check_address, ADDRESS_RULES),
}


def run_check(stage: StageName, data: bytes, today: dt.date) -> CheckResult:
    """Run the stage's check; a file that cannot be used is its one finding."""
    check, rule_set = CHECKS[stage]
    try:
        return check(data, today)
    except UnreadableFile as refusal:
        return refuse(refusal.code, rule_set)


def refuse(code: RefusalCode, rule_set: str) -> CheckResult:
    """The typed refusal of a file, as a finding."""
    finding = Finding(
        criterion="file",
        verdict=Verdict.FAIL,
        message=REFUSAL_MESSAGES[code],
        value=code.value,
        expected="image JPEG ou PNG, ou document PDF",
        rule_set=rule_set,
    )
    return CheckResult(findings=(finding,))


def scalars_of(facts: Any) -> dict[str, float | str | bool | None]:
    """The plain values of a facts object: what new rules can judge again later."""
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {
        name: value
        for name, value in values.items()
        if value is None or isinstance(value, bool | int | float | str)
    }
