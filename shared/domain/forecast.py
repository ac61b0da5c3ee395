"""How many dossiers stand before this one, and how long that takes at the pace measured lately.

What cannot be known is None: a stage that finished nothing lately has no pace.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.domain.dossier import Dossier, StageStatus
from shared.domain.states import StateCode, state_of
from shared.stages import TABLE, StageName, Turn

#: The turns in which a dossier waits in a line; in the others it waits for its own people.
_IN_LINE = frozenset({Turn.SYSTEM, Turn.CERT})
_IN_NO_LINE = frozenset({StateCode.IN_REVIEW, StateCode.AWAITING_PHOTO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a stage did over a span of minutes."""

    finished: int
    #: Minutes that were watched.
    minutes: int
    #: Those of them in which something stood in the stage or left it.
    busy_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """The dossiers that stand open in one stage, and its pace."""

    #: Since when each stands there, oldest first.
    since: Sequence[dt.datetime]
    measured: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Where a dossier stands in its line."""

    #: 1 for the next one.
    position: int
    #: None while nothing tells the pace.
    wait: dt.timedelta | None


def queued_stages(dossier: Dossier, now: dt.datetime) -> tuple[StageName, ...]:
    """The stages in whose lines the dossier waits now.

    Letters are none of them: they follow a step and hold nothing up. Nor is a review that an
    agent has begun, or a code that somebody else has yet to fill.
    """
    state = state_of(dossier, now)
    if state.turn not in _IN_LINE or state.code in _IN_NO_LINE:
        return ()
    return tuple(
        row.name
        for row in TABLE.values()
        if row.turn is state.turn
        and row.name is not StageName.NOTIFICATION
        and dossier.stage(row.name).status is StageStatus.OPEN
    )


def forecast_of(dossier: Dossier, lines: Mapping[StageName, WaitingLine]) -> Forecast | None:
    """Position and wait; of checks that go side by side the slowest counts. None outside a line."""
    places = {name: _position(dossier, name, line) for name, line in lines.items()}
    if not places:
        return None
    waits = [expected_wait(name, places[name], line.measured) for name, line in lines.items()]
    known = [wait for wait in waits if wait is not None]
    return Forecast(
        position=max(places.values()), wait=max(known) if len(known) == len(waits) else None
    )


def _position(dossier: Dossier, name: StageName, line: WaitingLine) -> int:
    since = dossier.stage(name).since
    assert since is not None  # an open stage knows when it began
    return bisect_left(line.since, since) + 1


def expected_wait(name: StageName, position: int, measured: Measured) -> dt.timedelta | None:
    """Time until that many have left the stage; None without a pace.

    A machine's idle minutes say nothing of how fast it is. People's nights and weekends do count:
    the candidate waits through them.
    """
    minutes = measured.busy_minutes if TABLE[name].queue else measured.minutes
    if measured.finished == 0 or minutes == 0:
        return None
    return dt.timedelta(minutes=position * minutes / measured.finished)
