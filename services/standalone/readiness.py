"""When one machine is ready: every service answers and every queue has its consumer."""

import asyncio

import aiohttp

from services.standalone.machine import Machine
from shared.adapters.queue_figures import queue_figures
from shared.errors import ServerUnavailable
from shared.settings import Settings
from shared.stages import DEAD_QUEUE, TABLE, queue_stages

#: Seconds until a machine that is not ready is given up.
PATIENCE = 90
PAUSE = 0.25


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
        raise NotReady(f"{missing} not ready; see {machine.folder}/log and node.log") from error


def _require_running(machine: Machine) -> None:
    """A server that ended while starting will not come up by waiting."""
    for child in (machine.broker.child, machine.store.child):
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
        async with session.get(address) as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False
