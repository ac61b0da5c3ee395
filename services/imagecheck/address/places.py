"""Where on its page each value of an address proof stands."""

from collections.abc import Mapping, Sequence

from services.imagecheck.address.doubts import deciding_lines
from services.imagecheck.address.page_layout import Page, Segment
from services.imagecheck.address.postal_lines import PostalBlock
from services.imagecheck.engines.moved import box_on_page
from services.imagecheck.engines.raster import Move
from shared.domain.findings import AddressReading, Evidence

#: By criterion: the lines that say the value.
Places = Mapping[str, Evidence]


def places_of(
    page: Page, reading: AddressReading, block: PostalBlock | None, shown: tuple[int, Move]
) -> dict[str, Evidence]:
    """The place of each criterion whose lines are known; `shown` is the page's number and way."""
    number, back = shown
    lines: dict[str, Sequence[Segment]] = dict(deciding_lines(page, reading))
    if block is not None:
        lines["postcode_town"] = _address_lines(block, reading.street)
    places = {}
    for criterion, parts in lines.items():
        box = box_on_page(((part.left, part.top, part.right, part.bottom) for part in parts), back)
        if box is not None:
            places[criterion] = Evidence(page=number, box=box)
    return places


def _address_lines(block: PostalBlock, street: str | None) -> list[Segment]:
    """The line of the town, up to that of the street where one was read above it."""
    for index, line in enumerate(block.above):
        if street and street in line.text:
            return [block.line, *block.above[: index + 1]]
    return [block.line]
