"""2D-Doc codes at the edge of what is checked: binary mode, certificates run out or withdrawn."""

import datetime as dt
import hashlib

import pytest

from services.demo.specimens.two_d_doc import signed, specimen_signer, unsigned_code
from services.imagecheck.twoddoc.certificates import TrustStore, trust_store
from services.imagecheck.twoddoc.facts import read_code, strongest
from services.imagecheck.twoddoc.rules import CodeFacts, judge_code
from shared.domain.findings import TwoDDoc, Verdict, overall

DAY = dt.date(2026, 10, 1)
NOBODY = TrustStore(signers={})


@pytest.fixture(scope="module")
def signer():
    return specimen_signer((dt.date(2025, 1, 1), dt.date(2028, 1, 1)))


def trusting(signer):
    """A store that pins the authority of one signer."""
    return trust_store(signer.files, {"XX01": hashlib.sha256(signer.files[0]).hexdigest()})


def a_code(signer):
    return signed(unsigned_code({"24": "69003"}, document_type="01", day=DAY), signer)


def test_a_code_in_binary_mode_is_named_and_never_believed():
    """Its header begins DC 04 (tddoc, header.py): neither its fields nor its signature are read."""
    header = b"\xdc\x04" + bytes(range(17))

    code = read_code(header + bytes(80), NOBODY)

    assert code.signature == "not_read"
    assert (code.document_type, code.fields) == (None, {})
    assert read_code(b"\xdc\x04short", NOBODY) is None
    assert strongest([code, TwoDDoc(payload="a", signature="unsigned")]).signature == "unsigned"


def test_a_code_signed_after_its_certificate_ran_out_is_said_to_be_so():
    old = specimen_signer((dt.date(2020, 1, 1), dt.date(2022, 1, 1)))
    code = read_code(a_code(old), trusting(old))

    signature = findings_on(code)["two_d_doc_signature"]

    assert code.signature == "invalid"
    assert signature.verdict is Verdict.WARN
    assert "n’était plus en vigueur" in signature.message


def test_revocation_is_said_not_to_be_evaluated_and_weighs_nothing(signer):
    found = findings_on(read_code(a_code(signer), trusting(signer)))

    revocation = found["two_d_doc_revocation"]

    assert (revocation.verdict, revocation.advisory) == (Verdict.NOT_EVALUATED, True)
    assert found["two_d_doc_signature"].verdict is Verdict.PASS
    assert overall(found.values()) is Verdict.PASS
    assert "two_d_doc_revocation" not in findings_on(TwoDDoc(payload="a", signature="invalid"))


def findings_on(code):
    facts = CodeFacts(code=code, compared={"holder": True})
    return {one.criterion: one for one in judge_code(facts, DAY, "address-2026.11")}
