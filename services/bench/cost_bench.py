"""What one dossier costs from its first request to its verdict: processor time, and bytes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import bson

from services.bench.filing_machine import FilingMachine, filing_machine
from services.bench.idle_bench import leaders_of
from services.bench.pipeline_stored import piece_bytes
from services.bench.report import Section, figure
from services.imagecheck.child_cpu import cpu_seconds
from shared.adapters.driver import Database

#: Seconds of rest that tell what a machine spends without dossiers.
REST = 20.0
#: Dossiers a second: under saturation, so that none waits for long.
PACE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of one dossier: processor seconds by process, bytes by what they are."""

    cpu: Mapping[str, float]
    stored: Mapping[str, float]


def cost_section(folder: Path, dossiers: int) -> Section:
    """File some dossiers at a quiet pace and divide."""
    cost = asyncio.run(_measured(folder, dossiers))
    whole = sum(cost.cpu.values())
    return Section(
        title="Cost of a dossier",
        method=f"A whole machine, {dossiers} dossiers of four pieces at {PACE:g} a second, from "
        "the opening to the verdict, without what the same machine spends at rest. Checks' "
        "processes are in imagecheck. A dossier whose pieces are larger stores as much more.",
        header=("what", "a dossier", "share"),
        rows=[
            *(
                (f"processor, {name}", f"{figure(spent)} s", f"{spent / whole * 100:.0f} %")
                for name, spent in cost.cpu.items()
            ),
            ("processor, all", f"{figure(whole)} s", ""),
            *((what, f"{figure(size / 1000)} kB", "") for what, size in cost.stored.items()),
        ],
    )


async def _measured(folder: Path, dossiers: int) -> Cost:
    async with filing_machine(folder, dossiers + 2) as filing:
        await filing.at_once(2)  # the first check of each kind loads its models
        leaders = leaders_of(filing.machine)
        at_rest = await _spent_resting(leaders)
        before, began = _spent(leaders), asyncio.get_running_loop().time()
        stored = await _stored(filing)
        filed = await filing.at_pace(dossiers, PACE)
        wall, after = asyncio.get_running_loop().time() - began, _spent(leaders)
        grown = await _stored(filing)
        return Cost(
            cpu={
                name: max(after[name] - before[name] - at_rest[name] * wall, 0) / len(filed)
                for name in leaders
            },
            stored={name: (grown[name] - stored[name]) / len(filed) for name in grown},
        )


async def _spent_resting(leaders: Mapping[str, int]) -> Mapping[str, float]:
    """Processor seconds a second of rest."""
    before = _spent(leaders)
    await asyncio.sleep(REST)
    after = _spent(leaders)
    return {name: (after[name] - before[name]) / REST for name in leaders}


def _spent(leaders: Mapping[str, int]) -> Mapping[str, float]:
    return {name: cpu_seconds(pid) for name, pid in leaders.items()}


async def _stored(filing: FilingMachine) -> Mapping[str, float]:
    """Bytes of what grows with dossiers: neither people nor samples nor the like."""
    return {
        "documents": await _documents(filing.database),
        "pieces and their copies, sealed": await piece_bytes(filing.database),
        "log lines": _size(filing.machine.folder / "log"),
    }


async def _documents(database: Database) -> int:
    return sum(len(bson.encode(one)) for one in await database["dossiers"].find({}).to_list(None))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
