"""What the tests over HTTP share: callers with an account, refusals, a view of the store."""

import asyncio
import datetime as dt
import os
import re
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from services.demo.cast import candidate
from services.demo.expectations import demande
from services.standalone.machine import Machine
from shared.adapters.accounts import MongoAccounts
from shared.adapters.store import Database, connect_store
from shared.stages import TABLE
from shared.web.access import Account, Role

Json = dict[str, Any]
Started = tuple[Machine, dict[str, str]]

#: A French sentence that tells the reader what to do: an imperative of the second person.
TELLS_WHAT_TO_DO = re.compile(r"\b\w+ez\b(-l(e|a|es))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, read whole."""

    status: int
    headers: Mapping[str, str]
    data: bytes
    json: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An HTTP client with the key of one account, or with none."""

    session: aiohttp.ClientSession
    base: str
    secret: str | None

    async def __call__(self, method: str, path: str, **options: Any) -> Answer:
        """Send a request. Options are aiohttp's."""
        own = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        headers = own | options.pop("headers", {})
        async with self.session.request(
            method, self.base + path, headers=headers, allow_redirects=False, **options
        ) as response:
            data = await response.read()
            is_json = "json" in response.content_type and data
            return Answer(
                status=response.status,
                headers=response.headers.copy(),
                data=data,
                json=await response.json(content_type=None) if is_json else {},
            )

    async def open(self, **options: Any) -> str:
        """A new draft; its reference."""
        answer = await self("POST", "/v1/dossiers", json=a_body(), **options)
        assert answer.status == 201, answer.data
        return str(answer.json["dossier_id"])

    async def put_piece(self, dossier_id: str, kind: str, data: Any, **options: Any) -> Answer:
        """Upload a piece."""
        path = f"/v1/dossiers/{dossier_id}/pieces/{kind}"
        return await self("PUT", path, data=data, **options)


def intake(
    machine: Started, session: aiohttp.ClientSession, account: str | None = "ecole-demo"
) -> Caller:
    """A caller of the intake API."""
    settings, logins = machine[0].settings, machine[1]
    secret = logins[account] if account else None
    return Caller(session=session, base=f"http://127.0.0.1:{settings.intake_port}", secret=secret)


def review(
    machine: Started, session: aiohttp.ClientSession, account: str | None = "agent-demo"
) -> Caller:
    """A caller of the review API."""
    settings, logins = machine[0].settings, machine[1]
    secret = logins[account] if account else None
    return Caller(
        session=session, base=f"http://127.0.0.1:{settings.instruction_port}", secret=secret
    )


def a_body(**changes: Any) -> Json:
    """The request of a fictitious adult."""
    return demande(candidate(0, dt.datetime.now(dt.UTC).date()), **changes)


def a_jpeg(size: int = 5_000) -> bytes:
    """Bytes that open like a JPEG, never the same twice: no check has to like them."""
    return b"\xff\xd8\xff\xe0" + os.urandom(size - 4)


def assert_problem(answer: Answer, status: int, name: str) -> None:
    """The answer is a problem of this type and tells in French what to do."""
    assert (answer.status, answer.json.get("type")) == (status, f"urn:guichet:problem:{name}")
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json["status"] == status
    detail = answer.json["detail"]
    assert TELLS_WHAT_TO_DO.search(detail), detail
    assert detail.endswith(".") and "'" not in detail


@asynccontextmanager
async def opened_store(machine: Started) -> AsyncIterator[Database]:
    """The machine's store, seen past every service."""
    settings = machine[0].settings
    client, database = connect_store(settings.mongodb_url, settings.mongodb_database)
    try:
        yield database
    finally:
        await client.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the store holds of one dossier, and of uploaded files altogether."""

    document: Json | None
    files: int
    chunks: int


#: Stages that write a copy of what they read, at a time of their own.
COPYING = [row.name.value for row in TABLE.values() if row.piece is not None]
#: Looks, a tenth of a second apart, for the checks of earlier tests to end.
LOOKS = 150


async def kept(machine: Started, dossier_id: str = "") -> Kept:
    """A picture of the store, to be compared with a later one, without the copies of checks."""
    async with opened_store(machine) as database:
        await _checks_ended(database)
        uploaded = {"files_id": {"$nin": await _working_copies(database)}}
        chunks = database["pieces.chunks"]
        return Kept(
            document=await database["dossiers"].find_one({"_id": dossier_id}, {"outbox": 0}),
            files=await chunks.count_documents({**uploaded, "last": True}),
            chunks=await chunks.count_documents(uploaded),
        )


async def _checks_ended(database: Database) -> None:
    row = {"stage": {"$in": COPYING}, "status": "open"}
    for _ in range(LOOKS):
        if not await database["dossiers"].count_documents({"open": {"$elemMatch": row}}):
            return
        await asyncio.sleep(0.1)


async def _working_copies(database: Database) -> list[str]:
    found = await database["dossiers"].find({}, {"stages": 1, "pieces": 1}).to_list(None)
    runs = [run for document in found for run in document["stages"].values()]
    pieces = [piece for document in found for piece in document["pieces"].values()]
    drawn = [run.get("result") for run in runs] + [piece.get("before") for piece in pieces]
    copies = [one.get("working_copy") for one in drawn if one]
    return [copy for copy in copies if copy]


async def new_account(machine: Started, role: Role) -> str:
    """Make an account that nothing else uses; its id, whose key joins the machine's logins."""
    account_id, secret = f"{role.value}-{secrets.token_hex(4)}", secrets.token_urlsafe(24)
    async with opened_store(machine) as database:
        await MongoAccounts(database).put(Account(account_id=account_id, role=role), secret)
    machine[1][account_id] = secret
    return account_id
