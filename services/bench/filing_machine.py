"""A whole machine to which a school files dossiers at a given pace, and when each was judged."""

import asyncio
import datetime as dt
import random
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import aiohttp
from rich.console import Console

from services.demo.cast import adult
from services.demo.expectations import demande
from services.demo.front_end import FrontEnd
from services.demo.people import Person, pieces_of
from services.demo.scenario import Make
from services.demo.specimens.portraits import portrait
from services.standalone.machine import Machine
from services.standalone.up import start_machine
from shared.adapters.clock import SystemClock
from shared.adapters.store import Database, MongoDossiers, connect_store
from shared.domain.piece import PieceKind
from shared.stages import StageName

#: Seconds between two looks at a dossier, and until one without a verdict is given up: no stage
#: before the verdict may take longer (shared/stages.py, deadlines of the checks).
LOOK, PATIENCE = 0.25, 1800.0
#: Of the gaps between dossiers, so that every run has the same.
SEED = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One candidate with the four pieces."""

    person: Person
    pieces: Mapping[PieceKind, bytes]


@dataclass(slots=True, kw_only=True)
class FilingMachine:
    """The machine, its school and what has been filed."""

    machine: Machine
    database: Database
    front_end: FrontEnd
    drawn: list[Drawn]
    #: Dossier -> moment at which its request was sent.
    submitted: dict[str, dt.datetime] = field(default_factory=dict)
    _filed: int = 0

    async def at_pace(self, count: int, rate: float) -> list[str]:
        """File so many with gaps as chance makes them (Poisson); their references once judged."""
        gaps = random.Random(SEED)
        began, moment = time.monotonic(), 0.0
        async with asyncio.TaskGroup() as tasks:
            filing = []
            for _ in range(count):
                await asyncio.sleep(max(began + moment - time.monotonic(), 0))
                filing.append(tasks.create_task(self.file()))
                moment += gaps.expovariate(rate)
        return [task.result() for task in filing]

    async def at_once(self, count: int) -> list[str]:
        """File so many together; their references once judged."""
        return list(await asyncio.gather(*(self.file() for _ in range(count))))

    async def one_by_one(self, count: int) -> list[str]:
        """File each when the one before has its verdict."""
        return [await self.file() for _ in range(count)]

    async def file(self) -> str:
        """Open, upload, send, wait for the verdict."""
        number, self._filed = self._filed, self._filed + 1
        drawn = self.drawn[number]
        dossier_id = await self.front_end.open(demande(drawn.person), key=f"bench-{number}")
        for kind, data in drawn.pieces.items():
            await self.front_end.upload(dossier_id, kind.value, data)
        self.submitted[dossier_id] = SystemClock().now()
        await self.front_end.submit(dossier_id)
        compared = {"_id": dossier_id, "stages.divergence.status": {"$in": ["done", "parked"]}}
        dossiers = self.database["dossiers"]
        async with asyncio.timeout(PATIENCE):
            while not await dossiers.count_documents(compared, limit=1):  # noqa: ASYNC110
                await asyncio.sleep(LOOK)
        return dossier_id

    async def judged(self, dossier_ids: Sequence[str]) -> list[dt.datetime]:
        """When the comparison of each ended, by its own timeline."""
        dossiers = MongoDossiers(self.database)
        found = [await dossiers.get(dossier_id) for dossier_id in dossier_ids]
        return [
            max(
                entry.at
                for entry in dossier.history
                if entry.stage is StageName.DIVERGENCE and entry.event in ("done", "parked")
            )
            for dossier in found
            if dossier is not None
        ]

    async def seconds(self, dossier_ids: Sequence[str]) -> list[float]:
        """From the sending of each request to its verdict."""
        judged = await self.judged(dossier_ids)
        return [
            (at - self.submitted[dossier_id]).total_seconds()
            for dossier_id, at in zip(dossier_ids, judged, strict=True)
        ]


@asynccontextmanager
async def filing_machine(folder: Path, dossiers: int) -> AsyncIterator[FilingMachine]:
    """A fresh machine, with so many candidates drawn before anything is measured."""
    drawn = [drawn_adult(number) for number in range(dossiers)]
    machine = Machine(folder=folder, demo=True, steady_ports=False)
    settings = machine.settings
    client, database = connect_store(settings.mongodb_url, settings.mongodb_database)
    try:
        logins = await start_machine(machine, Console(quiet=True))
        async with aiohttp.ClientSession() as session:
            front_end = FrontEnd(session, machine, logins["ecole-demo"])
            yield FilingMachine(
                machine=machine, database=database, front_end=front_end, drawn=drawn
            )
    finally:
        await client.close()
        await machine.stop()


def drawn_adult(number: int) -> Drawn:
    """The adult of that number, with everything drawn."""
    today = SystemClock().now().date()
    person = adult(number, today)
    makes: dict[PieceKind, Make] = {**pieces_of(person, today), PieceKind.PHOTO: _portrait}
    return Drawn(person=person, pieces={kind: make() for kind, make in makes.items()})


@cache
def _portrait() -> bytes:
    """The photo of them all: rendering it anew would take a fifth of the drawing."""
    return portrait()
