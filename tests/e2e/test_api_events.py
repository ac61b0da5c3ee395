"""A dossier followed live: events in order, and after a break only what is new."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.e2e.api_client import Caller, Json, a_body, a_jpeg, assert_problem, intake

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

#: Seconds for an event; a follower looks twice a second.
SOON = 5
#: Seconds in which a dossier that does not change must say nothing.
QUIET = 1.5


class Follower:
    """The events of one connection."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        """Read from an open answer."""
        self.response = response

    async def next(self, seconds: float = SOON) -> tuple[int, str, Json]:
        """Id, name and data of the next event."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(seconds):
            while True:
                line = (await self.response.content.readline()).decode().rstrip("\r\n")
                if line and not line.startswith(":"):
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif fields:
                    return int(fields["id"]), fields["event"], json.loads(fields["data"])


@asynccontextmanager
async def following(school: Caller, dossier_id: str, last: int = 0) -> AsyncIterator[Follower]:
    """A connection that follows the dossier, from after event `last` on."""
    headers = {"Authorization": f"Bearer {school.secret}"}
    if last:
        headers["Last-Event-ID"] = str(last)
    address = f"{school.base}/v1/dossiers/{dossier_id}/events"
    async with school.session.get(address, headers=headers) as response:
        assert response.status == 200
        yield Follower(response)


async def test_events_come_in_order_each_with_the_revision_as_id(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()

    async with following(school, dossier_id) as follower:
        events = [await follower.next()]
        await school.put_piece(dossier_id, "photo", a_jpeg())
        events.append(await follower.next())
        await school("PUT", f"/v1/dossiers/{dossier_id}/demande", json=a_body(category="A2"))
        events.append(await follower.next())

    assert [(number, name) for number, name, _ in events] == [(n, "status") for n in (1, 2, 3)]
    assert [view["rev"] for _, _, view in events] == [1, 2, 3]
    assert [len(view["pieces"]) for _, _, view in events] == [0, 1, 1]
    assert events[2][2] == (await school("GET", f"/v1/dossiers/{dossier_id}")).json


async def test_a_follower_who_comes_back_gets_only_what_is_new(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()
    await school.put_piece(dossier_id, "photo", a_jpeg())

    async with following(school, dossier_id, last=1) as follower:
        number, _, view = await follower.next()
    async with following(school, dossier_id, last=2) as follower:
        with pytest.raises(TimeoutError):
            await follower.next(QUIET)

    assert (number, len(view["pieces"])) == (2, 1)


async def test_the_stream_says_that_it_is_one_and_is_kept_by_nobody(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()

    async with following(school, dossier_id) as follower:
        headers = follower.response.headers

    assert headers["Content-Type"] == "text/event-stream"
    assert headers["Cache-Control"] == "no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("last", ["abc", "-1", "1.5", "1_0", "٣", "9" * 5_000])
async def test_an_event_that_never_was_is_refused(machine, session, last):
    school = intake(machine, session)
    dossier_id = await school.open()

    answer = await school(
        "GET", f"/v1/dossiers/{dossier_id}/events", headers={"Last-Event-ID": last}
    )

    assert_problem(answer, 422, "invalid-request")
    assert answer.json["errors"] == [{"field": "Last-Event-ID", "code": "malformed"}]
