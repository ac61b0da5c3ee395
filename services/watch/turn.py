"""One thing that watch does for ever: a fault in it is named, and ends neither it nor others."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from services.watch.naming import name_incident
from shared.errors import Retryable
from shared.pipeline.ports import Clock
from shared.pipeline.watch_ports import Incidents

log = structlog.get_logger()

#: The incident of a round that met a fault of the program; its subject is the round.
FAILED = "round_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One thing done for ever."""

    #: What ops read where it fails.
    name: str
    #: Seconds between the end of one turn and the next.
    pause: float
    work: Callable[[], Awaitable[int]]


@dataclass(slots=True, kw_only=True)
class Going:
    """One round as it goes on."""

    turn: Round
    incidents: Incidents
    clock: Clock
    #: Turns that failed since the last good one; of an earlier process it is not known.
    failed: int | None = None

    async def for_ever(self) -> None:
        """Do the work again and again; a server that is away is met again at the next turn."""
        while True:
            await self.once()
            await self.clock.sleep(self.turn.pause)

    async def once(self) -> None:
        """One turn, with its fault named or the incident of the one before closed."""
        try:
            await self._work()
        except Retryable as error:
            cause = type(error).__name__
            log.warning("sweep put off", action="sweep_failed", queue=self.turn.name, cause=cause)
        except Exception:  # not even the incident could be written
            log.error("incident not named", action="incident_failed", exc_info=True)

    async def _work(self) -> None:
        try:
            await self.turn.work()
        except Retryable:
            raise
        except Exception:
            await self._name_fault()
        else:
            await self._close()

    async def _name_fault(self) -> None:
        log.error("round failed", action=FAILED, queue=self.turn.name, exc_info=True)
        self.failed = (self.failed or 0) + 1
        now = self.clock.now()
        await name_incident(self.incidents, FAILED, self.turn.name, self.failed, now)

    async def _close(self) -> None:
        if self.failed != 0:
            await self.incidents.close(FAILED, self.turn.name, self.clock.now())
            self.failed = 0


async def go_rounds(
    turns: tuple[Round, ...], incidents: Incidents, clock: Clock, stop: asyncio.Event
) -> None:
    """Every round beside the others, until told to stop."""
    async with asyncio.TaskGroup() as tasks:
        goings = [Going(turn=turn, incidents=incidents, clock=clock) for turn in turns]
        loops = [tasks.create_task(going.for_ever()) for going in goings]
        await stop.wait()
        for loop in loops:
            loop.cancel()
