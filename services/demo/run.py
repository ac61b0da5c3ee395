"""`guichet demo`: start one machine, file every scenario, compare with what is expected."""

import asyncio
import datetime as dt
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.live import Live

from services.demo.board import moving_table, show_differences, show_summary
from services.demo.front_end import Agent, Candidate, FrontEnd
from services.demo.play import Cast, Run, play
from services.demo.scenarios import SCENARIOS
from services.demo.verdict import differences_of
from services.standalone.machine import Machine
from services.standalone.up import show_addresses, start_machine, wait_for_interrupt

#: Columns of the table where no terminal says how wide it is.
PLAIN_WIDTH = 120


async def run_demo(folder: Path) -> int:
    """Play every scenario; 0 when all end as expected."""
    console = _console()
    shutil.rmtree(folder, ignore_errors=True)
    machine, began = Machine(folder=folder, demo=True), time.monotonic()
    stays = sys.stdout.isatty() and os.environ.get("CI") != "true"
    try:
        logins = await start_machine(machine, console)
        console.print(f"Ready in {time.monotonic() - began:.1f} s.")
        runs = await _play_all(machine, logins, console)
        show_summary(console, runs)
        differences = [text for run in runs for text in differences_of(run)]
        show_differences(console, differences)
        _show_times(console, runs, machine, len(differences))
        show_addresses(machine, logins, console)
        if stays:
            console.print("Everything stays up. Ctrl-C stops it.")
            await wait_for_interrupt()
    finally:
        with console.status("Draining and stopping…"):
            await machine.stop()
    return 1 if differences else 0


def _console() -> Console:
    """The terminal, or wide enough for the table where there is none."""
    console = Console()
    return console if console.is_terminal else Console(width=PLAIN_WIDTH)


async def _play_all(machine: Machine, logins: dict[str, str], console: Console) -> list[Run]:
    today = dt.datetime.now(dt.UTC).date()
    runs = [Run(scenario=make(today)) for make in SCENARIOS]
    async with aiohttp.ClientSession() as session:
        cast = Cast(
            front_end=FrontEnd(session, machine, logins["ecole-demo"]),
            candidate=Candidate(session, machine),
            agent=Agent(session, machine, logins["agent-demo"]),
            machine=machine,
        )
        playing = asyncio.gather(*(play(run, cast) for run in runs))
        if not console.is_terminal:
            await playing
            console.print(moving_table(runs))
            return runs
        with Live(console=console, refresh_per_second=4) as live:
            while not playing.done():
                live.update(moving_table(runs))
                await asyncio.sleep(0.25)
            live.update(moving_table(runs))
        await playing
    return runs


def _show_times(console: Console, runs: Sequence[Run], machine: Machine, differences: int) -> None:
    waits = sorted(run.first_verdict_at - run.submitted_at for run in runs if run.first_verdict_at)
    if waits:
        console.print(
            f"{len(runs)} dossiers, first verdict after {waits[0]:.1f} s "
            f"(median {waits[len(waits) // 2]:.1f} s, all filed at once), "
            f"{len(machine.mails.mails)} letters, {machine.restarts} service restarted."
        )
    console.print(
        "Every dossier is where it should be." if not differences else f"{differences} differ."
    )
