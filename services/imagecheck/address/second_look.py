"""The lines that decide, read once more by the unlike reader: where both differ there is a doubt.

No confidence tells a wrong name from a right one: wrong ones had up to 0.98. Tesseract, given the
line alone, agreed with 38 of 38 right names and with neither of two wrong ones.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.imagecheck.address.doubts import (
    deciding_lines,
    doubtful_fields,
    has_date,
    has_name,
)
from services.imagecheck.address.page_layout import Page, Segment
from services.imagecheck.address.person_names import name_words
from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.tesseract import TEXT_LINE, read_words
from shared.domain.findings import AddressReading

#: Share of a line's height that is cut out around it. [D]
AROUND = 0.2

#: White pixels around the line, without which its first letter is lost (Tesseract's documentation
#: on image quality). Enlarged or sharpened, 5 of 20 right lines of phone pictures were misread.
BORDER = 20

#: A ligature, which the recogniser of lines takes for E or CE, and Tesseract reads as it is.
_LIGATURE = re.compile(r"[OA]E")
_TAKEN_FOR = re.compile(r"[OAC]+E")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the second look found."""

    #: As the first reader has it, with the ligatures of the second.
    holder: str | None
    #: Criteria that are in doubt.
    doubtful: tuple[str, ...] = ()


def look_again(page: Page, reading: AddressReading, picture: Pixels | None) -> Look:
    """The doubts on what was read of a scanned page; by confidence alone without its picture."""
    if not page.scanned:
        return Look(holder=reading.holder)
    lines = deciding_lines(page, reading)
    asked = (*lines["holder"], *lines["issue_date"])
    if picture is None or not asked:
        return Look(holder=reading.holder, doubtful=doubtful_fields(lines, {}))
    again = _read_again(picture, asked)
    holder = _spelled(reading.holder or "", again)
    agreed = {
        "holder": all(has_name(name, " ".join(again)) for name in holder.split(" et ")),
        "issue_date": any(has_date(reading.issued_on, text) for text in again),
    }
    return Look(holder=holder or None, doubtful=doubtful_fields(lines, agreed))


def _spelled(holder: str, again: Sequence[str]) -> str:
    """The name with the words of the second reader that differ by a ligature only."""
    found = {_without_ligatures(word): word for text in again for word in text.split()}
    return " ".join(_better(word, found.get(_without_ligatures(word))) for word in holder.split())


def _better(word: str, other: str | None) -> str:
    """The other reader's word where it has the ligature that this one lacks."""
    if other is None or name_words(other) == name_words(word):
        return word
    return other if _LIGATURE.search(" ".join(name_words(other))) else word


def _without_ligatures(word: str) -> str:
    return _TAKEN_FOR.sub("E", " ".join(sorted(name_words(word))))


def _read_again(picture: Pixels, lines: Sequence[Segment]) -> tuple[str, ...]:
    crops = [_crop(picture, line) for line in lines]
    return tuple(" ".join(word.text for word in words) for words in read_words(crops, TEXT_LINE))


def _crop(picture: Pixels, line: Segment) -> Pixels:
    height, width = picture.shape[:2]
    margin = AROUND * line.height
    top, left = max(0, round(line.top - margin)), max(0, round(line.left - margin))
    bottom, right = min(height, round(line.bottom + margin)), min(width, round(line.right + margin))
    crop = picture[top : max(top + 1, bottom), left : max(left + 1, right)]
    return np.pad(crop, BORDER, constant_values=255)
