"""How long each fault alone holds dossiers up, once what it hit is back."""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import typer

from services.faults.arena import Arena, open_arena
from services.faults.damage import start_node
from services.faults.evidence import under_way
from services.faults.kinds import Fault, single_fault
from services.faults.stories import Plot, Story, reach_correction, tell
from shared.errors import ServerUnavailable

#: Seconds that the stages have to move again after any single fault.
BAR = 20.0
#: Dossiers under way when the fault strikes, and seconds between the last one and the fault.
BACKLOG, LEAD = 4, 0.3
#: Seconds until a dossier that does not arrive is given up.
PATIENCE = 120.0
LOOK = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Seconds since the target of the fault was whole again."""

    #: Until a dossier filed at that moment had passed every stage of the machine.
    fresh: float
    #: Until everything that was under way when the fault struck had arrived.
    backlog: float


async def measure_recovery(folder: Path) -> dict[Fault, Recovery]:
    """Every kind, one after the other, on one machine."""
    async with open_arena(folder, seed=0) as arena:
        numbers = count()
        await _pass_one(arena, next(numbers))
        return {fault: await _measure(arena, fault, numbers) for fault in Fault}


async def _measure(arena: Arena, fault: Fault, numbers: Iterator[int]) -> Recovery:
    people = [asyncio.create_task(tell(_story(next(numbers)), arena.stage)) for _ in range(BACKLOG)]
    await asyncio.sleep(LEAD)
    await arena.damage.inflict(single_fault(fault))
    back = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        await _pass_one(arena, next(numbers))
        fresh = time.monotonic() - back
        await asyncio.gather(*people)
        await _until_idle(arena)
    return Recovery(fresh=fresh, backlog=time.monotonic() - back)


async def measure_node_losses(folder: Path) -> list[float]:
    """For each of three nodes: seconds that a dossier filed at its death takes without it."""
    found = []
    async with open_arena(folder, seed=0, clustered=True) as arena:
        await _pass_one(arena, 0)
        for number, node in enumerate(arena.damage.nodes, start=1):
            node.kill()
            began = time.monotonic()
            async with asyncio.timeout(PATIENCE):
                await _pass_one(arena, number)
            found.append(time.monotonic() - began)
            await start_node(node)
            await _until_idle(arena)
    return found


def _story(number: int) -> Story:
    return Story(number=number, plot=Plot.SENT, at=0)


async def _pass_one(arena: Arena, number: int) -> None:
    """One dossier through reception, the checks, the comparison and its letters."""
    await reach_correction(await tell(_story(number), arena.stage), arena.stage)


async def _until_idle(arena: Arena) -> None:
    while True:
        try:
            if not await under_way(arena.database):
                return
        except ServerUnavailable:
            pass
        await asyncio.sleep(LOOK)


async def report_recovery(folder: Path, *, clustered: bool) -> int:
    """Print one JSON line; 1 when a figure passes the bar."""
    if clustered:
        losses = await measure_node_losses(folder)
        typer.echo(json.dumps({"without_node_s": [round(loss, 1) for loss in losses]}))
        return int(any(loss > BAR for loss in losses))
    found = await measure_recovery(folder)
    figures = {
        "recovery_s": {fault.value: round(each.fresh, 1) for fault, each in found.items()},
        "backlog_s": {fault.value: round(each.backlog, 1) for fault, each in found.items()},
    }
    typer.echo(json.dumps(figures))
    return int(any(each.fresh > BAR for each in found.values()))
