"""Each value of an address proof keeps the place where an agent finds it on the copy."""

import datetime as dt
import io

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from services.demo.specimens.bills import scanned
from services.demo.specimens.varied_bills import varied_bill
from services.demo.specimens.wear import WearKind, worn_by
from services.imagecheck.address.facts import read_address
from services.imagecheck.address.rules import judge_address
from services.imagecheck.engines.moved import box_on_page, whole_sheet
from services.imagecheck.engines.pdf import render_page
from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.engines.tesseract import PAGE, read_words

NEWEST = dt.date(2026, 11, 20)
BILL = varied_bill(3, NEWEST)


def turned_pdf(data):
    """The same pages, shown a quarter turn further."""
    document, written = pdfium.PdfDocument(data), io.BytesIO()
    for page in document:
        page.set_rotation(90)
    document.save(written)
    return written.getvalue()


def turned_picture(data, degrees):
    written = io.BytesIO()
    Image.open(io.BytesIO(data)).rotate(degrees, expand=True).save(written, "PNG")
    return written.getvalue()


def print_in(pixels, box, quarters=0):
    """What the other reader finds inside the box and a little around it."""
    height, width = pixels.shape[:2]
    top, left = int((box.top - 0.004) * height), int((box.left - 0.004) * width)
    bottom = round((box.top + box.height + 0.004) * height)
    right = round((box.left + box.width + 0.004) * width)
    crop = pixels[max(0, top) : bottom, max(0, left) : right]
    grey = np.rot90(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), quarters)
    padded = np.pad(grey, 40, constant_values=255)
    return " ".join(word.text for word in read_words([np.ascontiguousarray(padded)], PAGE)[0])


def tells(text, facts):
    """Whether the print is the address, and nothing else of the page."""
    return facts.reading.postcode in text and len(text) < 120


def test_the_address_of_a_text_layer_lies_where_the_copy_shows_it():
    facts = read_address(BILL.pdf)
    box = facts.places["postcode_town"].box

    assert facts.source == "text_layer"
    assert tells(print_in(render_page(BILL.pdf, 0).pixels, box), facts)


def test_the_address_of_a_scan_laid_sideways_lies_where_it_was_laid():
    data = turned_picture(scanned(BILL.pdf), 90)
    facts = read_address(data)
    box = facts.places["postcode_town"].box

    assert facts.source == "ocr"
    assert tells(print_in(decode_picture(data).pixels, box, quarters=3), facts)


def test_the_address_of_a_tilted_photo_lies_on_the_photo_and_not_on_the_cut_out_page():
    data = worn_by(scanned(BILL.pdf), {WearKind.PERSPECTIVE: 0.4}, seed=3)
    facts = read_address(data)

    assert tells(print_in(decode_picture(data).pixels, facts.places["postcode_town"].box), facts)


def test_a_page_that_says_it_is_turned_leads_its_print_along():
    data = turned_pdf(BILL.pdf)
    facts = read_address(data)
    found = print_in(render_page(data, 0).pixels, facts.places["postcode_town"].box, quarters=1)
    assert tells(found, facts)


def test_each_finding_points_at_its_own_line():
    facts = read_address(BILL.pdf)
    boxes = {
        finding.criterion: finding.evidence.box
        for finding in judge_address(facts, NEWEST)
        if finding.evidence and finding.evidence.box
    }

    assert set(boxes) >= {"holder", "issue_date", "age", "postcode_town"}
    assert boxes["age"] == boxes["issue_date"]
    assert len({boxes["holder"], boxes["issue_date"], boxes["postcode_town"]}) == 3
    # the page as a whole says what paper this is
    assert "proof_kind" not in boxes


@pytest.mark.parametrize("quarters", range(4))
def test_a_turned_sheet_leads_back_to_the_same_place(quarters):
    pixels = np.zeros((300, 200), np.uint8)
    pixels[30:60, 20:100] = 255
    sheet = whole_sheet(pixels).turned(quarters)
    rows, columns = np.nonzero(sheet.pixels)
    edges = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    box = box_on_page([tuple(map(float, edges))], sheet.back)

    assert (box.left, box.top, box.width, box.height) == pytest.approx((0.1, 0.1, 0.4, 0.1))


def test_no_part_has_no_box_and_what_stands_over_the_edge_ends_there():
    assert box_on_page([], np.eye(3)) is None
    assert box_on_page([(0.5, 0.5, 1.5, 0.6)], np.eye(3)).width == pytest.approx(0.5)
