"""From pixels to fields: a zone drawn in OCR-B is found, read, and confirmed."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from services.imagecheck.identity.facts import read_identity

OCR_B = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")

PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
OLD_CARD = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4")

pytestmark = pytest.mark.skipif(
    not OCR_B.exists() and not os.environ.get("CI"), reason="needs Debian's fonts-ocr-b"
)


def a_scan(lines, *, turn=0, size=30):
    """A page with the lines at its foot, as a PNG, turned by so many degrees."""
    font = ImageFont.truetype(str(OCR_B), size)
    page = Image.new("L", (round(font.getlength("0") * 50), size * 20), 244)
    pen = ImageDraw.Draw(page)
    for index, line in enumerate(lines):
        pen.text((size * 2, size * (15 + 1.9 * index)), line, font=font, fill=30)
    buffer = io.BytesIO()
    page.rotate(turn, expand=True, fillcolor=244).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 4])
def test_a_passport_is_read_and_verified_whichever_side_is_up(turn):
    facts = read_identity(a_scan(PASSPORT, turn=turn))

    assert facts.reading.mrz.lines == PASSPORT
    assert facts.reading.mrz.verified
    assert facts.reading.given_names == ("ANNA", "MARIA")
    assert (facts.state, facts.document_code, facts.failed_checks) == ("UTO", "P<", ())


def test_a_french_card_of_before_2021_is_read_by_its_own_layout():
    facts = read_identity(a_scan(OLD_CARD))

    assert facts.reading.mrz.format == "old_cni"
    assert facts.reading.mrz.verified
    assert (facts.reading.birth_name, facts.reading.birth_date) == ("BERTHIER", "1965-12-06")


def test_the_place_of_the_zone_is_told():
    box = read_identity(a_scan(PASSPORT)).evidence.box

    assert box.top > 0.6
    assert box.width > 0.7


def test_a_passport_whose_digits_are_wrong_is_read_but_not_verified():
    forged = (PASSPORT[0], PASSPORT[1].replace("740812", "750812"))

    facts = read_identity(a_scan(forged))

    assert facts.reading.mrz.lines == forged
    assert set(facts.failed_checks) == {"birth_date", "overall"}
    assert not facts.reading.mrz.verified


def test_a_page_without_a_zone_gives_none():
    page = np.full((600, 900, 3), 250, dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, "PNG")

    facts = read_identity(buffer.getvalue())

    assert facts.reading.mrz is None
    assert facts.quality.contrast < 5
