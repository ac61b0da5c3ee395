"""A store of a given size: dossiers in the states that a running house has."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from services.bench.walks import CHECKS, Walk
from shared.adapters.documents import Document, new_document
from shared.adapters.store import Database
from shared.domain.change import Change, OutboxEntry
from shared.domain.dossier import Dossier, Outcome, Route
from shared.domain.events import Claimed
from shared.stages import TABLE, StageName

_S = StageName

#: Of 1000 dossiers, those that are still with somebody.
OPEN_SHARE = 20
#: One dossier of so many has a message that a crash left unsent.
UNSENT_EVERY = 10_000
#: Driving schools.
OWNERS = 500
#: Finished dossiers were opened over two years, open ones within their deadlines.
DAYS = 730
#: A busy machine takes no more within the socket time-out of a service.
BATCH = 200


def _checked(walk: Walk) -> None:
    walk.submit()
    walk.finish((_S.RECEPTION, *CHECKS))


def in_review(walk: Walk) -> None:
    _checked(walk)
    walk.compare()


def _held(walk: Walk) -> None:
    in_review(walk)
    walk.step(Claimed(agent="agent-1"))


def _corrected(walk: Walk) -> None:
    _checked(walk)
    walk.compare(Route.CORRECTION)
    walk.deliver()


def _validating(walk: Walk) -> None:
    walk.submit(needs_validation=True)
    walk.finish((_S.RECEPTION, *CHECKS))
    walk.deliver()


def _half_checked(walk: Walk) -> None:
    walk.submit()
    walk.finish((_S.RECEPTION, *CHECKS[:2]))


def _parked(walk: Walk) -> None:
    walk.submit()
    walk.park(_S.RECEPTION)


def _decided(walk: Walk, outcome: Outcome) -> None:
    in_review(walk)
    walk.decide(outcome)
    walk.deliver()


Steps = Callable[[Walk], None]

#: Where open dossiers stand; a dossier that waits for its turn is seen more often.
OPEN: tuple[Steps, ...] = (
    lambda walk: None,
    lambda walk: walk.submit(),
    _half_checked,
    _checked,
    _validating,
    _corrected,
    in_review,
    in_review,
    _held,
    _parked,
)
FINISHED: tuple[Steps, ...] = (
    *(lambda walk: _decided(walk, Outcome.ACCEPTED),) * 8,
    lambda walk: _decided(walk, Outcome.REFUSED),
    lambda walk: _decided(walk, Outcome.CLOSED),
)


@cache
def _model(steps: Steps, opened: dt.datetime) -> Dossier:
    walk = Walk("model", "ecole", opened)
    steps(walk)
    return walk.dossier


def _dossier(number: int, now: dt.datetime, owners: int) -> Dossier:
    if number % 1000 < OPEN_SHARE:
        # Open checks have minutes, so every open dossier is young enough for nothing to be due.
        steps, opened = OPEN[number % len(OPEN)], now - dt.timedelta(seconds=60 + number % 7)
    else:
        steps = FINISHED[number % len(FINISHED)]
        opened = now - dt.timedelta(days=1 + number % DAYS)
    model = _model(steps, opened)
    return replace(model, dossier_id=f"G-{number:08d}", owner=f"ecole-{number % owners}")


def documents(first: int, last: int, now: dt.datetime, owners: int = OWNERS) -> Iterator[Document]:
    """The documents of these numbers; the same number always makes the same dossier."""
    for number in range(first, last):
        dossier = _dossier(number, now, owners)
        entries = (_left_unsent(now),) if number % UNSENT_EVERY == 0 else ()
        yield new_document(Change(dossier=dossier, entries=entries, events=dossier.history))


def _left_unsent(now: dt.datetime) -> OutboxEntry:
    row = TABLE[_S.RECEPTION]
    return OutboxEntry(
        entry_id="9-0",
        queue=str(row.queue),
        stage=row.name,
        run=1,
        attempt=1,
        created_at=now - dt.timedelta(minutes=1),
    )


async def fill(
    database: Database, first: int, last: int, now: dt.datetime, owners: int = OWNERS
) -> None:
    """Add the dossiers of these numbers to the collection."""
    for start in range(first, last, BATCH):
        batch = list(documents(start, min(start + BATCH, last), now, owners))
        await database["dossiers"].insert_many(batch, ordered=False)
