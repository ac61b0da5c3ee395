"""A second intake beside the machine's, with narrow bounds: 429, 503, and what still goes on."""

import asyncio
import datetime as dt
import os
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp
import pytest

from services.standalone.child import Child
from services.standalone.machine import environment_of
from services.standalone.ports import free_ports
from shared.adapters.documents import new_document
from shared.adapters.throughput import MongoThroughput
from shared.domain.change import Change
from shared.domain.dossier import Dossier
from shared.domain.forecast import Measured
from shared.stages import StageName
from shared.web.access import Role
from shared.web.links import LinkSigner
from tests.builders import a_dossier, a_draft
from tests.e2e.api_client import (
    Caller,
    Started,
    a_body,
    a_jpeg,
    assert_problem,
    intake,
    new_account,
    opened_store,
)
from tests.rules.dossier_paths import finished, in_review

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

#: Seconds until a service answers, or an answer that needs no body comes.
START, SOON = 30, 5
RATE, RATE_ANONYMOUS, MAX_OPEN = 60, 5, 3
HOUR = dt.timedelta(hours=1)


@pytest.fixture(scope="module")
async def narrow(machine: Started) -> AsyncIterator[str]:
    """The address of an intake that allows little."""
    settings = machine[0].settings.model_copy(
        update={
            "intake_port": free_ports(1)[0],
            "rate_limit": f"{RATE}/minute",
            "rate_limit_anonymous": f"{RATE_ANONYMOUS}/minute",
            "trusted_proxies": 1,
            "max_open_per_stage": MAX_OPEN,
        }
    )
    child = Child(
        name="narrow",
        command=[sys.executable, "-m", "services.intake.main"],
        environment={**os.environ, **environment_of(settings)},
        log=machine[0].folder / "log" / "narrow.log",
    )
    await child.start()
    base = f"http://127.0.0.1:{settings.intake_port}"
    async with aiohttp.ClientSession() as client, asyncio.timeout(START):
        while True:
            if await answers(client, base):
                break
            await asyncio.sleep(0.1)
    yield base
    await child.stop(START)


async def answers(client: aiohttp.ClientSession, base: str) -> bool:
    try:
        async with client.get(f"{base}/readyz") as response:
            return response.status == 200
    except aiohttp.ClientConnectionError:
        return False


async def school_of(machine, session, base) -> Caller:
    """A caller with an account of its own: its window is untouched."""
    return Caller(
        session=session, base=base, secret=machine[1][await new_account(machine, Role.SCHOOL)]
    )


def from_address(address: str) -> dict[str, str]:
    """As the proxy in front passes it on."""
    return {"X-Forwarded-For": address}


def an_address() -> str:
    """One of its own for each test: TEST-NET-3, RFC 5737."""
    return f"203.0.113.{secrets.randbelow(254) + 1}"


def standing(dossier: Dossier, stage: StageName, since: dt.datetime) -> Dossier:
    """The dossier under a reference of its own, in the stage since then, its clock far ahead."""
    run = replace(dossier.stage(stage), since=since, deadline=dt.datetime.now(dt.UTC) + HOUR)
    stages = {**dossier.stages, stage: run}
    return replace(dossier, dossier_id=f"G-{secrets.token_hex(6)}", stages=stages)


@asynccontextmanager
async def stored(machine: Started, *dossiers: Dossier) -> AsyncIterator[None]:
    """These dossiers in the store, without a message: no worker touches them."""
    async with opened_store(machine) as database:
        documents = [new_document(Change(dossier=dossier)) for dossier in dossiers]
        await database["dossiers"].insert_many(documents)
        try:
            yield
        finally:
            ids = [document["_id"] for document in documents]
            await database["dossiers"].delete_many({"_id": {"$in": ids}})


def in_photo(since: dt.datetime) -> Dossier:
    dossier = finished(a_dossier(needs_validation=False), StageName.RECEPTION)
    others = (StageName.SIGNATURE, StageName.IDENTITY, StageName.ADDRESS)
    return standing(finished(dossier, *others), StageName.PHOTO, since)


