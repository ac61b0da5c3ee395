"""Titles from order to letter box, on memory ports."""

import datetime as dt

from services.watch.titles import TitleRounds
from shared.adapters.memory_titles import MemoryTitleOffice, MemoryTitles
from shared.adapters.memory_watch import MemoryIncidents
from shared.domain.change import Change
from shared.domain.title import TitleState
from shared.domain.title_events import RedispatchAsked
from shared.pipeline.titles import TitleNews
from tests.flow.line import Line
from tests.rules.title_paths import accepted

T = TitleState
DAY = dt.timedelta(days=1)


class Road:
    """One accepted request, the rounds of watch, and an office that says what it is told."""

    def __init__(self):
        self.line, self.office, self.incidents = Line(), MemoryTitleOffice(), MemoryIncidents()
        self.rounds = TitleRounds(
            titles=MemoryTitles(self.line.store),
            register=self.line.register,
            incidents=self.incidents,
            clock=self.line.clock,
        )

    async def begin(self):
        await self.line.store.add(Change(dossier=accepted()))
        await self.rounds.exchange(self.office)

    async def title(self):
        return (await self.line.store.get("G-TEST")).title

    async def hear(self, state, order=1):
        at = self.line.clock.now()
        self.office.said.append(TitleNews(dossier_id="G-TEST", order=order, state=state, at=at))
        return await self.rounds.exchange(self.office)

    async def days_pass(self, days):
        self.line.clock.time += days * DAY
        return await self.rounds.sweep()


async def test_an_order_is_handed_over_once_and_followed_to_the_letter_box():
    road = Road()
    await road.begin()
    await road.rounds.exchange(road.office)
    assert [order.order for order in road.office.orders] == [1]

    for state in (T.IN_PRODUCTION, T.DISPATCHED, T.DELIVERED):
        assert await road.hear(state) == 1

    assert ((await road.title()).state, (await road.title()).deadline) == (T.DELIVERED, None)


async def test_a_returned_title_is_ordered_again_under_a_number_of_its_own():
    road = Road()
    await road.begin()
    await road.hear(T.AT_POST_OFFICE)
    assert await road.days_pass(15) == 1
    await road.line.register.apply("G-TEST", RedispatchAsked())

    await road.rounds.exchange(road.office)

    assert [order.order for order in road.office.orders] == [1, 2]
    assert await road.hear(T.DISPATCHED, order=1) == 0
    assert await road.hear(T.DISPATCHED, order=2) == 1


async def test_an_office_that_stays_silent_becomes_an_incident_until_it_speaks():
    road = Road()
    await road.begin()
    assert await road.days_pass(3) == 1

    (incident,) = await road.incidents.open_ones()
    assert (incident.kind, incident.subject, incident.count) == ("title_late", "ordered", 1)
    await road.rounds.exchange(road.office)
    assert (await road.title()).handed_over
    await road.hear(T.IN_PRODUCTION)
    await road.rounds.sweep()
    assert await road.incidents.open_ones() == []


async def test_news_of_an_unknown_dossier_do_not_hold_up_the_others():
    road = Road()
    await road.begin()
    now = road.line.clock.now()
    stray = TitleNews(dossier_id="G-NOBODY", order=1, state=T.DELIVERED, at=now)
    road.office.said.append(stray)

    assert await road.hear(T.DELIVERED) == 1


async def test_nobody_is_forgotten_for_years_without_any_news():
    road = Road()
    await road.begin()
    await road.hear(T.RETURNED)
    for _ in range(12):
        await road.days_pass(31)

    assert (await road.title()).state is T.DESTROYED
