"""Back-pressure: while the machine is too far behind, new work waits outside."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from services.intake.cached import Cached
from shared.pipeline.depth_reading import Depths
from shared.pipeline.ports import Clock, StageDepth
from shared.stages import TABLE, Ending, StageName
from shared.web.problems import Problem, ProblemType

log = structlog.get_logger()

#: How often the door looks at the figures, which all processes share.
FRESH = dt.timedelta(seconds=2)
#: Seconds that a sender is asked to wait; the text of the answer says a minute.
RETRY_AFTER = 60
#: From here on age tells that a stage is behind. Fewer old ones are sick dossiers, which the
#: sweep looks after: they must not close the door to everybody.
AGE_COUNTS_FROM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How far behind a machine's stage may be."""

    max_open: int
    #: Multiplies the stage's deadline.
    max_oldest_factor: float


def overloaded_stage(
    depths: Sequence[StageDepth], now: dt.datetime, bounds: Bounds
) -> StageName | None:
    """The first of the machine's stages that is too deep or too old; None when all is well.

    Ages are held against the table as it stands, whatever pace tests run at.
    """
    for depth in depths:
        row = TABLE[depth.stage]
        # who waits for a code of somebody else's is no sign that we are behind
        if row.queue is None or row.ending is Ending.CORRECTION or depth.status != "open":
            continue
        too_old = now - depth.oldest_since > bounds.max_oldest_factor * row.deadline
        if depth.count > bounds.max_open or (too_old and depth.count >= AGE_COUNTS_FROM):
            return depth.stage
    return None


class Pressure:
    """Says whether new work may come in."""

    def __init__(self, depths: Depths, clock: Clock, bounds: Bounds) -> None:
        """The door is open until a first look."""
        self._depths = depths
        self._clock = clock
        self._bounds = bounds
        self._overloaded = Cached(self._look, clock, FRESH)
        self._closed_for: StageName | None = None

    async def check(self) -> None:
        """Raise the Problem that sends new work away while a stage is too far behind."""
        if await self._overloaded.get() is not None:
            raise Problem(ProblemType.OVERLOADED, headers={"Retry-After": str(RETRY_AFTER)})

    async def _look(self) -> StageName | None:
        """Look, and say in the log when the door closes or opens."""
        stage = overloaded_stage(await self._depths.depths(), self._clock.now(), self._bounds)
        if stage is not None and self._closed_for is None:
            log.warning("intake closed, a stage is behind", action="intake_closed", stage=stage)
        if stage is None and self._closed_for is not None:
            log.warning("intake open again", action="intake_opened", stage=self._closed_for)
        self._closed_for = stage
        return stage
