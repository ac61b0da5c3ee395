"""What the place where batches are kept promises."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.adapters.batches import MongoBatches
from shared.adapters.memory_batches import MemoryBatches
from shared.domain.batch import KEPT, Batch, BatchRow, LooseFile, RefusedFile
from tests.builders import NOW
from tests.contract.servers import a_database


def a_batch(batch_id="L-1", **changes):
    loose = LooseFile(
        blob_id="blob-1",
        name="scan.pdf",
        sha256="0" * 64,
        size=12,
        media_type="application/pdf",
        why="Le nom ne dit pas quelle pièce c’est.",
        uploaded_at=NOW,
    )
    rows = (
        BatchRow(line=2, reference="01", name="Léa Dupont", dossier_id="G-1"),
        BatchRow(line=3, reference="02", name="Zoé", typed={"candidate.birth_name": "Né"}),
    )
    batch = Batch(
        batch_id=batch_id,
        owner="school",
        created_at=NOW,
        until=NOW + KEPT,
        rows=rows,
        loose=(loose,),
        refused=(RefusedFile(name="notes.txt", message="Choisissez une image."),),
    )
    return replace(batch, **changes)


class BatchesContract:
    """The promises. The fixture `batches` comes with each."""

    async def test_a_batch_is_read_back_as_it_was_kept(self, batches):
        await batches.add(a_batch())
        assert await batches.get("school", "L-1") == a_batch()

    async def test_somebody_else_s_batch_looks_unknown(self, batches):
        await batches.add(a_batch())
        assert await batches.get("neighbour", "L-1") is None
        assert await batches.get("school", "L-2") is None

    async def test_of_two_writers_on_one_revision_one_wins(self, batches):
        await batches.add(a_batch())
        first, second = a_batch(rev=1, loose=()), a_batch(rev=1, rows=())
        assert [await batches.save(first), await batches.save(second)] == [True, False]
        assert await batches.get("school", "L-1") == first

    async def test_what_was_never_kept_is_not_saved(self, batches):
        assert not await batches.save(a_batch(rev=1))

    async def test_newest_first_and_only_ones_own(self, batches):
        await batches.add(a_batch("L-OLD", created_at=NOW - dt.timedelta(days=1)))
        await batches.add(a_batch("L-NEW"))
        await batches.add(a_batch("L-FOREIGN", owner="neighbour"))
        found = await batches.of("school", 9)
        assert [batch.batch_id for batch in found] == ["L-NEW", "L-OLD"]
        assert len(await batches.of("school", 1)) == 1


class TestMemoryBatches(BatchesContract):
    @pytest.fixture
    def batches(self):
        return MemoryBatches()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoBatches(BatchesContract):
    @pytest.fixture
    async def batches(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            batches = MongoBatches(database)
            await batches.prepare()
            yield batches
