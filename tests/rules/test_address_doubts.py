"""A reading in doubt says so: unlike readers that differ, lines hardly read, dates that decide."""

import datetime as dt

import numpy as np
import pytest

from services.demo.specimens.bills import scanned
from services.demo.specimens.varied_bills import varied_bill
from services.imagecheck.address import messages
from services.imagecheck.address.doubts import deciding_lines, doubtful_fields
from services.imagecheck.address.facts import facts_of_page, read_address
from services.imagecheck.address.measured import AddressFacts
from services.imagecheck.address.page_layout import Page, Segment
from services.imagecheck.address.pages import read_pages
from services.imagecheck.address.rules import judge_address
from services.imagecheck.address.second_look import look_again
from shared.domain.findings import AddressReading, Verdict

TODAY = dt.date(2026, 11, 20)
READING = AddressReading(
    holder="Camille Roux",
    issued_on="2026-03-02",
    postcode="69008",
    town="Lyon",
    kind="electricity",
)


def a_line(text, top, confidence):
    return Segment(text=text, left=0, top=top, right=200, bottom=top + 20, confidence=confidence)


def a_page(*confidences, scanned=True):
    texts = ("Mme Camille ROUX", "Facture du 2 mars 2026", "69008 LYON")
    lines = tuple(
        a_line(text, 40 * row, sure)
        for row, (text, sure) in enumerate(zip(texts, confidences, strict=True))
    )
    return Page(segments=lines, width=200, height=200, scanned=scanned)


@pytest.mark.parametrize(
    ("confidences", "agreed", "doubtful"),
    [
        pytest.param((0.99, 0.99, 0.99), {}, (), id="sure alone"),
        pytest.param((0.8, 0.99, 0.99), {}, ("holder",), id="unsure alone"),
        pytest.param((0.8, 0.8, 0.99), {"holder": True, "issue_date": True}, (), id="agreed"),
        pytest.param((0.99, 0.99, 0.99), {"holder": False}, ("holder",), id="contradicted"),
        pytest.param((0.6, 0.99, 0.99), {"holder": True}, ("holder",), id="hardly read"),
        pytest.param((0.99, 0.99, 0.7), {}, ("postcode_town",), id="place unsure"),
    ],
)
def test_a_field_is_in_doubt_unless_its_line_is_sure_or_both_readers_agree(
    confidences, agreed, doubtful
):
    lines = deciding_lines(a_page(*confidences), READING)

    assert doubtful_fields(lines, agreed) == doubtful


def test_the_surest_line_that_says_a_field_decides():
    page = a_page(0.7, 0.99, 0.99)
    again = a_line("Titulaire : CAMILLE ROUX", 160, 0.98)
    page = Page(segments=(*page.segments, again), width=200, height=200, scanned=True)

    assert deciding_lines(page, READING)["holder"] == (again,)


def test_a_text_layer_is_never_in_doubt():
    assert look_again(a_page(0.1, 0.1, 0.1, scanned=False), READING, None).doubtful == ()


def facts(**changes):
    values = {"reading": READING, "source": "ocr", "characters": 800, "confidence": 97.0}
    return AddressFacts(**{**values, "place_listed": True, **changes})


def finding(found, criterion):
    return next(one for one in judge_address(found, TODAY) if one.criterion == criterion)


@pytest.mark.parametrize("criterion", ["holder", "issue_date", "postcode_town"])
def test_a_doubtful_field_goes_to_an_agent_and_never_passes(criterion):
    doubtful = finding(facts(doubtful=(criterion,)), criterion)

    assert finding(facts(), criterion).verdict is Verdict.PASS
    assert doubtful.verdict is Verdict.WARN
    assert doubtful.message == messages.FIELD_DOUBTS[criterion]


def test_an_old_date_in_doubt_refuses_nobody():
    assert finding(facts(), "age").verdict is Verdict.FAIL
    assert finding(facts(doubtful=("issue_date",)), "age").verdict is Verdict.WARN


def test_what_the_second_reader_does_not_see_is_in_doubt():
    data = scanned(varied_bill(3, TODAY).pdf)
    read = next(iter(read_pages(data)))
    reading = facts_of_page(read.page, number=1, source=read.source, back=read.back).reading

    look = look_again(read.page, reading, np.full_like(read.sheet.pixels, 255))

    assert look_again(read.page, reading, read.sheet.pixels).doubtful == ()
    assert {"holder", "issue_date"} <= set(look.doubtful)


def test_a_ligature_that_one_reader_lacks_comes_from_the_other():
    """Its recogniser reads « LECŒUR » as LECEUR; of 21003 among the drawn bills."""
    bill = varied_bill(21_003, TODAY)

    reading = read_address(scanned(bill.pdf)).reading

    assert bill.holder == "Maëlle Martin-Lecœur"
    assert reading.holder == "MARTIN-LECŒUR Maëlle"
