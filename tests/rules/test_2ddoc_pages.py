"""2D-Doc codes on pictures and pages: found at each size, compared with the print around them."""

import dataclasses
import datetime as dt
import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from services.check_report import row_of
from services.demo.specimens.bills import scanned
from services.demo.specimens.two_d_doc import (
    code_picture,
    signed,
    specimen_signer,
    unsigned_code,
)
from services.demo.specimens.varied_bills import varied_bill
from services.imagecheck.address.facts import read_address, with_code
from services.imagecheck.address.measured import AddressFacts
from services.imagecheck.address.rules import judge_address
from services.imagecheck.engines.datamatrix import read_symbols
from services.imagecheck.twoddoc.certificates import trust_store
from services.imagecheck.twoddoc.facts import read_2ddoc, read_code
from shared.domain.findings import AddressReading, CheckResult, IdentityReading, Verdict
from shared.web.disclosure import for_filers

TODAY = dt.date(2026, 11, 23)
DAY = dt.date(2026, 10, 1)
FIELDS = {"10": "MME/MARTIN/CAMILLE", "22": "12 RUE DES LILAS", "24": "69003", "25": "LYON"}


@pytest.fixture(scope="module")
def signer():
    return specimen_signer((dt.date(2025, 1, 1), dt.date(2026, 11, 1)))


@pytest.fixture(scope="module")
def trust(signer):
    return trust_store(signer.files, {"XX01": hashlib.sha256(signer.files[0]).hexdigest()})


def a_page(code, *, turn=0):
    """White paper with the code in its lower right part."""
    page = np.full((1200, 900), 255, np.uint8)
    height, width = code.shape
    page[700 : 700 + height, 500 : 500 + width] = code
    return np.ascontiguousarray(np.rot90(page, turn))


@pytest.mark.parametrize("module", [2, 3, 4, 8])
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_code_is_found_at_any_size_whichever_side_is_up(signer, module, turn):
    content = signed(unsigned_code(FIELDS, document_type="01", day=DAY), signer)

    (symbol,) = read_symbols(a_page(code_picture(content, module=module), turn=turn))

    assert symbol.content == content
    assert 0 < symbol.box.left < 1
    assert 0 < symbol.box.height < 0.6


def test_a_large_soft_code_is_found_on_the_reduced_picture(signer):
    content = signed(unsigned_code(FIELDS, document_type="01", day=DAY), signer)
    soft = cv2.GaussianBlur(code_picture(content, module=12), (0, 0), 5)

    assert [symbol.content for symbol in read_symbols(soft)] == [content]


def test_two_codes_of_a_page_are_both_read_in_its_order(signer):
    contents = [
        signed(unsigned_code(FIELDS | {"24": code}, document_type="01", day=DAY), signer)
        for code in ("69001", "69002")
    ]
    pictures = [code_picture(content) for content in contents]

    codes = read_2ddoc(np.vstack([a_page(pictures[0]), a_page(pictures[1])]), page=3)

    assert [code.fields["24"] for code in codes] == ["69001", "69002"]
    assert {code.page for code in codes} == {3}


def test_a_page_without_a_code_and_another_data_matrix_give_none():
    assert read_2ddoc(np.full((800, 600), 255, np.uint8)) == ()
    assert read_2ddoc(a_page(code_picture(b"EEEEEEEE placeholder, no 2D-Doc"))) == ()


def some_facts(**changes):
    reading = AddressReading(
        holder="Camille MARTIN",
        issued_on="2026-10-01",
        postcode="69003",
        town="Lyon",
        kind="electricity",
    )
    return AddressFacts(
        reading=dataclasses.replace(reading, **changes),
        source="ocr",
        characters=900,
        confidence=92.0,
        place_listed=True,
    )


def findings_of(facts):
    return {finding.criterion: finding for finding in judge_address(facts, TODAY)}


def test_a_verified_code_gives_the_reading_and_two_facts(signer, trust):
    content = signed(unsigned_code(FIELDS, document_type="01", day=DAY), signer)

    facts = with_code(some_facts(holder=None, town="LY0N"), read_code(content, trust))

    assert (facts.reading.holder, facts.reading.town) == ("CAMILLE MARTIN", "LYON")
    assert facts.place_listed is True
    findings = findings_of(facts)
    assert findings["two_d_doc"].verdict is Verdict.PASS
    assert findings["two_d_doc"].value == "01"
    assert findings["two_d_doc_signature"].verdict is Verdict.PASS
    # in force on the day of signing, past today: both are said
    assert "a expiré depuis" in findings["two_d_doc_signature"].message
    assert facts.differences == ("town",)
    assert findings["two_d_doc_print"].verdict is Verdict.WARN


