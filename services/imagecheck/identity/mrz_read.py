"""Find the machine-readable zone of a page, read it, read it again to be sure."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.tesseract import MRZ_LINE, PLAIN_LINE, Mode, read_words
from services.imagecheck.identity.mrz_checks import Fitted
from services.imagecheck.identity.mrz_crops import block_box, cut_lines, second_view, third_view
from services.imagecheck.identity.mrz_locate import Block, find_blocks
from services.imagecheck.identity.mrz_match import Match, match_block, rank
from services.imagecheck.identity.name_confirmation import confirms, readings_agree
from shared.domain.findings import Box

#: Blocks read in the first call: the zone is nearly always the longest print of a document.
LIKELY_BLOCKS = 2

#: Views that must give the whole text alike before it can count as verified.
AGREEING_VIEWS = 2

#: What a zone that was misread at first sight still shows: fillers, in a line of some length.
TRACE, TRACE_LENGTH = "<<", 24


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzReading:
    """A zone, and how far it can be trusted."""

    fitted: Fitted
    #: True when the digits hold and an unlike reading confirms the text that none covers.
    verified: bool
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """A block as cut and read at first."""

    block: Block
    crops: tuple[Pixels, ...]
    texts: tuple[str, ...]
    match: Match | None


def read_mrz(grey: Pixels) -> MrzReading | None:
    """The zone of a page, whichever side is up; None when there is none to be read."""
    blocks = find_blocks(grey)
    for turned in (False, True):
        for some in (blocks[:LIKELY_BLOCKS], blocks[LIKELY_BLOCKS:]):
            for sight in _promising(_first_sight(grey, some, turned=turned)):
                reading = _second_sight(grey, sight)
                if reading is not None:
                    return reading
    return None


def _promising(sights: list[_Sight]) -> list[_Sight]:
    """The best block that fits a layout; without any, those that look like a misread zone."""
    matched = [sight for sight in sights if sight.match is not None]
    if matched:
        return [min(matched, key=_rank)]
    return [sight for sight in sights if any(_has_trace(text) for text in sight.texts)]


def _has_trace(text: str) -> bool:
    return TRACE in text and len(text) >= TRACE_LENGTH


def _rank(sight: _Sight) -> tuple[float, int, bool, int]:
    assert sight.match is not None  # only matched ones are ranked
    return rank(sight.match.fitted)


def _first_sight(grey: Pixels, blocks: tuple[Block, ...], *, turned: bool) -> list[_Sight]:
    """Every block in one call of the reader."""
    cuts = [cut_lines(grey, block, turned=turned) for block in blocks]
    texts = iter(_texts([crop for crops in cuts for crop in crops], MRZ_LINE))
    sights = []
    for block, crops in zip(blocks, cuts, strict=True):
        read = tuple(itertools.islice(texts, len(crops)))
        sights.append(_Sight(block=block, crops=crops, texts=read, match=match_block(read)))
    return sights


def _second_sight(grey: Pixels, sight: _Sight) -> MrzReading | None:
    """Read the block in other views until two of them agree; take the best mixture of lines."""
    views = [sight.texts]
    witness = tuple(_texts(sight.crops, PLAIN_LINE))
    for view in (second_view, third_view):
        views.append(tuple(_texts([view(crop) for crop in sight.crops], MRZ_LINE)))
        best = _best_mixture(views, witness)
        if best is not None and _is_verified(best, views, witness):
            break
    if best is None:
        return None
    return MrzReading(
        fitted=best.fitted,
        verified=_is_verified(best, views, witness),
        box=block_box(sight.block, grey),
    )


def _best_mixture(views: list[tuple[str, ...]], witness: tuple[str, ...]) -> Match | None:
    """Each line from the view that reads it best; of equal readings, what the witness saw."""

    def order(match: Match) -> tuple[float, int, bool, bool, int]:
        wrong, misfits, searched, changed = rank(match.fitted)
        return wrong, misfits, searched, not _is_witnessed(match, witness), changed

    lines = (dict.fromkeys(readings) for readings in zip(*views, strict=True))
    found = (match_block(mixture) for mixture in itertools.product(*lines))
    return min((match for match in found if match), key=order, default=None)


def _is_witnessed(match: Match, witness: tuple[str, ...]) -> bool:
    """True when a check digit covers the names or another model read the same letters."""
    layout = match.fitted.layout
    seen = witness[match.start + layout.names[0][0]]
    return layout.names_are_covered or confirms(seen, match.fitted)


def _is_verified(match: Match, views: list[tuple[str, ...]], witness: tuple[str, ...]) -> bool:
    """The digits hold untouched, two views agree, and names have a witness of their own."""
    fitted = match.fitted
    mended = fitted.searched or fitted.reshaped or fitted.names_changed or fitted.misfits
    if fitted.failed or mended:
        return False
    alone = [other.fitted for view in views if (other := match_block(view)) is not None]
    agreeing = sum(readings_agree(fitted, other) for other in alone)
    return agreeing >= AGREEING_VIEWS and _is_witnessed(match, witness)


def _texts(crops: Sequence[Pixels], mode: Mode) -> list[str]:
    return ["".join(word.text for word in words) for words in read_words(crops, mode)]
