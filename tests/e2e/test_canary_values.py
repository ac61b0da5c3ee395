"""Values that no code holds are filed, purged, and searched for wherever a machine writes."""

import asyncio
import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from shared.adapters.archive import MongoArchive
from shared.adapters.purge_wiring import purge_of
from shared.adapters.wiring import connect_servers
from shared.domain.dossier import Outcome, StageStatus
from shared.domain.editor import Editor
from shared.domain.retention import Kept
from shared.stages import TABLE, StageName
from tests.e2e.api_client import COPYING, a_body, a_jpeg, assert_problem, intake, opened_store

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

NAME, STREET, MAIL = "Canarivert", "3 rue des Serins", "canarivert@example.org"
IN_A_FILE = b"CANARI-DANS-UN-FICHIER"
CANARIES = (NAME, NAME.upper(), STREET, MAIL)
PIECES = ("photo", "signature", "identity", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsLater:
    """The clock of a purge that comes years later."""

    def now(self):
        return dt.datetime.now(dt.UTC) + dt.timedelta(days=2000)

    async def sleep(self, seconds):
        """Nobody waits here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyOne:
    """An archive of one dossier: those of other tests stay."""

    archive: MongoArchive
    dossier_id: str

    async def ended(self, outcome, kept, before, limit):
        found = await self.archive.ended(outcome, kept, before, limit)
        return [dossier_id for dossier_id in found if dossier_id == self.dossier_id]


async def filed(machine, session):
    """A dossier full of canaries that every check has looked at."""
    school, body = intake(machine, session), a_body()
    for person in ("candidate", "account"):
        body[person] |= {"birth_name": NAME, "email": MAIL}
    body["address"] |= {"street": STREET}
    answer = await school("POST", "/v1/dossiers", json=body)
    dossier_id = answer.json["dossier_id"]
    for kind in PIECES:
        sent = await school.put_piece(dossier_id, kind, a_jpeg() + IN_A_FILE)
        assert sent.status == 201, sent.data
    sent = await school("POST", f"/v1/dossiers/{dossier_id}/submit")
    assert sent.status == 202, sent.data
    return dossier_id


async def until(condition, seconds=25):
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - the services make it true
            await asyncio.sleep(0.2)


async def end(servers, dossier_id):
    """Close it once the checks are over, and let its letter leave."""
    dossiers = servers.dossiers

    async def checked():
        stages = (await dossiers.get(dossier_id)).stages
        runs = [run for name, run in stages.items() if name.value in [*COPYING, "divergence"]]
        return not {run.status for run in runs} & {StageStatus.OPEN, StageStatus.WAITING}

    async def closed():
        dossier = await dossiers.get(dossier_id)
        editor = Editor(dossier, servers.clock.now(), TABLE)
        editor.end(Outcome.CLOSED)
        return await dossiers.save(editor.change())

    async def told():
        return not (await dossiers.get(dossier_id)).unsent_letters()

    for condition in (checked, closed, told):
        await until(condition)


def files_under(folder, *names):
    paths = [path for name in names for path in (folder / name).rglob("*") if path.is_file()]
    return {str(path): path.read_bytes() for path in paths}


async def everything(machine, session):
    """All that a machine keeps: collections, logs, the broker's files, metrics."""
    found = {}
    async with opened_store(machine) as database:
        for name in await database.list_collection_names():
            found[name] = repr(await database[name].find({}).to_list(None)).encode()
    found |= files_under(Path(machine[0].folder), "log", "broker", "audit")
    settings = machine[0].settings
    for port in (settings.intake_port, settings.instruction_port, settings.watch_port):
        async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            assert answer.status == 200
            found[f"metrics {port}"] = await answer.read()
    return found


def holding(found, *canaries):
    return {place for place, text in found.items() for one in canaries if one in text}


async def test_canary_values_are_nowhere_after_the_purge(machine, session):
    dossier_id = await filed(machine, session)
    async with connect_servers(machine[0].settings) as servers:
        await end(servers, dossier_id)
        values = [canary.encode() for canary in CANARIES]
        before = await everything(machine, session)
        assert holding(before, *values) == {"dossiers"}
        assert holding(before, IN_A_FILE) == set()  # sealed from its first byte on

        purge = purge_of(servers, machine[0].settings)
        archive = OnlyOne(archive=MongoArchive(servers.database), dossier_id=dossier_id)
        purge = replace(purge, clock=YearsLater(), archive=archive)
        assert await purge.round() == 2

        assert (await servers.dossiers.get(dossier_id)).kept is Kept.NO_PERSON
        assert (await servers.dossiers.get(dossier_id)).stage(StageName.PHOTO).result is None
        assert holding(await everything(machine, session), *values, IN_A_FILE) == set()

    late = await intake(machine, session)(
        "PUT", f"/v1/dossiers/{dossier_id}/pieces/photo", data=a_jpeg()
    )
    assert_problem(late, 409, "wrong-state")