def test_an_altered_page_around_a_true_code_is_found_out(signer, trust):
    content = signed(unsigned_code(FIELDS, document_type="01", day=DAY), signer)

    facts = with_code(
        some_facts(holder="Paul DURAND", issued_on="2026-11-01"), read_code(content, trust)
    )

    assert facts.reading.holder == "CAMILLE MARTIN"
    assert findings_of(facts)["two_d_doc_print"].value == "titulaire, date"


@pytest.mark.parametrize(
    ("change", "signature", "verdict"),
    [
        (lambda content: content.replace(b"LYON", b"NYON"), "invalid", Verdict.WARN),
        (lambda content: content.split(b"\x1f")[0], "unsigned", Verdict.WARN),
        (
            lambda content: content.replace(b"XX01", b"XX02"),
            "unknown_issuer",
            Verdict.NOT_EVALUATED,
        ),
    ],
)
def test_a_code_that_nobody_vouches_for_changes_no_reading(
    signer, trust, change, signature, verdict
):
    content = change(signed(unsigned_code(FIELDS, document_type="01", day=DAY), signer))

    facts = with_code(some_facts(holder="Paul DURAND"), read_code(content, trust))

    assert facts.reading.holder == "Paul DURAND"
    assert facts.reading.two_d_doc.signature == signature
    findings = findings_of(facts)
    assert findings["two_d_doc"].verdict is Verdict.PASS
    assert findings["two_d_doc_signature"].verdict is verdict
    assert "holder" in facts.differences


def test_a_code_of_another_kind_is_read_but_compared_with_nothing(signer, trust):
    content = signed(unsigned_code({"62": "MARTIN"}, document_type="07", day=DAY), signer)

    findings = findings_of(with_code(some_facts(), read_code(content, trust)))

    assert findings["two_d_doc_signature"].verdict is Verdict.PASS
    assert findings["two_d_doc_print"].verdict is Verdict.NOT_EVALUATED


def test_doubts_on_a_code_stay_with_the_agents(signer, trust):
    content = signed(unsigned_code(FIELDS, document_type="01", day=DAY), signer)
    facts = with_code(some_facts(holder="Paul DURAND"), read_code(content[:-1] + b"_", trust))

    shown = {finding.criterion for finding in for_filers(judge_address(facts, TODAY))}

    assert "two_d_doc" in shown
    assert not {"two_d_doc_signature", "two_d_doc_print"} & shown


def test_the_code_of_a_bill_is_read_from_its_pdf_and_from_its_scan(signer):
    bill = varied_bill(2, TODAY, signer)

    for data in (bill.pdf, scanned(bill.pdf)):
        facts = read_address(data)

        assert facts.reading.two_d_doc.signature == "unknown_issuer"
        assert facts.reading.two_d_doc.fields["24"] == bill.postcode
        assert set(facts.compared) == {"holder", "issued_on", "postcode", "town"}
        assert facts.differences == ()


def test_a_code_out_of_focus_is_read_once_it_is_sharpened():
    """The same letters each time: of codes that differ, some are lost at this softness."""
    text = unsigned_code(FIELDS, document_type="01", day=DAY)
    content = f"{text}\x1f{('GUICHET' * 15)[:103]}".encode()
    soft = cv2.GaussianBlur(a_page(code_picture(content)), (0, 0), 2.2)

    assert [symbol.content for symbol in read_symbols(soft)] == [content]


def test_programs_get_the_code_beside_the_reading_of_both_kinds_of_proof(signer, trust):
    content = signed(unsigned_code(FIELDS, document_type="01", day=DAY), signer)
    code = read_code(content, trust)
    address = CheckResult(findings=(), address=AddressReading(two_d_doc=code))
    identity = CheckResult(findings=(), identity=IdentityReading(two_d_doc=code))

    for result in (address, identity):
        row = row_of(Path("proof.pdf"), result)["reading"]["two_d_doc"]

        assert (row["payload"], row["signature"]) == (content.decode(), "valid")
        assert (row["document_type"], row["fields"]["24"]) == ("01", "69003")