async def test_an_account_past_its_rate_is_told_when_to_come_back(machine, session, narrow):
    eager, patient = [await school_of(machine, session, narrow) for _ in range(2)]

    found = [(await eager("GET", "/v1/dossiers")).status for _ in range(RATE)]
    refused = await eager("GET", "/v1/dossiers")

    assert found == [200] * RATE
    assert_problem(refused, 429, "too-many-requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert (await patient("GET", "/v1/dossiers")).status == 200


async def test_wrong_keys_are_counted_by_the_address_they_come_from(machine, session, narrow):
    guesser = Caller(session=session, base=narrow, secret="wrong")
    owner, address = await school_of(machine, session, narrow), from_address(an_address())

    found = [await guesser("GET", "/v1/dossiers", headers=address) for _ in range(RATE_ANONYMOUS)]
    refused = await guesser("GET", "/v1/dossiers", headers=address)

    assert {answer.status for answer in found} == {401}
    assert_problem(refused, 429, "too-many-requests")
    # neighbours behind the same address who have a key are not locked out
    assert (await owner("GET", "/v1/dossiers", headers=address)).status == 200


async def test_health_and_files_of_our_own_are_not_counted(machine, session, narrow):
    nobody, address = Caller(session=session, base=narrow, secret=None), from_address(an_address())

    for path in ("/livez", "/readyz", "/metrics", "/static/guichet.css"):
        found = [await nobody("GET", path, headers=address) for _ in range(RATE_ANONYMOUS + 1)]
        assert {answer.status for answer in found} == {200}, path


async def test_a_signed_link_is_counted_apart_from_its_address(machine, session, narrow):
    nobody, address = Caller(session=session, base=narrow, secret=None), from_address(an_address())
    dossier_id = await intake(machine, session).open()
    link = LinkSigner(machine[0].settings).dossier_link(a_draft(dossier_id=dossier_id))
    path = link.removeprefix(machine[0].settings.public_url)

    for _ in range(RATE_ANONYMOUS):
        await nobody("GET", "/suivi/made-up", headers=address)
    made_up = await nobody("GET", "/suivi/made-up", headers=address)
    signed = await nobody("GET", path, headers=address)

    assert_problem(made_up, 429, "too-many-requests")
    assert signed.status == 200


async def test_new_work_waits_outside_while_a_stage_is_too_deep(machine, session, narrow):
    school, now = await school_of(machine, session, narrow), dt.datetime.now(dt.UTC)
    dossier_id = await school.open()

    async with stored(machine, *(in_photo(now) for _ in range(MAX_OPEN + 1))):
        await asyncio.wait_for(door(school, dossier_id, 503), SOON * 2)
        refused = [
            await school("POST", "/v1/dossiers", json=a_body()),
            await school.put_piece(dossier_id, "photo", a_jpeg()),
            await school("POST", f"/v1/dossiers/{dossier_id}/submit"),
        ]
        going_on = [
            await school("GET", "/v1/dossiers"),
            await school("GET", f"/v1/dossiers/{dossier_id}"),
            await school("PUT", f"/v1/dossiers/{dossier_id}/demande", json=a_body()),
        ]
        stranger = await Caller(session=session, base=narrow, secret="wrong")(
            "POST", "/v1/dossiers", json=a_body(), headers=from_address(an_address())
        )
        await asked_before_the_body(narrow, school.secret, dossier_id)
    await asyncio.wait_for(door(school, dossier_id, 201), SOON * 2)

    for answer in refused:
        assert_problem(answer, 503, "overloaded")
        assert answer.headers["Retry-After"] == "60"
    assert {answer.status for answer in going_on} == {200}
    assert stranger.status == 401


async def door(school: Caller, dossier_id: str, status: int) -> None:
    """Return once the door answers so: its figures are two seconds old or a little more."""
    while True:
        answer = await school.put_piece(dossier_id, "photo", a_jpeg())
        if answer.status == status:
            return
        await asyncio.sleep(0.5)


async def asked_before_the_body(base: str, secret: str | None, dossier_id: str) -> None:
    """A client that asks first gets the refusal in place of the invitation."""
    for target in (
        "POST /v1/dossiers",
        f"PUT /v1/dossiers/{dossier_id}/pieces/photo",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(base.rpartition(":")[2]))
        lines = (
            f"{target} HTTP/1.1",
            "Host: guichet",
            f"Authorization: Bearer {secret}",
            "Expect: 100-continue",
            "Content-Length: 5000",
        )
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SOON)
        writer.close()

        assert head.startswith(b"HTTP/1.1 503 "), target


async def test_a_declared_part_is_invited_when_there_is_room(machine, session):
    school = intake(machine, session)

    answer = await school("POST", "/v1/dossiers", json=a_body(), expect100=True)

    assert answer.status == 201


async def test_the_status_says_how_many_stand_before(machine, session):
    school, now = intake(machine, session), dt.datetime.now(dt.UTC)
    own = replace(standing(in_review(), StageName.REVIEW, now), owner="ecole-demo")
    earlier = [standing(in_review(), StageName.REVIEW, now - HOUR) for _ in range(2)]
    later = standing(in_review(), StageName.REVIEW, now + HOUR)
    async with opened_store(machine) as database:
        standing_now = await MongoThroughput(database).standing(StageName.REVIEW)
    before = sum(since < now for since in standing_now) + len(earlier)

    async with stored(machine, own, later, *earlier):
        await asyncio.sleep(0)
        answer = await school("GET", f"/v1/dossiers/{own.dossier_id}")
        draft = await school("GET", f"/v1/dossiers/{await school.open()}")

    assert answer.json["state"]["code"] == "A_INSTRUIRE"
    assert answer.json["state"]["position"] == before + 1
    assert (draft.json["state"]["position"], draft.json["state"]["expected_wait_seconds"]) == (
        None,
        None,
    )


async def test_lines_and_paces_are_read_from_the_store(machine):
    async with opened_store(machine) as database:
        shadow = database.client[f"limits-{secrets.token_hex(4)}"]
        start = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
        rows = [(0, 2, 3), (1, 1, 0), (2, 0, 0), (3, 0, 4)]
        await shadow["samples"].insert_many(
            {
                "_id": str(minute),
                "at": start + dt.timedelta(minutes=minute),
                "stages": {"photo": {"open": opened, "finished": done}},
            }
            for minute, opened, done in rows
        )
        dossiers = [in_photo(start - number * HOUR) for number in range(3)]
        dossiers += [standing(in_review(), StageName.REVIEW, start), a_draft()]
        await shadow["dossiers"].insert_many(
            new_document(Change(dossier=dossier)) for dossier in dossiers
        )
        read = MongoThroughput(shadow)

        assert await read.standing(StageName.PHOTO) == [start - 2 * HOUR, start - HOUR, start]
        assert await read.standing(StageName.SIGNATURE) == []
        assert await read.measured(StageName.PHOTO, start) == Measured(
            finished=7, minutes=4, busy_minutes=3
        )
        assert await read.measured(StageName.PHOTO, start + 3 * dt.timedelta(minutes=1)) == (
            Measured(finished=4, minutes=1, busy_minutes=1)
        )
        assert await read.measured(StageName.ADDRESS, start) == Measured(
            finished=0, minutes=0, busy_minutes=0
        )
        await database.client.drop_database(shadow.name)
