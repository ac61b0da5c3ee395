"""Whether a stage table keeps the first promise: an owner, a deadline and an ending for all."""

import datetime as dt
from collections.abc import Iterator

from shared.errors import GuichetError
from shared.stages import Ending, Stage, StageName, StageTable, Turn

_NONE = dt.timedelta()

#: What may end a machine's stage, and what a person's.
_MACHINE_ENDINGS = frozenset(
    {Ending.INCIDENT, Ending.REVIEW, Ending.CORRECTION, Ending.UNDELIVERABLE}
)
_PERSON_ENDINGS = frozenset({Ending.EXPIRED, Ending.CLOSED, Ending.ESCALATED})


class IncompleteStageTable(GuichetError):
    """The stage table is not complete, so no service starts."""


def validate_table(table: StageTable) -> None:
    """Raise IncompleteStageTable naming every fault of every row."""
    faults = [f"{name}: no row" for name in StageName if name not in table]
    for name, row in table.items():
        faults += [f"{name}: {fault}" for fault in _faults_of(name, row, table)]
    queues = [row.queue for row in table.values() if row.queue]
    faults += [f"{queue}: two stages" for queue in sorted(set(queues)) if queues.count(queue) > 1]
    if faults:
        raise IncompleteStageTable(*faults)


def _faults_of(name: StageName, row: Stage, table: StageTable) -> Iterator[str]:
    checks = {
        "row of another stage": row.name is name,
        "no owner": row.turn is not Turn.NOBODY and bool(row.service),
        "no deadline": row.deadline > _NONE,
        "next stage without a row": all(after in table for after in row.next),
        "next stage is itself": name not in row.next,
        **(_machine(row) if row.queue is not None else _person(row)),
    }
    return (fault for fault, holds in checks.items() if not holds)


def _machine(row: Stage) -> dict[str, bool]:
    return {
        "no handler": row.handler is not None and row.handler.count(":") == 1,
        "no ending for a machine": row.ending in _MACHINE_ENDINGS,
        "no tries": row.tries >= 1,
        "no wait between tries": row.tries == 1 or (row.first_wait > _NONE and row.growth >= 1),
        # what a newer version wrote waits in a retry queue (shared/pipeline/handing_back.py)
        "no way back": bool(row.waits),
        "no time limit": row.time_limit > _NONE,
        "no re-drive": row.redrives >= 1 or row.ending is Ending.CORRECTION,
    }


def _person(row: Stage) -> dict[str, bool]:
    ages = row.reminders
    return {
        "handler without queue": row.handler is None,
        "no ending for a person": row.ending in _PERSON_ENDINGS,
        "reminders out of order": list(ages) == sorted(set(ages)),
        "reminder after the deadline": all(_NONE < age < row.deadline for age in ages),
        "no longer deadline": row.deadline_if_activated is None
        or row.deadline_if_activated > row.deadline,
        "lease without time": row.lease is None or _NONE < row.lease < row.deadline,
    }
