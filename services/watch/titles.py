"""The rounds that follow titles: hand orders over, read the office's news, act on deadlines."""

from dataclasses import dataclass

import structlog

from services.watch.naming import name_incident
from shared.domain.title_events import TitleHandedOver, TitleReported, TitleTicked
from shared.domain.title_table import TITLE_TABLE
from shared.pipeline.ports import Clock
from shared.pipeline.register import Register
from shared.pipeline.titles import TitleNews, TitleOffice, Titles
from shared.pipeline.watch_ports import Incidents

log = structlog.get_logger()

#: Titles looked at in one turn; more are met by the next.
BATCH = 200
#: The incident of titles whose deadline passed without news, one a state.
LATE = "title_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRounds:
    """What watch does for titles, again and again."""

    titles: Titles
    register: Register
    incidents: Incidents
    clock: Clock

    async def sweep(self) -> int:
        """Act on every deadline that passed; how many titles moved."""
        moved = 0
        for dossier_id in await self.titles.due(self.clock.now(), BATCH):
            if await self.register.apply(dossier_id, TitleTicked()) is not None:
                moved += 1
                log.info("title deadline acted on", action="title_swept", dossier_id=dossier_id)
        await self._name_late()
        return moved

    async def _name_late(self) -> None:
        """An incident stands as long as a title of its state is late."""
        late = {depth.state: depth.late for depth in await self.titles.depths()}
        now = self.clock.now()
        for state in TITLE_TABLE:
            if late.get(state):
                await name_incident(self.incidents, LATE, state.value, late[state], now)
            else:
                await self.incidents.close(LATE, state.value, now)

    async def exchange(self, office: TitleOffice) -> int:
        """Hand orders over, then follow the news; how many lines changed a title."""
        for order in await self.titles.to_order(BATCH):
            await office.order(order)
            await self.register.apply(order.dossier_id, TitleHandedOver(order=order.order))
        page = await office.news(await self.titles.position())
        followed = 0
        for line in page.news:
            followed += await self._follow(line)
        if page.news:
            # a crash before this line reads the same news again: they then change nothing
            await self.titles.read_up_to(page.position)
        return followed

    async def _follow(self, line: TitleNews) -> bool:
        event = TitleReported(state=line.state, order=line.order, at=line.at)
        changed = await self.register.apply(line.dossier_id, event)
        if changed is None:
            log.info("title news without effect", action="title_news_ignored", cause=line.state)
        return changed is not None
