"""Pages of a proof: turned upright, sides put together, the second reader optional."""

import os

import cv2
import numpy as np
import pytest

from services.demo.specimens.fonts import OCR_B, FontMissing, font_path
from services.demo.specimens.identity_cards import identity_card, old_identity_card
from services.demo.specimens.persons import Examples
from services.imagecheck.engines.rapidocr import ReadLine, installed_reader
from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.identity.facts import read_pages
from services.imagecheck.identity.page_lines import turned_box, upright_sheet
from shared.domain.findings import Box


def has_ocr_b():
    """True when specimens can be drawn."""
    try:
        return bool(font_path(OCR_B))
    except FontMissing:
        return False


#: In CI nothing may be missing: these tests run, and fail.
IN_CI = bool(os.environ.get("CI"))
needs_fonts = pytest.mark.skipif(not has_ocr_b() and not IN_CI, reason="needs Debian's fonts-ocr-b")
needs_reader = pytest.mark.skipif(installed_reader() is None and not IN_CI, reason="needs RapidOCR")


def a_card(draw, holder):
    """A specimen as pixels."""
    return decode_picture(draw(holder)).pixels


class OneLineReader:
    """Finds the same line wherever it is asked, and reads it well only when upright."""

    def __init__(self, quad, upright):
        self.quad, self.upright = np.array(quad, dtype=np.float32), upright

    def find(self, picture):
        return (self.quad,)

    def read(self, crops):
        # the mark of an upright crop is its dark left end
        dark = [crop[:, : crop.shape[1] // 4].mean() < crop.mean() for crop in crops]
        return tuple(ReadLine(text="NOM", confidence=0.95 if found else 0.3) for found in dark)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_is_turned_until_its_print_reads(turns):
    page = np.full((960, 960, 3), 255, dtype=np.uint8)
    page[460:500, 200:400] = 0
    quad = np.array([[200, 460], [800, 460], [800, 500], [200, 500]], dtype=np.float32)
    for _ in range(turns):  # clockwise
        page = np.ascontiguousarray(np.rot90(page, -1))
        quad = np.stack([960 - quad[:, 1], quad[:, 0]], axis=1)
    reader = OneLineReader(quad, turns == 0)

    sheet = upright_sheet(page, reader, None)

    assert sheet.turns == turns
    assert sheet.quads[0][:, 0].min() == pytest.approx(200, abs=1)
    place = sheet.box_of(sheet.quads[0])
    assert place.left == pytest.approx(quad[:, 0].min() / 960, abs=0.01)
    assert place.top == pytest.approx(quad[:, 1].min() / 960, abs=0.01)


def test_four_quarter_turns_leave_a_place_where_it_was():
    edges = (0.125, 0.25, 0.5, 0.375)

    assert turned_box(edges, 4) == turned_box(edges, 0)
    assert turned_box(edges, 1) == Box(left=0.625, top=0.125, width=0.125, height=0.375)


@needs_fonts
@needs_reader
def test_both_faces_of_a_new_card_make_one_reading():
    holder = Examples().card()

    reading = read_pages(iter([a_card(identity_card, holder)]), installed_reader()).reading

    assert reading.mrz.verified
    assert reading.kind == "identity_card"
    assert reading.birth_place == "SAINT-ÉTIENNE"
    assert reading.issued_on == holder.issued_on.isoformat()
    assert reading.address[-1].startswith("69008 LYON")
    assert {source.source for source in reading.sources} == {"mrz", "visual_zone"}


@needs_fonts
@needs_reader
def test_faces_on_two_pages_make_one_reading_and_each_field_names_its_page():
    whole = a_card(old_identity_card, Examples().old_card())
    middle = whole.shape[0] // 2

    facts = read_pages(iter([whole[:middle], whole[middle:]]), installed_reader())

    pages = {source.name: source.evidence.page for source in facts.reading.sources}
    assert facts.reading.mrz.verified
    assert (pages["birth_place"], pages["address"], pages["expiry_date"]) == (1, 2, 2)
    assert facts.differing == frozenset()


@needs_fonts
@needs_reader
def test_the_front_alone_gives_its_print_and_no_zone():
    whole = a_card(identity_card, Examples().card())

    facts = read_pages(iter([whole[: whole.shape[0] // 2]]), installed_reader())

    assert facts.reading.mrz is None
    assert facts.reading.birth_name is not None
    assert facts.reading.kind == "identity_card"


@needs_fonts
def test_without_the_second_reader_the_zone_is_still_read_and_verified():
    facts = read_pages(iter([a_card(identity_card, Examples().card())]), None)

    assert facts.reading.mrz.verified
    assert facts.reading.birth_place is None


@needs_reader
def test_a_blank_page_is_not_read_at_all():
    page = np.full((600, 900, 3), 240, dtype=np.uint8)
    cv2.rectangle(page, (100, 100), (800, 500), (236, 236, 236), 3)

    facts = read_pages(iter([page]), installed_reader())

    assert (facts.reading.mrz, facts.reading.sources) == (None, ())
