"""What a machine takes that has nothing to do: memory by service, and processor time."""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from services.bench.report import Bar, Section, figure
from services.imagecheck.child_cpu import cpu_seconds
from services.standalone.machine import SERVICES, Machine
from services.standalone.up import start_machine

#: Megabytes of all services together, models left out, that an idle machine may take. [D]
MEMORY_BAR = 400.0
#: Seconds after which a machine that has just started counts as idle: what its services do once
#: at their start is over, and what they do every few seconds has been done.
SETTLING = 20.0
#: The servers beside the services.
STORE, BROKER = "store", "broker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """One service with all processes that it started, or one server."""

    processes: int
    #: Megabytes: its share of the pages that several processes map, and what it alone holds.
    pss: float
    private: float
    #: Resident megabytes, where shared pages count in full for each process.
    rss: float
    #: Percent of a core while idle.
    core: float


def idle_section(folder: Path, seconds: float) -> Section:
    """Start a machine, let it settle, look at it."""
    found = asyncio.run(_measured(folder, seconds))
    together = sum(found[name].pss for name in SERVICES)
    return Section(
        title="Idle machine",
        method="A fresh machine that nobody uses, each service with the processes that it "
        f"started; {figure(seconds)} s of rest. PSS (`smaps_rollup`): pages that several "
        "processes map count once in the sum (other programs of this environment, if any run, "
        "would take a part). No check has run, so no models are loaded: those "
        "lie in the check processes, from the first check of their kind on. The bar is on the "
        "services; store and broker are servers of their own.",
        header=("process", "processes", "PSS MB", "private MB", "RSS MB", "of a core"),
        rows=[
            *(_row(name, one) for name, one in found.items()),
            ("the services together", "", figure(together), "", "", ""),
        ],
        bars=(Bar(what="memory of the services", figure=together, limit=MEMORY_BAR, unit="MB"),),
    )


def _row(name: str, one: Footprint) -> tuple[str, ...]:
    return (
        name,
        str(one.processes),
        figure(one.pss),
        figure(one.private),
        figure(one.rss),
        f"{one.core:.2f} %",
    )


async def _measured(folder: Path, seconds: float) -> Mapping[str, Footprint]:
    machine = Machine(folder=folder, steady_ports=False)
    try:
        await start_machine(machine, Console(quiet=True))
        await asyncio.sleep(min(SETTLING, seconds))
        leaders = leaders_of(machine)
        before = {name: cpu_seconds(pid) for name, pid in leaders.items()}
        await asyncio.sleep(seconds)
        return {
            name: footprint(pid, (cpu_seconds(pid) - before[name]) / seconds * 100)
            for name, pid in leaders.items()
        }
    finally:
        await machine.stop()


def leaders_of(machine: Machine) -> Mapping[str, int]:
    """Each service and server leads a session of its own."""
    services = {name: machine.services[name].pid for name in SERVICES}
    return {**services, STORE: machine.store.child.pid, BROKER: machine.broker.child.pid}


def processes_of(leader: int) -> list[int]:
    """The processes of its session."""
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _session_of(pid) == leader]


def _session_of(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:  # it ended meanwhile
        return 0


def footprint(leader: int, core: float) -> Footprint:
    """What `smaps_rollup` of proc(5) says of all its processes, in kB there."""
    pids = processes_of(leader)
    kept = [_rollup(pid) for pid in pids]
    return Footprint(
        processes=len(pids),
        pss=sum(one["Pss"] for one in kept) / 1000,
        private=sum(one["Private_Clean"] + one["Private_Dirty"] for one in kept) / 1000,
        rss=sum(one["Rss"] for one in kept) / 1000,
        core=core,
    )


def _rollup(pid: int) -> Mapping[str, float]:
    """The counters of one process; the first line names the mapping."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    cells = (line.split() for line in lines)
    return {name.removesuffix(":"): int(kib) * 1.024 for name, kib, *_ in cells}
