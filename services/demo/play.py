"""One scenario from its first request to the state that it must reach."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from services.demo.front_end import Agent, Candidate, FrontEnd, Json
from services.demo.scenario import Act, Make, Scenario
from services.standalone.machine import Machine
from shared.adapters.photo_codes import CODE_FILES
from shared.domain.piece import PieceKind
from shared.domain.states import StateCode
from shared.stages import TABLE, StageName, Turn

#: Seconds until a dossier that does not move is reported instead of waited for.
PATIENCE = 150
PAUSE = 0.25

#: Stages whose verdict a candidate waits for.
CHECKS = tuple(row.name for row in TABLE.values() if row.piece)


@dataclass(slots=True, kw_only=True)
class Run:
    """One scenario under way, as the table shows it."""

    scenario: Scenario
    dossier_id: str = ""
    status: Json = field(default_factory=dict)
    #: Moments of the loop's clock, in seconds.
    submitted_at: float = 0.0
    first_verdict_at: float = 0.0
    ended_at: float = 0.0
    error: str = ""

    @property
    def state(self) -> str:
        """Code of the state, empty before the dossier exists."""
        return str(self.status["state"]["code"]) if self.status else ""

    def stage(self, name: str) -> Json:
        """One stage of the status."""
        return next(stage for stage in self.status["stages"] if stage["name"] == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody who acts in a scenario."""

    front_end: FrontEnd
    candidate: Candidate
    agent: Agent
    machine: Machine


async def play(run: Run, cast: Cast) -> None:
    """File the dossier, do the acts, wait for the expected state; what fails is kept in `run`."""
    try:
        async with asyncio.timeout(PATIENCE):
            await _give_code(run, cast.machine)
            await _file(run, cast.front_end)
            follower = asyncio.create_task(_follow(run, cast.front_end))
            try:
                for act in run.scenario.acts:
                    await _ACTS[act](run, cast)
                await _until(lambda: _arrived(run))
            finally:
                follower.cancel()
    except TimeoutError:
        run.error = f"still {run.state} after {PATIENCE} s"
    except Exception as error:
        run.error = f"{type(error).__name__}: {error}"
    run.ended_at = time.monotonic()


async def _give_code(run: Run, machine: Machine) -> None:
    """What the photographer sends to the service of codes; nothing yet where it holds nothing."""
    code = str(run.scenario.demande.get("photo_code", "")).replace(" ", "")
    if not code:
        return
    place = Path(machine.settings.photo_codes_folder) / code
    shutil.rmtree(place, ignore_errors=True)  # left by the demonstration before
    place.mkdir(parents=True)
    for kind, make in run.scenario.by_code.items():
        data = await asyncio.to_thread(make)
        (place / CODE_FILES[kind]).write_bytes(data)


async def _file(run: Run, front_end: FrontEnd) -> None:
    scenario = run.scenario
    run.dossier_id = await front_end.open(scenario.demande, key=scenario.name)
    for kind, make in scenario.pieces.items():
        await _upload(run, front_end, kind, make)
    await front_end.submit(run.dossier_id)
    run.submitted_at = time.monotonic()


async def _upload(run: Run, front_end: FrontEnd, kind: PieceKind, make: Make) -> None:
    data = await asyncio.to_thread(make)
    await front_end.upload(run.dossier_id, kind.value, data)


async def _follow(run: Run, front_end: FrontEnd) -> None:
    while True:
        run.status = await front_end.status(run.dossier_id)
        if not run.first_verdict_at and any(run.stage(name)["verdict"] for name in CHECKS):
            run.first_verdict_at = time.monotonic()
        await asyncio.sleep(PAUSE)


def _arrived(run: Run) -> bool:
    """True in the expected state with every letter gone."""
    letters = run.status.get("letters", [])
    expected = run.scenario.expected
    return (
        run.state == expected.state
        and len(letters) >= len(expected.letters)
        and all(letter["sent_at"] for letter in letters)
        and not any(_under_way(stage, run.state) for stage in run.status["stages"])
    )


def _under_way(stage: Json, state: str) -> bool:
    """True for a machine at work; one that waits for a code does so for hours."""
    waits = stage["name"] == StageName.PHOTO_CODE and state == StateCode.AWAITING_PHOTO
    return stage["status"] == "open" and stage["turn"] == Turn.SYSTEM and not waits


async def _until(reached: Callable[[], bool]) -> None:
    while not reached():  # noqa: ASYNC110 - another process moves, there is no event to wait for
        await asyncio.sleep(PAUSE)


async def _validate(run: Run, cast: Cast) -> None:
    await cast.candidate.validate(run.scenario.demande["candidate"]["email"])


async def _mend(run: Run, cast: Cast) -> None:
    await _until(lambda: run.state == "CORRECTION")
    for kind, make in run.scenario.mended.items():
        await _upload(run, cast.front_end, kind, make)
    await cast.front_end.submit(run.dossier_id)


async def _accept(run: Run, cast: Cast) -> None:
    await _until(lambda: run.state == "A_INSTRUIRE")
    await cast.agent.decide(run.dossier_id, "accepted", "")


async def _refuse(run: Run, cast: Cast) -> None:
    await _until(lambda: run.state == "A_INSTRUIRE")
    await cast.agent.decide(run.dossier_id, "refused", run.scenario.reason)


async def _kill_worker(run: Run, cast: Cast) -> None:
    """Kill once the checks have the dossier; the machine starts the service again."""
    await _until(lambda: bool(run.status) and run.stage("identity")["status"] == "open")
    cast.machine.services["imagecheck"].kill()


_ACTS: dict[Act, Callable[[Run, Cast], Awaitable[None]]] = {
    Act.VALIDATE: _validate,
    Act.MEND: _mend,
    Act.ACCEPT: _accept,
    Act.REFUSE: _refuse,
    Act.KILL_WORKER: _kill_worker,
}
