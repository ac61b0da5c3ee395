"""What the rows of wrapped keys promise, in MongoDB and in memory."""

from dataclasses import replace

import pytest

from shared.adapters.clock import SystemClock
from shared.adapters.dossier_keys import MemoryDossierKeys, MongoDossierKeys
from shared.adapters.key_ring import REMEMBERED, KeyRing, new_master_key, read_master_keys
from shared.errors import KeyErased
from shared.pipeline.key_ports import WrappedKey
from tests.builders import NOW
from tests.contract.servers import a_database
from tests.flow.line import ManualClock

ROW = WrappedKey(dossier_id="G-ONE", wrapped=b"\x00\xff", master_id="old")


class KeysContract:
    async def test_a_row_reads_back_as_it_was_written(self, rows):
        assert await rows.get("G-ONE") is None
        assert await rows.add(ROW)
        assert await rows.get("G-ONE") == ROW

    async def test_the_first_row_of_a_dossier_stays(self, rows):
        await rows.add(ROW)
        assert not await rows.add(replace(ROW, wrapped=b"other"))
        assert await rows.get("G-ONE") == ROW

    async def test_a_row_is_replaced_only_while_it_is_the_one_that_was_read(self, rows):
        await rows.add(ROW)
        later = replace(ROW, wrapped=b"later", master_id="new")
        assert await rows.replace(ROW, later)
        assert not await rows.replace(ROW, replace(ROW, wrapped=b"too late"))
        assert await rows.get("G-ONE") == later

    async def test_what_another_master_key_wraps_is_found_without_tombstones(self, rows):
        for number, master in enumerate(("old", "old", "new")):
            await rows.add(replace(ROW, dossier_id=f"G-{number}", master_id=master))
        await rows.erase("G-0", NOW)
        assert [row.dossier_id for row in await rows.wrapped_otherwise("new", 10)] == ["G-1"]

    async def test_an_erased_key_is_gone_and_none_takes_its_place(self, rows):
        ring = KeyRing(rows, read_master_keys(new_master_key()), SystemClock())
        key = await ring.for_writing("G-ONE")
        assert (len(key), await ring.for_writing("G-ONE")) == (32, key)
        assert await ring.for_reading("G-ONE") == key
        wrapped = (await rows.get("G-ONE")).wrapped
        assert key not in wrapped
        await ring.erase("G-ONE")
        for ask in (ring.for_reading, ring.for_writing):
            with pytest.raises(KeyErased):
                await ask("G-ONE")
        assert (await rows.get("G-ONE")).wrapped is None

    async def test_every_process_forgets_an_erased_key_within_seconds(self, rows):
        masters, clock = read_master_keys(new_master_key()), ManualClock()
        here, elsewhere = KeyRing(rows, masters, clock), KeyRing(rows, masters, clock)
        await here.for_writing("G-ONE")
        await elsewhere.for_reading("G-ONE")
        await here.erase("G-ONE")
        clock.time += REMEMBERED
        with pytest.raises(KeyErased):
            await elsewhere.for_reading("G-ONE")

    async def test_a_dossier_without_pieces_can_be_erased_too(self, rows):
        await rows.erase("G-ONE", NOW)
        assert not await rows.add(ROW)


class TestMemoryDossierKeys(KeysContract):
    @pytest.fixture
    async def rows(self):
        return MemoryDossierKeys()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoDossierKeys(KeysContract):
    @pytest.fixture
    async def rows(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            keys = MongoDossierKeys(database)
            await keys.prepare()
            yield keys
