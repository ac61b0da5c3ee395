"""Pages read line by line: bounded work whatever the page, lost spaces, any side up."""

import datetime as dt

import cv2
import numpy as np
import pytest

from services.demo.specimens.bills import scanned
from services.demo.specimens.varied_bills import varied_bill
from services.imagecheck.address.facts import read_address
from services.imagecheck.address.line_layout import (
    MAX_PRINT,
    chosen_lines,
    read_print,
    spaced,
)
from services.imagecheck.address.page_layout import MAX_PARTS
from services.imagecheck.address.word_layout import page_of_words
from services.imagecheck.engines.moved import whole_sheet
from services.imagecheck.engines.rapidocr import ReadLine
from services.imagecheck.engines.tesseract import Word

NEWEST = dt.date(2026, 11, 20)


def a_quad(left, top, width, height):
    corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    return np.array(corners, dtype=np.float32)


class CountingReader:
    """Finds as many lines as it is told, reads nothing and counts what it was asked to read."""

    def __init__(self, quads):
        self.quads = quads
        self.read_lines = 0

    def find(self, picture):
        return self.quads

    def read(self, crops):
        self.read_lines += len(crops)
        return tuple(ReadLine(text="xq7 bR", confidence=0.97) for _ in crops)


def test_a_page_full_of_letters_costs_no_more_than_a_full_bill():
    quads = tuple(a_quad(20, 12 * row, 400, 10) for row in range(190))
    reader = CountingReader(quads)

    read = read_print(whole_sheet(np.full((2400, 1700), 255, np.uint8)), reader)

    assert 0 < reader.read_lines <= MAX_PRINT / 40
    assert not read.whole


def test_running_text_is_read_after_all_else():
    small = a_quad(0, 2000, 900, 10)
    title, town = a_quad(0, 10, 200, 20), a_quad(0, 2100, 150, 20)

    assert [line[0][1] for line in chosen_lines((small, title, town))] == [10, 2100, 2000]


def test_of_too_many_words_only_as_many_as_a_full_page_has_are_kept():
    words = [
        Word(
            text=f"w{index}",
            confidence=90,
            left=40 * (index % 60),
            top=30 * (index // 60),
            width=30,
            height=20,
            line=(1, 1, index // 60),
        )
        for index in range(6000)
    ]

    page = page_of_words(words)

    assert sum(len(line.text.split()) for line in page.segments) == MAX_PARTS
    assert max(line.top for line in page.segments) <= 30 * (MAX_PARTS // 60)


def test_print_that_was_read_twice_stands_once_as_the_surer_reading():
    place = {"left": 100, "top": 100, "width": 90, "height": 24, "line": (1, 1, 1)}
    words = [Word(text="R0UX", confidence=55, **place), Word(text="ROUX", confidence=94, **place)]

    assert [line.text for line in page_of_words(words).segments] == ["ROUX"]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("MMEYves HERNÁNDEZ", "MME Yves HERNÁNDEZ"),
        ("MMEN'DiayeMarie-Hélène", "MME N'Diaye Marie-Hélène"),
        ("MadameROUX", "Madame ROUX"),
        ("M.Hugo NGUYEN", "M. Hugo NGUYEN"),
        ("33000BORDEAUX", "33000 BORDEAUX"),
        ("12rue des Lilas", "12 rue des Lilas"),
        ("Facture n°894679538du07/08/26", "Facture n°894679538 du 07/08/26"),
        ("gaz natureldu 27/07/2026", "gaz naturel du 27/07/2026"),
        ("28 octobre2026", "28 octobre 2026"),
        ("MARTIN Zoé", "MARTIN Zoé"),
        ("M. McArthur Ian", "M. McArthur Ian"),
        ("3 bis avenue du 8 Mai 1945", "3 bis avenue du 8 Mai 1945"),
        ("1er mars 2026", "1er mars 2026"),
        ("TotalEnergies", "TotalEnergies"),
    ],
)
def test_spaces_that_the_recogniser_lost_are_put_back(read, meant):
    assert spaced(read) == meant


@pytest.mark.parametrize("quarters", [1, 2])
def test_a_bill_is_read_whichever_side_is_up(quarters):
    bill = varied_bill(5, NEWEST)
    page = cv2.imdecode(np.frombuffer(scanned(bill.pdf), np.uint8), cv2.IMREAD_GRAYSCALE)
    turned = cv2.imencode(".png", np.rot90(page, quarters))[1].tobytes()

    reading = read_address(turned).reading

    assert (reading.postcode, reading.issued_on) == (bill.postcode, bill.issued_on.isoformat())
