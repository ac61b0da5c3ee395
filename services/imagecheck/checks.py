"""The checks of pieces, each from bytes to findings; run in a child process or the CLI."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from typing import Any

from services.imagecheck.address.facts import read_address
from services.imagecheck.address.rules import RULE_SET as ADDRESS_RULES
from services.imagecheck.address.rules import judge_address
from services.imagecheck.admission.door import refuse_dangerous
from services.imagecheck.attestation.facts import read_attestation
from services.imagecheck.attestation.misplaced import (
    MIN_FACE_SHARE,
    Words,
    name_misplaced,
    name_read_paper,
)
from services.imagecheck.attestation.papers import recognise
from services.imagecheck.attestation.rules import RULE_SET as ATTESTATION_RULES
from services.imagecheck.attestation.rules import WRONG, judge_attestation
from services.imagecheck.hosting.facts import read_hosting_file
from services.imagecheck.hosting.rules import RULE_SET as HOSTING_RULES
from services.imagecheck.hosting.rules import judge_hosting
from services.imagecheck.identity.facts import naming_back, read_identity
from services.imagecheck.identity.rules import RULE_SET as IDENTITY_RULES
from services.imagecheck.identity.rules import judge_identity
from services.imagecheck.photo.facts import measure_photo
from services.imagecheck.photo.rules import RULE_SET as PHOTO_RULES
from services.imagecheck.photo.rules import judge_photo
from services.imagecheck.signature.facts import measure_signature
from services.imagecheck.signature.rules import RULE_SET as SIGNATURE_RULES
from services.imagecheck.signature.rules import judge_signature
from services.imagecheck.twoddoc.facts import read_back_codes, read_file_codes, strongest
from services.imagecheck.twoddoc.identity import compare_identity, signed_fields
from services.imagecheck.twoddoc.rules import CodeFacts, judge_code
from shared.domain.files import REFUSAL_MESSAGES, RefusalCode, UnreadableBack, UnreadableFile
from shared.domain.findings import CheckResult, Finding, Verdict, overall
from shared.stages import StageName

Check = Callable[[bytes, dt.date], CheckResult]


def check_photo(data: bytes, today: dt.date) -> CheckResult:
    """Judge an ID photo."""
    del today  # no photo rule depends on the day yet
    facts = measure_photo(data)
    findings = judge_photo(facts)
    if (facts.face_height or 0.0) < MIN_FACE_SHARE:  # a good photo is never read
        findings = name_misplaced(findings, data, StageName.PHOTO)
    return CheckResult(findings=findings, facts=scalars_of(facts))


def check_signature(data: bytes, today: dt.date) -> CheckResult:
    """Judge a signature."""
    del today  # no signature rule depends on the day
    facts = measure_signature(data)
    findings = judge_signature(facts)
    if overall(findings) is Verdict.FAIL:  # a good signature is never read
        findings = name_misplaced(findings, data, StageName.SIGNATURE)
    return CheckResult(findings=findings, facts=scalars_of(facts))


def check_identity(
    slot: StageName, data: bytes, today: dt.date, back: bytes | None = None
) -> CheckResult:
    """Read and judge an identity proof, of one file or of a front and a back."""
    facts = read_identity(data, back)
    findings = judge_identity(facts, today)
    if facts.reading.mrz is None and facts.reading.birth_name is None:
        findings = name_misplaced(findings, data, slot)
    codes = (*read_file_codes(data), *(read_back_codes(data, back) if back else ()))
    reading, code = facts.reading, strongest(codes)
    if code is not None:
        code_facts = CodeFacts(code=code, compared=compare_identity(reading, code))
        findings = (*findings, *judge_code(code_facts, today, IDENTITY_RULES))
        sources = (*reading.sources, *signed_fields(code))
        reading = replace(reading, two_d_doc=code, sources=sources)
    return CheckResult(findings=findings, identity=reading, facts=scalars_of(facts))


def check_address(data: bytes, today: dt.date) -> CheckResult:
    """Read and judge an address proof."""
    facts = read_address(data)
    findings = judge_address(facts, today)
    if facts.reading.kind is None:
        words = Words(recognise(facts.lines), facts.characters)
        findings = name_read_paper(findings, words, data, StageName.ADDRESS)
    return CheckResult(findings=findings, address=facts.reading, facts=scalars_of(facts))


def check_hosting(data: bytes, today: dt.date) -> CheckResult:
    """Read and judge an attestation of somebody's home."""
    facts = read_hosting_file(data)
    findings = judge_hosting(facts, today)
    if facts.reading.kind is None:
        findings = name_misplaced(findings, data, StageName.HOSTING)
        wrong = tuple(found for found in findings if found.criterion == WRONG)
        findings = wrong or findings  # what stands on another paper says nothing here
    return CheckResult(findings=findings, hosting=facts.reading, facts=scalars_of(facts))


def check_attestation(slot: StageName, data: bytes, today: dt.date) -> CheckResult:
    """Read and judge one of the other papers."""
    del today  # none of them is too old by itself
    facts = read_attestation(data)
    return CheckResult(
        findings=judge_attestation(facts, slot), identity=facts.reading, facts=scalars_of(facts)
    )


#: The slots of identity proofs, which alone may come as two files.
IDENTITY_SLOTS = (
    StageName.IDENTITY,
    StageName.REPRESENTATIVE_IDENTITY,
    StageName.HOST_IDENTITY,
)

CHECKS: Mapping[StageName, tuple[Check, str]] = {
    StageName.PHOTO: (check_photo, PHOTO_RULES),
    StageName.SIGNATURE: (check_signature, SIGNATURE_RULES),
    **{slot: (partial(check_identity, slot), IDENTITY_RULES) for slot in IDENTITY_SLOTS},
    StageName.ADDRESS: (check_address, ADDRESS_RULES),
    StageName.HOSTING: (check_hosting, HOSTING_RULES),
    **{
        slot: (partial(check_attestation, slot), ATTESTATION_RULES)
        for slot in (StageName.JDC, StageName.ASSR, StageName.CEPC, StageName.AAC)
    },
}


def run_check(
    stage: StageName, data: bytes, today: dt.date, back: bytes | None = None
) -> CheckResult:
    """Run the stage's check; a file that cannot be used is its one finding."""
    check, rule_set = CHECKS[stage]
    try:
        refuse_dangerous(data)
        if back is None:
            return check(data, today)
        with naming_back():
            refuse_dangerous(back)
        return check_identity(stage, data, today, back)
    except UnreadableFile as refusal:
        return refuse(refusal.code, rule_set, back=isinstance(refusal, UnreadableBack))
    except MemoryError:  # the limit of the child: no honest document comes near it
        return refuse(RefusalCode.TOO_COMPLEX, rule_set)


def refuse(code: RefusalCode, rule_set: str, *, back: bool = False) -> CheckResult:
    """The typed refusal of a file, as a finding; of two files it says which."""
    finding = Finding(
        criterion="file",
        verdict=Verdict.FAIL,
        message=f"Verso : {REFUSAL_MESSAGES[code]}" if back else REFUSAL_MESSAGES[code],
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
