"""Lines as read, brought to a layout: width first, then letters and digits by column."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from services.imagecheck.identity.check_digits import FILLER
from services.imagecheck.identity.mrz_checks import Fitted, failed_checks, text_at
from services.imagecheck.identity.mrz_layouts import Layout
from services.imagecheck.identity.mrz_repair import ENDING_RUN, in_column, names_ended, searched

#: Characters by which a line may miss the width of its layout: longer gaps are another line.
MAX_WIDTH_ERROR = 3

#: What a straight edge is read as.
STROKES = frozenset("IL1")

#: Misfits of a line that does not open as its layout must.
NEVER = 100


def fit(raw: tuple[str, ...], layout: Layout) -> Fitted | None:
    """The best fit of the lines to a layout; None when they are not of its shape."""
    if len(raw) != len(layout.columns):
        return None
    raw = _without_edges(raw, layout.width)
    widths = [list(_at_width(line, layout.width)) for line in raw]
    fits = (_mapped(lines, layout) for lines in itertools.product(*widths))
    best = min(fits, key=lambda one: (len(one.failed), one.misfits, one.dictated), default=None)
    if best is None or best.misfits > MAX_WIDTH_ERROR:
        return None
    padded = sum(abs(len(line) - layout.width) for line in raw)
    pairs = zip(raw, best.lines, strict=True)
    reshaped = any(len(was.rstrip(FILLER)) != len(now.rstrip(FILLER)) for was, now in pairs)
    return searched(replace(best, dictated=best.dictated + padded, reshaped=reshaped))


def _without_edges(raw: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Cut the card's own edge, which stands before or after every line and is read as a stroke."""
    if len(raw) > 1 and all(len(line) > width and line[0] in STROKES for line in raw):
        raw = tuple(line[1:] for line in raw)
    if len(raw) > 1 and all(len(line) > width and line[-1] in STROKES for line in raw):
        raw = tuple(line[:-1] for line in raw)
    return raw


def _at_width(line: str, width: int) -> Iterator[str]:
    """Ways to give the line its width: shorten or lengthen its longest runs of fillers, or cut."""
    missing = width - len(line)
    if missing == 0:
        yield line
        return
    if abs(missing) > MAX_WIDTH_ERROR and not line.endswith(ENDING_RUN):
        return
    runs = sorted(_runs(line), key=lambda run: run[0] - run[1])[:2]
    for start, end in runs:
        if end - start + missing >= 1 and end - start >= len(ENDING_RUN):
            yield line[:start] + FILLER * (end - start + missing) + line[end:]
    if -MAX_WIDTH_ERROR <= missing < 0:
        yield from (line[cut : cut + width] for cut in range(-missing + 1))


def _runs(line: str) -> Iterator[tuple[int, int]]:
    position = 0
    for character, group in itertools.groupby(line):
        length = len(list(group))
        if character == FILLER:
            yield position, position + length
        position += length


def _mapped(lines: tuple[str, ...], layout: Layout) -> Fitted:
    """Change what the columns dictate, then test the check digits."""
    mapped, dictated, misfits = [], 0, 0
    for line, columns in zip(lines, layout.columns, strict=True):
        pairs = [in_column(character, kind) for character, kind in zip(line, columns, strict=True)]
        mapped.append("".join(character for character, _ in pairs))
        openings = zip(pairs, columns, strict=True)
        if any(kind.islower() and not fits for (_, fits), kind in openings):
            misfits += NEVER
        misfits += sum(not fits for _, fits in pairs)
    ended = names_ended(tuple(mapped), layout)
    dictated = sum(a != b for a, b in zip("".join(lines), "".join(ended), strict=True))
    changed = text_at(lines, *layout.names) != text_at(ended, *layout.names)
    return Fitted(
        layout=layout,
        lines=ended,
        failed=failed_checks(ended, layout),
        dictated=dictated,
        misfits=misfits,
        names_changed=changed,
    )
