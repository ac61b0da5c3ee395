"""One page of a list of the pile: the oldest stand on the first one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.instruction.pile_routes import PAGE
from services.instruction.queue_rows import oldest
from shared.domain.pile import PileQuestion, PileRow
from shared.pipeline.pile import Pile

#: Pages that can be opened: two thousand dossiers, what a large centre has in front of it. [D]
MOST_PAGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page, and what the whole list says."""

    #: Dossiers of the whole list, and since when the oldest of them waits.
    count: int
    oldest: dt.datetime | None
    number: int
    last: int
    rows: Sequence[PileRow]


async def leaf_of(pile: Pile, question: PileQuestion, query: Mapping[str, str]) -> Leaf:
    """The page that the address asks for; the nearest one where there is no such page.

    The list is read from its start, because what is approved meanwhile moves every later page.
    """
    count = await pile.count(question)
    last = min(MOST_PAGES, max(1, -(-count // PAGE)))
    number = min(last, _asked(query.get("page", "")))
    rows = await pile.rows(question, number * PAGE)
    shown = rows[(number - 1) * PAGE :]
    return Leaf(count=count, oldest=oldest(rows), number=number, last=last, rows=shown)


def _asked(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 4 else 1
