"""Words that Tesseract read as a page: its blocks are not trusted, rows are made from places."""

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.imagecheck.address.page_layout import MAX_PARTS, Page, Segment, joined_page
from services.imagecheck.engines.tesseract import Word

#: Confidence under which a word of the OCR is noise of the background.
MIN_CONFIDENCE = 25.0

#: Specks and rules that the OCR takes for signs.
_DIRT = re.compile(r"[|_~.,;'`‘’“”*°\\!—]+")

#: An apostrophe inside a word.
_ELIDED = re.compile(r"\w['’]\w{2}")

#: Side in pixels of the squares by which words are looked up: words that share no square do not
#: cover each other, so that a full page takes no longer for being full.
CELL = 128


def page_of_words(words: Iterable[Word]) -> Page:
    """A page from OCR; of print that was read twice the surer reading counts."""
    kept: list[Word] = []
    cells: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in _surest(words):
        around = list(_cells(word))
        if not any(_covers(other, word) for cell in around for other in cells[cell]):
            kept.append(word)
            for cell in around:
                cells[cell].append(word)
    return replace(joined_page(map(_segment, kept), overlap=" "), scanned=True)


def _surest(words: Iterable[Word]) -> list[Word]:
    """The words that are print, surest first; of too many those that stand highest."""
    highest = heapq.nsmallest(MAX_PARTS, filter(_is_print, words), key=lambda word: word.top)
    return sorted(highest, key=lambda word: -word.confidence)


def _cells(word: Word) -> Iterator[tuple[int, int]]:
    for row in range(word.top // CELL, (word.top + word.height) // CELL + 1):
        for column in range(word.left // CELL, (word.left + word.width) // CELL + 1):
            yield row, column


def _segment(word: Word) -> Segment:
    return Segment(
        text=word.text,
        left=word.left,
        top=word.top,
        right=word.left + word.width,
        bottom=word.top + word.height,
        confidence=word.confidence / 100,
    )


def _is_print(word: Word) -> bool:
    """Tesseract doubts every word with an apostrophe; what it doubts else is dirt."""
    sure = word.confidence >= MIN_CONFIDENCE or _ELIDED.search(word.text) is not None
    return sure and not _DIRT.fullmatch(word.text)


def _covers(other: Word, word: Word) -> bool:
    """True where a surer word stands on most of the place: the same print read twice."""
    right = min(other.left + other.width, word.left + word.width)
    bottom = min(other.top + other.height, word.top + word.height)
    width, height = right - max(other.left, word.left), bottom - max(other.top, word.top)
    return min(width, height) > 0 and width * height > 0.5 * word.width * word.height
