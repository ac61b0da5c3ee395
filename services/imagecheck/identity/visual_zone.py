"""The visual zone: each field read beside, or below, the label that announces it."""

from collections.abc import Iterator, Sequence

from services.imagecheck.identity.print_text import Print
from services.imagecheck.identity.viz_labels import BORN_ON, Label, find_labels, folded
from services.imagecheck.identity.viz_values import parse, parse_date
from shared.domain.findings import FieldReading

#: Where these readings come from, as `FieldReading.source` says it.
SOURCE = "visual_zone"

#: Candidates looked at in each direction.
NEAREST = 2

#: A value stands at most this many heights below its label or under the line before.
MAX_BELOW = 1.7

#: Lines of one field follow each other by at most this many heights.
MAX_LEADING = 2.4

#: At most this many heights to the right, on the same line.
MAX_RIGHT = 12.0

#: Left edges that belong together differ by less than this many heights.
MAX_INDENT = 2.5

MAX_ADDRESS_LINES = 6

#: A line of an address shorter than this is a speck.
MIN_ADDRESS_LINE = 3


def read_visual_zone(lines: Sequence[Print]) -> tuple[FieldReading, ...]:
    """The fields of a page, each from its best reading."""
    best: dict[str, FieldReading] = {}
    for line in lines:
        labels = find_labels(line.text)
        for index, label in enumerate(labels):
            if not label.field:
                continue
            end = labels[index + 1].start if index + 1 < len(labels) else len(line.text)
            reading = _read(lines, line, label, end)
            known = best.get(label.field)
            if reading and (known is None or reading.confidence > known.confidence):
                best[label.field] = reading
    if "birth_place" not in best and (place := _place_under_date(lines)):
        best["birth_place"] = place
    return tuple(best.values())


def _place_under_date(lines: Sequence[Print]) -> FieldReading | None:
    """On the card before 2021 the place stands under the date; its label is one letter long."""
    for line in lines:
        if not BORN_ON.search(folded(line.text)):
            continue
        dates = [other for other in lines if _is_beside(other, line) and parse_date(other.text)]
        for other in lines:
            if any(_continues(other, date, date.left) for date in dates):
                value = None if _is_labelled(lines, other) else parse("birth_place", other.text)
                if value:
                    return _found("birth_place", value, other)
    return None


def _is_labelled(lines: Sequence[Print], value: Print) -> bool:
    """True when a label stands beside it, on its left."""
    beside = [line for line in lines if _is_beside(value, line)]
    return any(label.field for line in beside for label in find_labels(line.text))


def _read(lines: Sequence[Print], line: Print, label: Label, end: int) -> FieldReading | None:
    """The value after the label, else beside it, else below it."""
    inline = line.text[label.end : end]
    if label.field == "address":
        return _address(lines, line, label, inline)
    # After a stroke comes the label in another language, not the value.
    if not inline.lstrip().startswith("/") and (value := parse(label.field, inline)):
        return _found(label.field, value, line)
    for other in _candidates(lines, line, line.at(label.start)):
        if value := parse(label.field, _nearest(other, line.at(label.start), label.field)):
            return _found(label.field, value, other)
    return None


def _found(field: str, value: str, line: Print) -> FieldReading:
    return FieldReading(
        name=field,
        value=value,
        source=SOURCE,
        confidence=round(line.confidence, 3),
        evidence=line.evidence,
    )


def _candidates(lines: Sequence[Print], line: Print, start: float) -> Iterator[Print]:
    """Print without a label of its own: to the right where the label ends in a colon, or below."""
    beside = [other for other in lines if _is_beside(other, line)]
    beside.sort(key=lambda other: other.left)
    below = [other for other in lines if _is_below(other, line, start)]
    below.sort(key=lambda other: (abs(other.left - start) > MAX_INDENT * other.height, other.top))
    order = (beside, below) if line.text.rstrip().endswith(":") else (below, beside)
    for group in order:
        yield from group[:NEAREST]


def _is_beside(other: Print, line: Print) -> bool:
    height = max(line.height, other.height)
    gap = other.left - line.right
    same_row = abs(other.middle - line.middle) < 0.7 * height
    return other is not line and same_row and -0.5 * height < gap < MAX_RIGHT * height


def _is_below(other: Print, line: Print, start: float) -> bool:
    height = max(line.height, other.height)
    under = 0.4 * height < other.middle - line.middle < MAX_BELOW * height
    reaches = other.left - MAX_INDENT * height < start < other.right + 0.5 * height
    return other is not line and under and reaches


def _nearest(other: Print, start: float, field: str) -> str:
    """Of values printed side by side and read as one line, the part under the label."""
    if other.left >= start - MAX_INDENT * other.height or field.endswith("name"):
        return other.text
    places = [place for place, letter in enumerate(other.text) if letter == " "]
    opening = min(places, key=lambda place: abs(other.at(place) - start), default=0)
    return other.text[opening:]


def _address(lines: Sequence[Print], line: Print, label: Label, inline: str) -> FieldReading | None:
    """The lines of an address: the first beside or below the label, the others under it."""
    first, text = line, inline.strip(" :.-")
    found = [text] if len(text) >= MIN_ADDRESS_LINE else []
    if not found:
        options = _candidates(lines, line, line.at(label.start))
        first = next((other for other in options if _is_address_line(other)), line)
        found = [first.text] if first is not line else []
    confidence = first.confidence
    left = first.at(len(first.text) - len(text)) if first is line else first.left
    last = first
    while found and len(found) < MAX_ADDRESS_LINES:
        under = [other for other in lines if _continues(other, last, left)]
        under = [other for other in under if not _is_labelled(lines, other)]
        if not under:
            break
        last = min(under, key=lambda other: other.top)
        found.append(last.text)
        confidence = min(confidence, last.confidence)
    return _joined(found, confidence, first) if found else None


def _joined(found: list[str], confidence: float, first: Print) -> FieldReading:
    return FieldReading(
        name="address",
        value="\n".join(found),
        source=SOURCE,
        confidence=round(confidence, 3),
        evidence=first.evidence,
    )


def _continues(other: Print, last: Print, left: float) -> bool:
    height = max(last.height, other.height)
    near = 0.4 * height < other.middle - last.middle < MAX_LEADING * height
    return near and abs(other.left - left) < MAX_INDENT * height and _is_address_line(other)


def _is_address_line(line: Print) -> bool:
    fields = {label.field for label in find_labels(line.text)} - {""}
    return not fields and len(line.text) >= MIN_ADDRESS_LINE
