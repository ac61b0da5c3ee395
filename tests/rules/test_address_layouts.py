"""Bills of many layouts: holder, date and place served are read wherever they stand."""

import datetime as dt

import pytest

from services.demo.specimens.bills import scanned
from services.demo.specimens.varied_bills import varied_bill
from services.demo.specimens.wear import WearKind, worn_by
from services.imagecheck.address.facts import read_address
from services.imagecheck.address.paper import find_corners, flattened
from services.imagecheck.address.person_names import name_words
from services.imagecheck.address.towns import folded
from services.imagecheck.engines.moved import whole_sheet
from services.imagecheck.engines.raster import decode_picture

NEWEST = dt.date(2026, 11, 20)


def read_right(bill, reading):
    return {
        "holder": name_words(reading.holder) == name_words(bill.holder),
        "date": reading.issued_on == bill.issued_on.isoformat(),
        "postcode": reading.postcode == bill.postcode,
        "town": folded(reading.town or "") == folded(bill.town),
        "kind": reading.kind == bill.kind,
    }


@pytest.mark.parametrize("seed", range(40))
def test_a_bill_with_its_text_is_read_whole(seed):
    bill = varied_bill(seed, NEWEST)

    facts = read_address(bill.pdf)

    assert all(read_right(bill, facts.reading).values()), read_right(bill, facts.reading)
    assert (facts.source, facts.place_listed) == ("text_layer", True)


@pytest.mark.parametrize(
    ("seed", "wear"),
    [
        (3, {WearKind.PERSPECTIVE: 0.3}),
        (1, {WearKind.SHADOW: 0.4}),
        (6, {WearKind.BLUR: 0.2, WearKind.JPEG: 0.3}),
    ],
)
def test_a_photographed_bill_is_read_whole(seed, wear):
    bill = varied_bill(seed, NEWEST)

    facts = read_address(worn_by(scanned(bill.pdf), wear, seed=seed))

    assert all(read_right(bill, facts.reading).values()), read_right(bill, facts.reading)
    assert facts.source == "ocr"


def test_the_same_seed_draws_the_same_bill():
    assert varied_bill(7, NEWEST) == varied_bill(7, NEWEST)


def grey_of(data):
    return decode_picture(data).pixels[:, :, 1].copy()


def test_the_corners_of_a_tilted_sheet_are_found_and_a_shadow_has_none():
    page = scanned(varied_bill(3, NEWEST).pdf)
    tilted = grey_of(worn_by(page, {WearKind.PERSPECTIVE: 0.4}, seed=3))
    shaded = grey_of(worn_by(page, {WearKind.SHADOW: 0.5}, seed=3))

    corners = find_corners(tilted)

    assert corners is not None
    assert corners[0][0] < corners[1][0]
    assert find_corners(grey_of(page)) is None
    assert find_corners(shaded) is None


def test_an_evened_page_is_white_under_a_shadow():
    page = scanned(varied_bill(3, NEWEST).pdf)
    shaded = grey_of(worn_by(page, {WearKind.SHADOW: 0.8}, seed=3))

    flat = flattened(whole_sheet(shaded)).pixels

    assert shaded[40:80].min() < 140
    assert flat[40:80].mean() > 240
