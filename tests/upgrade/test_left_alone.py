"""A dossier that a newer version wrote is neither read by halves nor moved: it waits."""

import asyncio
import datetime as dt

import pytest

from services.watch.beyond import KIND, Beyond
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_watch import MemoryIncidents
from shared.adapters.store import MongoDossiers
from shared.adapters.views import MongoViews
from shared.domain.events import Submitted
from shared.domain.transitions import advance
from shared.errors import NewerFormat
from shared.metrics import HANDED_BACK
from shared.stages import DEAD_QUEUE, TABLE, StageName
from tests.builders import NOW, a_change
from tests.contract.servers import a_database
from tests.flow.line import Line, stands

S = StageName


async def soon(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the consumer makes it true
            await asyncio.sleep(0.002)


async def test_a_dossier_of_a_newer_version_is_worked_on_only_once_it_is_understood():
    line = Line()
    dossier_id = await line.send_dossier()
    document = line.store.documents[dossier_id]
    stages = document["stages"]
    document["version"], document["stages"] = 2, {**stages, "ultrasound": {"status": "open"}}
    before, began = HANDED_BACK.labels(queue="q.reception")._value.get(), line.clock.time
    async with line.running():
        await soon(lambda: HANDED_BACK.labels(queue="q.reception")._value.get() >= before + 2)
        assert (line.calls, line.clock.time) == ({}, began)
        document["version"], document["stages"] = 1, stages
        dossier = await line.until(dossier_id, stands(S.REVIEW, "open"))
    assert dossier.stage(S.RECEPTION).attempt == 1
    assert DEAD_QUEUE not in line.waiting()


async def test_what_a_way_back_leaves_behind_is_an_incident_until_it_is_understood():
    line, incidents = Line(), MemoryIncidents()
    watch = Beyond(views=line.store, incidents=incidents, clock=line.clock)
    document = line.store.documents[await line.send_dossier()]
    assert await watch.look() == 0
    document["version"] = 2
    assert await watch.look() == 1
    assert [(one.kind, one.count) for one in await incidents.open_ones()] == [(KIND, 1)]
    document["version"] = 1
    await watch.look()
    assert await incidents.open_ones() == []


class LeftAlone:
    """The promises of the store; the fixture `kept` (store, views, make newer) comes with each."""

    async def filed(self, store, dossier_id):
        change = a_change(dossier_id)
        await store.add(change)
        sent = advance(change.dossier, Submitted(needs_validation=False), NOW, TABLE)
        assert await store.save(sent)
        return dossier_id

    async def test_a_newer_dossier_is_not_read_by_halves(self, kept):
        store, _, make_newer = kept
        await make_newer(await self.filed(store, "G-1"))
        with pytest.raises(NewerFormat):
            await store.get("G-1")

    async def test_nobody_sweeps_it_and_the_others_are_swept(self, kept):
        store, views, make_newer = kept
        for name in ("G-1", "G-2"):
            await self.filed(store, name)
        late = NOW + dt.timedelta(days=9)
        assert {key for key, _ in await store.unsent(late, 9)} == {"G-1", "G-2"}
        await make_newer("G-1")
        assert {key for key, _ in await store.unsent(late, 9)} == {"G-2"}
        assert await views.standing_since(S.RECEPTION, late, 9) == ["G-2"]
        await store.mark_sent([(key, entry.entry_id) for key, entry in await store.unsent(late, 9)])
        assert {key for key, _ in await store.due(late, 9)} == {"G-2"}

    async def test_depths_count_it_where_the_stage_is_known(self, kept):
        store, views, make_newer = kept
        await self.filed(store, "G-1")
        before = await views.depths()
        await make_newer("G-1")
        assert await views.depths() == before
        assert await views.beyond_us() == 1


class TestLeftAloneInMemory(LeftAlone):
    @pytest.fixture
    async def kept(self):
        store = MemoryStore()

        async def make_newer(key):
            document = store.documents[key]
            document["version"] = 2
            document["open"].append({**document["open"][0], "stage": "ultrasound"})
            document["stages"]["ultrasound"] = {"status": "open"}

        return store, store, make_newer


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestLeftAloneInMongoDB(LeftAlone):
    @pytest.fixture
    async def kept(self, store_url):
        async with a_database(store_url) as database:
            dossiers = database["dossiers"]

            async def make_newer(key):
                document = await dossiers.find_one({"_id": key})
                clock = {**document["open"][0], "stage": "ultrasound"}
                newer = {"version": 2, "stages.ultrasound": {"status": "open"}}
                await dossiers.update_one({"_id": key}, {"$set": newer, "$push": {"open": clock}})

            yield MongoDossiers(database), MongoViews(database), make_newer
