"""One agent's page over a service that can die and come back, both with one clock."""

import datetime as dt
import socket
from contextlib import asynccontextmanager

from aiohttp import web

from services.instruction.face import agents_face
from shared.domain.review_events import Claimed
from shared.stages import TABLE, StageName
from tests.builders import NOW
from tests.rules.console_desk import AGENTS, Room, flagged

LEASE = TABLE[StageName.REVIEW].lease
MINUTE = 60


class Desk:
    """The page, its service and the clock of both."""

    def __init__(self, page):
        self.page, self.room = page, Room()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.home = f"http://127.0.0.1:{self.port}/console"
        self._runner = None

    async def start(self):
        self._runner = web.AppRunner(self.room.app(), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def die(self):
        await self._runner.cleanup()

    async def pass_time(self, seconds):
        self.room.clock.time += dt.timedelta(seconds=seconds)
        await self.page.clock.fast_forward(seconds * 1000)

    async def claim(self, dossier_id="G-1"):
        return (await self.room.dossier(dossier_id)).stage(StageName.REVIEW).claim

    async def take(self):
        """« Suivant » on the list: the first dossier, in hand."""
        await self.page.keyboard.press("s")
        await self.page.wait_for_url("**/console/dossiers/G-1*")
        await self.page.wait_for_selector("#suivant-pret:not([hidden])", state="attached")

    async def taken_by_another(self):
        return await self.room.line.register.apply("G-1", Claimed(agent="agent-2"))

    async def made_ready(self):
        """The next dossier, once the page says that it is there."""
        await self.pass_time(2)
        await self.page.wait_for_selector("#suivant-pret[data-ready]")


@asynccontextmanager
async def at_the_desk(page):
    """An agent on the queue of three flagged dossiers; the page's clock stands unless moved."""
    desk = Desk(page)
    await desk.room.lay(*(flagged(f"G-{number}") for number in (1, 2, 3)))
    await desk.room.entrance.sessions.open(AGENTS["agent-1"], "token", NOW + dt.timedelta(hours=2))
    await desk.start()
    cookie = agents_face(desk.room.settings).cookie_name
    await page.context.add_cookies([{"name": cookie, "value": "token", "url": desk.home}])
    # minutes off, as the clocks of offices are
    await page.clock.install(time=NOW + dt.timedelta(minutes=7))
    await page.goto(desk.home)
    yield desk
    await desk.die()
