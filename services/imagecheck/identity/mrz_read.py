"""Find the machine-readable zone of a page, read it, read it again with an unlike reader."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from services.imagecheck.engines.line_reader import LineReader
from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.tesseract import MRZ_LINE, PLAIN_LINE, Mode, read_words
from services.imagecheck.identity.mrz_alphabet import in_alphabet
from services.imagecheck.identity.mrz_checks import Fitted
from services.imagecheck.identity.mrz_crops import block_box, cut_lines, second_view, third_view
from services.imagecheck.identity.mrz_locate import Block, find_blocks
from services.imagecheck.identity.mrz_match import Match, match_block, rank
from services.imagecheck.identity.mrz_views import (
    Reader,
    View,
    Views,
    best_match,
    is_verified,
    name_line,
    readers_differ,
    seen_twice,
)
from shared.domain.findings import Box

#: Blocks read in the first call: the zone is nearly always the longest print of a document.
LIKELY_BLOCKS = 2

#: What a zone that was misread at first sight still shows: fillers, in a line of some length.
TRACE, TRACE_LENGTH = "<<", 24


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzReading:
    """A zone, and how far it can be trusted."""

    fitted: Fitted
    #: True when the digits hold and an unlike reading confirms the text that none covers.
    verified: bool
    box: Box
    #: Degrees by which the print is turned, clockwise.
    angle: float = 0.0
    #: True when the digits hold and two views give the whole text alike.
    seen_twice: bool = False
    #: True when the second reader saw other names.
    names_doubtful: bool = False
    #: The line of the names as each view gives it.
    name_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """A block as cut and read at first."""

    block: Block
    turned: bool
    crops: tuple[Pixels, ...]
    texts: tuple[str, ...]
    match: Match | None


def read_mrz(grey: Pixels, reader: LineReader | None = None) -> MrzReading | None:
    """The zone of a page, whichever side is up; None when there is none to be read.

    With a second reader only the likeliest places are tried here: it finds the others itself.
    """
    blocks = find_blocks(grey)
    shares = [blocks[:LIKELY_BLOCKS], blocks[LIKELY_BLOCKS:]]
    for turned, some in itertools.product((False, True), shares[:1] if reader else shares):
        reading = read_blocks(grey, some, reader, turned=turned)
        if reading is not None:
            return reading
    return None


def read_blocks(
    grey: Pixels, blocks: Sequence[Block], reader: LineReader | None, *, turned: bool = False
) -> MrzReading | None:
    """The zone among these blocks; `turned` for a page on its head."""
    for sight in _promising(_first_sight(grey, blocks, turned=turned)):
        reading = _second_sight(grey, sight, reader)
        if reading is not None:
            return reading
    return None


def _promising(sights: list[_Sight]) -> list[_Sight]:
    """The best block that fits a layout; without any, those that look like a misread zone."""
    matched = [sight for sight in sights if sight.match is not None]
    if matched:
        return [min(matched, key=_rank)]
    return [sight for sight in sights if any(has_trace(text) for text in sight.texts)]


def has_trace(text: str) -> bool:
    """True when a line of text may be one of a zone."""
    return TRACE in text and len(text) >= TRACE_LENGTH


def _rank(sight: _Sight) -> tuple[float, int, bool, int]:
    assert sight.match is not None  # only matched ones are ranked
    return rank(sight.match.fitted)


def _first_sight(grey: Pixels, blocks: Sequence[Block], *, turned: bool) -> list[_Sight]:
    """Every block in one call of the reader."""
    cuts = [cut_lines(grey, block, turned=turned) for block in blocks]
    texts = iter(_texts([crop for crops in cuts for crop in crops], MRZ_LINE))
    sights = []
    for block, crops in zip(blocks, cuts, strict=True):
        read = tuple(itertools.islice(texts, len(crops)))
        match = match_block(read)
        sights.append(_Sight(block=block, turned=turned, crops=crops, texts=read, match=match))
    return sights


def _second_sight(grey: Pixels, sight: _Sight, reader: LineReader | None) -> MrzReading | None:
    """Read the block in other views until unlike readers agree; take the best mixture of lines."""
    views = [View(reader=Reader.MRZ_MODEL, texts=sight.texts)]
    views.append(_other_view(sight.crops, reader))
    best = best_match(views)
    for change in (second_view, third_view):
        if best is not None and is_verified(best, views):
            break
        crops = [change(crop) for crop in sight.crops]
        views.append(View(reader=Reader.MRZ_MODEL, texts=tuple(_texts(crops, MRZ_LINE))))
        if reader is not None:
            views.append(_other_view(crops, reader))
        best = best_match(views)
    return _reading(grey, sight, best, views) if best is not None else None


def _other_view(crops: Sequence[Pixels], reader: LineReader | None) -> View:
    """What an unlike reader sees; ordinary print's own model where there is no other."""
    if reader is None:
        return View(reader=Reader.PLAIN_MODEL, texts=tuple(_texts(crops, PLAIN_LINE)))
    texts = tuple(in_alphabet(line.text) for line in reader.read(crops))
    return View(reader=Reader.SECOND, texts=texts)


def _reading(grey: Pixels, sight: _Sight, best: Match, views: Views) -> MrzReading:
    return MrzReading(
        fitted=best.fitted,
        verified=is_verified(best, views),
        box=block_box(sight.block, grey),
        angle=sight.block[0].angle + 180 * sight.turned,
        seen_twice=seen_twice(best, views),
        names_doubtful=readers_differ(best, views),
        name_lines=tuple(name_line(view, best) for view in views),
    )


def _texts(crops: Sequence[Pixels], mode: Mode) -> list[str]:
    return ["".join(word.text for word in words) for words in read_words(crops, mode)]
