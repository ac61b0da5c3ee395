"""A batch that is over leaves neither its list of names nor a key that opens its files."""

import datetime as dt

import pytest

from shared.adapters.archive import MemoryArchive
from shared.adapters.batch_archive import MemoryBatchArchive, MongoBatchArchive
from shared.adapters.batches import MongoBatches
from shared.adapters.dossier_keys import MemoryDossierKeys, MongoDossierKeys
from shared.adapters.key_ring import KeyRing, new_master_key, read_master_keys
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_batches import MemoryBatches
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.memory_files import MemoryBlobs
from shared.adapters.sealed_blobs import SealedBlobs
from shared.domain.batch import KEPT
from shared.domain.retention import RETENTIONS
from shared.errors import KeyErased
from shared.pipeline.purge import Purge
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.stages import TABLE
from tests.builders import NOW
from tests.contract.servers import a_database
from tests.contract.test_batches_contract import a_batch
from tests.contract.test_purge import Calendar, chunks

SECOND = dt.timedelta(seconds=1)


class World:
    """A purge that has batches to look after, and no dossier."""

    def __init__(self, batches, archive, rows):
        self.clock, self.batches, self.archive, self.rows = Calendar(), batches, archive, rows
        keys = KeyRing(rows, read_master_keys(new_master_key()), self.clock)
        self.blobs = SealedBlobs(MemoryBlobs(), keys)
        store = MemoryStore()
        relay = Relay(MemoryBroker(TABLE), store, self.clock)
        self.purge = Purge(
            register=Register(store, relay, self.clock, TABLE),
            archive=MemoryArchive(store),
            blobs=self.blobs,
            keys=keys,
            batches=archive,
            clock=self.clock,
            retentions=RETENTIONS,
        )

    async def write(self, kept_for):
        return (await self.blobs.write(chunks(b"a file" * 50), 2**20, kept_for)).blob_id


class BatchPurgeContract:
    """The promises. The fixture `world` comes with each."""

    async def test_a_batch_and_its_key_go_when_its_time_is_over(self, world):
        await world.batches.add(a_batch())
        file = await world.write("L-1")
        world.clock.day = NOW + KEPT - SECOND
        await world.purge.round()
        assert await world.batches.get("school", "L-1")
        assert await world.blobs.read(file)

        world.clock.day = NOW + KEPT
        await world.purge.round()
        assert await world.batches.get("school", "L-1") is None
        with pytest.raises(KeyErased):
            await world.blobs.read(file)
        assert await world.archive.over(world.clock.day, 10) == []

    async def test_a_key_whose_batch_the_store_forgot_goes_too_and_no_dossier_s(self, world):
        lost, dossier = await world.write("L-2"), await world.write("G-1")
        await world.purge.round()
        with pytest.raises(KeyErased):
            await world.blobs.read(lost)
        assert await world.blobs.read(dossier)

    async def test_a_round_takes_no_more_than_it_is_allowed(self, world):
        for number in range(3):
            await world.batches.add(a_batch(f"L-{number}"))
        assert len(await world.archive.over(NOW + KEPT, 2)) == 2


class TestMemoryBatchPurge(BatchPurgeContract):
    @pytest.fixture
    async def world(self):
        batches, rows = MemoryBatches(), MemoryDossierKeys()
        return World(batches, MemoryBatchArchive(batches, rows), rows)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoBatchPurge(BatchPurgeContract):
    @pytest.fixture
    async def world(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            # without the index that makes the store forget by itself: the purge is what is tested
            yield World(
                MongoBatches(database), MongoBatchArchive(database), MongoDossierKeys(database)
            )
