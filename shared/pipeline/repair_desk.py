"""The one way in which ops act on dossiers, from the command line or the page.

Every act is written to the audit log before it is applied: after a crash the log may tell of one
act too many, never of one too few. The document is the truth, so the parked message is taken out
of its queue last; one that stays behind is only a wrong figure.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from shared.domain.dossier import Dossier
from shared.domain.events import Discarded, Redriven, Replayed
from shared.domain.repair import (
    Hindrance,
    hindrance_to_discard,
    hindrance_to_redrive,
    hindrance_to_replay,
)
from shared.errors import InvalidMessage, NewerFormat, Retryable
from shared.pipeline.messages import decode
from shared.pipeline.register import Register
from shared.pipeline.repair_ports import Action, Audit, AuditLine, Parking, Unwanted
from shared.stages import StageName, parking_queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who wants what done to which stage."""

    action: Action
    dossier_id: str
    stage: StageName
    account: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one request."""

    request: Request
    #: Why nothing was done; None when it was.
    hindrance: Hindrance | None = None
    #: Run of the stage that was parked; messages up to it are of no use any more.
    run: int = 0


_MAY: Mapping[Action, Callable[[Dossier, StageName], Hindrance | None]] = {
    Action.REPLAY: hindrance_to_replay,
    Action.DISCARD: hindrance_to_discard,
    Action.REDRIVE: hindrance_to_redrive,
}
_EVENTS: Mapping[Action, Callable[..., Replayed | Discarded | Redriven]] = {
    Action.REPLAY: Replayed,
    Action.DISCARD: Discarded,
    Action.REDRIVE: Redriven,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairDesk:
    """Acts on parked and open stages."""

    register: Register
    audit: Audit
    parking: Parking

    async def act(self, request: Request) -> Outcome:
        """Do one thing, and take its message out of the parking queue."""
        outcome = await self._apply(request)
        await self._clear([outcome])
        return outcome

    async def act_on_all(
        self,
        requests: Sequence[Request],
        on_done: Callable[[Outcome], Awaitable[None]] | None = None,
    ) -> Sequence[Outcome]:
        """Do many things; each parking queue is gone through once."""
        outcomes = []
        for request in requests:
            outcomes.append(await self._apply(request))
            if on_done is not None:
                await on_done(outcomes[-1])
        await self._clear(outcomes)
        return outcomes

    async def _apply(self, request: Request) -> Outcome:
        name = request.stage
        dossier = await self.register.dossiers.get(request.dossier_id)
        if dossier is None:
            return Outcome(request=request, hindrance=Hindrance.UNKNOWN_DOSSIER)
        run, hindrance = dossier.stage(name).run, _MAY[request.action](dossier, name)
        if hindrance is not None:
            return Outcome(request=request, hindrance=hindrance)
        await self.audit.record(
            AuditLine(
                at=self.register.clock.now(),
                account=request.account,
                action=request.action,
                dossier_id=request.dossier_id,
                stage=name,
                reason=request.reason,
            )
        )
        event = _EVENTS[request.action](stage=name, account=request.account)
        if await self.register.apply(request.dossier_id, event) is None:
            return Outcome(request=request, hindrance=Hindrance.CHANGED_MEANWHILE)
        return Outcome(request=request, run=run)

    async def _clear(self, outcomes: Sequence[Outcome]) -> None:
        """Take the messages of what is no longer parked out of their queues, if the broker is up.

        While it is away they stay: they name a run that has passed and nobody consumes them.
        """
        done = [
            outcome
            for outcome in outcomes
            if outcome.hindrance is None and outcome.request.action is not Action.REDRIVE
        ]
        for stage in {outcome.request.stage for outcome in done}:
            runs = {o.request.dossier_id: o.run for o in done if o.request.stage is stage}
            queue = parking_queue(self.register.table[stage])
            try:
                await self.parking.take_out(queue, _of_past_runs(stage, runs), len(runs))
            except Retryable:
                continue


def _of_past_runs(stage: StageName, runs: Mapping[str, int]) -> Unwanted:
    """Recognises the messages of these dossiers up to these runs."""

    def unwanted(body: bytes) -> bool:
        try:
            task = decode(body)
        except (InvalidMessage, NewerFormat):
            return False  # not for this version to know
        return task.stage is stage and task.run <= runs.get(task.dossier_id, -1)

    return unwanted
