"""`guichet up`: one machine, empty, for a person to use, until Ctrl-C."""

import asyncio
import signal
from pathlib import Path

from rich.console import Console
from rich.table import Table

from services.standalone.logins import seed_logins
from services.standalone.machine import Machine
from services.standalone.readiness import wait_until_ready
from shared.telemetry import configure_logs


async def start_machine(machine: Machine, console: Console) -> dict[str, str]:
    """Start everything and wait until it works; the logins by account."""
    configure_logs("standalone", "ERROR")  # libraries would write into the terminal
    with console.status("Starting the broker, the document store and the mail sink…"):
        await machine.start_servers()
        await machine.start_services()
        logins = await seed_logins(machine.settings, machine.folder)
        await wait_until_ready(machine)
    return logins


def show_addresses(machine: Machine, logins: dict[str, str], console: Console) -> None:
    """Where to look and how to come in."""
    settings = machine.settings
    table = Table(title="Addresses", title_justify="left", show_header=False, box=None)
    for what, port, who in (
        ("API and candidate pages", settings.intake_port, "ecole-demo"),
        ("console of agents", settings.instruction_port, "agent-demo"),
        ("ops page", settings.watch_port, "exploitation-demo"),
        ("mail sink", machine.mail_port, "no login"),
    ):
        table.add_row(what, f"http://127.0.0.1:{port}/", who)
    console.print(table)
    said = "Logins: name, and what is both password and key"
    keys = Table(title=said, title_justify="left", show_header=False, box=None)
    for account, secret in logins.items():
        keys.add_row(account, secret)
    console.print(keys)
    console.print(f"[dim]data and logs: {machine.folder}[/dim]")


async def wait_for_interrupt() -> None:
    """Return at Ctrl-C or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop.set)
    await stop.wait()


async def run_up(folder: Path) -> None:
    """Run until interrupted, then drain."""
    console = Console()
    machine = Machine(folder=folder)
    try:
        logins = await start_machine(machine, console)
        show_addresses(machine, logins, console)
        console.print("Ready. Ctrl-C stops everything.")
        await wait_for_interrupt()
    finally:
        with console.status("Draining and stopping…"):
            await machine.stop()
    console.print("Stopped.")
