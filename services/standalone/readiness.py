"""When one machine is ready: every service answers and every queue has its consumer."""

import asyncio

import aiohttp

from services.standalone.machine import Machine
from shared.adapters.queue_figures import queue_figures
from shared.errors import ServerUnavailable
from shared.settings import Settings
from shared.stages import DEAD_QUEUE, TABLE, queue_stages

#: Seconds until a machine that is not ready is given up.
PATIENCE = 100
#: Seconds that a service has to answer that question.
ANSWER = aiohttp.ClientTimeout(total=5)
PAUSE = 0.25
#: Lines of each log that a failed start shows; logs hold no personal data.
LAST_LINES = 6


class NotReady(Exception):
    """A server or a service did not come up; its log under the data folder says why."""


async def wait_until_ready(machine: Machine) -> None:
    """Return once everything works; raises NotReady after PATIENCE."""
    missing = "the servers"
    try:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            while True:
                _require_running(machine)
                missing = await _missing(machine.settings, session)
                if not missing:
                    return
                await asyncio.sleep(PAUSE)
    except TimeoutError as error:
        raise NotReady(_why(machine, missing)) from error


def _why(machine: Machine, missing: str) -> str:
    """What is missing, how often services died, and what each of them last wrote."""
    lines = [f"{missing} not ready after {PATIENCE} s; {machine.restarts} restarts of services."]
    for name, child in machine.services.items():
        written = child.log.read_text(errors="replace").splitlines() if child.log.exists() else []
        lines += [f"{name} (log: {child.log})", *(f"  {line}" for line in written[-LAST_LINES:])]
    return "\n".join(lines)


def _require_running(machine: Machine) -> None:
    """A server that ended while starting will not come up by waiting."""
    for child in (server.child for server in machine.servers):
        if not child.running():
            raise NotReady(f"the {child.name} stopped; see {child.log}")


async def _missing(settings: Settings, session: aiohttp.ClientSession) -> str:
    """What is not there yet, in words; empty when nothing is."""
    ports = {
        "intake": settings.intake_port,
        "instruction": settings.instruction_port,
        "watch": settings.watch_port,
    }
    for name, port in ports.items():
        if not await _answers(session, f"http://127.0.0.1:{port}/readyz"):
            return name
    queues = [DEAD_QUEUE, *(str(row.queue) for row in queue_stages(TABLE))]
    try:
        figures = await queue_figures(settings.amqp_url, queues)
    except ServerUnavailable:
        return "the broker"
    deaf = [name for name, figure in figures.items() if figure.consumers == 0]
    return f"the consumer of {deaf[0]}" if deaf else ""


async def _answers(session: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with session.get(address, timeout=ANSWER) as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False
