"""What the file store promises: whole or not at all."""

import asyncio
import datetime as dt
import hashlib

import pytest

from services.bench.plans import plan_of
from shared.adapters.blobs import GridFsBlobs, came_between
from shared.adapters.clock import SystemClock
from shared.adapters.dossier_keys import MemoryDossierKeys, MongoDossierKeys
from shared.adapters.key_ring import KeyRing, new_master_key, read_master_keys
from shared.adapters.memory_files import MemoryBlobs
from shared.adapters.sealed_blobs import SealedBlobs
from shared.domain.files import SNIFF_BYTES, RefusalCode, UnreadableFile
from shared.errors import GuichetError, MissingBlob
from tests.contract.servers import a_database

#: Twelve GridFS chunks of 255 KiB, the last one not full.
BYTES = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 12_000
PART = 64 * 1024
LIMIT = 10 * 1024 * 1024
DOSSIER = "G-TEST"


class Hangup(Exception):
    """The client went away."""


async def chunks_of(data, size=PART):
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def numbered(chunks):
    number = 0
    async for chunk in chunks:
        yield number, chunk
        number += 1


async def broken_stream(error):
    yield BYTES  # more than any store holds back before it writes
    raise error


class BlobsContract:
    """The promises. The fixtures `blobs` and `left` (what a store still holds) come with each."""

    async def test_three_megabytes_read_back_as_they_were_written(self, blobs):
        stored = await blobs.write(chunks_of(BYTES), LIMIT, DOSSIER)
        assert await blobs.read(stored.blob_id) == BYTES
        assert (stored.size, stored.sha256) == (len(BYTES), hashlib.sha256(BYTES).hexdigest())
        assert stored.head == BYTES[:SNIFF_BYTES]

    async def test_the_head_is_whole_though_the_bytes_come_one_by_one(self, blobs):
        stored = await blobs.write(chunks_of(BYTES[:40], size=1), LIMIT, DOSSIER)
        assert stored.head == BYTES[:SNIFF_BYTES]

    async def test_the_same_bytes_twice_are_two_files(self, blobs):
        first = await blobs.write(chunks_of(b"same"), LIMIT, DOSSIER)
        second = await blobs.write(chunks_of(b"same"), LIMIT, DOSSIER)
        await blobs.delete(first.blob_id)
        assert await blobs.read(second.blob_id) == b"same"

    async def test_bytes_are_found_by_the_time_they_came_in(self, blobs):
        now = dt.datetime.now(dt.UTC)
        hour = dt.timedelta(hours=1)
        stored = await blobs.write(chunks_of(BYTES), LIMIT, DOSSIER)
        assert await blobs.stored_between(now - hour, now + hour) == [stored.blob_id]
        assert await blobs.stored_between(now - hour, now - hour / 2) == []

    async def test_a_file_of_exactly_the_limit_is_taken(self, blobs):
        assert (await blobs.write(chunks_of(BYTES), len(BYTES), DOSSIER)).size == len(BYTES)

    async def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(self, blobs, left):
        with pytest.raises(UnreadableFile) as refusal:
            await blobs.write(chunks_of(BYTES), len(BYTES) - 1, DOSSIER)
        assert refusal.value.code is RefusalCode.TOO_LARGE
        assert await left() == 0

    @pytest.mark.parametrize("error", [Hangup(), asyncio.CancelledError()], ids=repr)
    async def test_a_stream_that_breaks_leaves_nothing(self, blobs, left, error):
        with pytest.raises(type(error)):
            await blobs.write(broken_stream(error), LIMIT, DOSSIER)
        assert await left() == 0

    async def test_an_empty_stream_is_an_empty_file(self, blobs):
        stored = await blobs.write(chunks_of(b""), LIMIT, DOSSIER)
        assert (stored.size, stored.head, await blobs.read(stored.blob_id)) == (0, b"", b"")

    async def test_what_was_never_written_is_missing(self, blobs):
        with pytest.raises(MissingBlob):
            await blobs.read("nothing")

    async def test_what_was_deleted_is_missing_and_leaves_nothing(self, blobs, left):
        stored = await blobs.write(chunks_of(BYTES), LIMIT, DOSSIER)
        assert await left() > 0
        await blobs.delete(stored.blob_id)
        await blobs.delete(stored.blob_id)
        with pytest.raises(MissingBlob):
            await blobs.read(stored.blob_id)
        assert await left() == 0


class TestMemoryBlobs(BlobsContract):
    @pytest.fixture
    async def blobs(self):
        return MemoryBlobs()

    @pytest.fixture
    def left(self, blobs):
        async def count():
            return len(blobs.files)

        return count


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestGridFsBlobs(BlobsContract):
    @pytest.fixture
    async def database(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            yield database

    @pytest.fixture
    async def blobs(self, database):
        return GridFsBlobs(database, SystemClock())

    @pytest.fixture
    def left(self, database):
        async def count():
            return await database["pieces.chunks"].count_documents({})

        return count

    async def test_an_upload_under_way_is_on_its_way_to_the_disk(self, blobs, database):
        """What the process holds of an upload does not grow with the upload."""
        seen = []

        async def chunks():
            for start in range(0, len(BYTES), PART):
                yield BYTES[start : start + PART]
                stored = await database["pieces.chunks"].count_documents({})
                seen.append(start + PART - stored * 255 * 1024)

        await blobs.write(chunks(), LIMIT, DOSSIER)
        assert max(seen) <= 1024 * 1024 + PART

    async def test_a_file_of_a_version_that_kept_a_document_of_it_reads_back_and_goes(
        self, blobs, database
    ):
        chunks, files = database["pieces.chunks"], database["pieces.files"]
        async for number, part in numbered(chunks_of(BYTES, size=255 * 1024)):
            await chunks.insert_one({"files_id": "old", "n": number, "data": part})
        await files.insert_one(
            {"_id": "old", "filename": "", "length": len(BYTES), "chunkSize": 255 * 1024}
        )
        assert await blobs.read("old") == BYTES
        await blobs.delete("old")
        assert await files.count_documents({}) == await chunks.count_documents({}) == 0

    async def test_files_are_found_by_their_age_without_a_look_at_their_bytes(
        self, blobs, database
    ):
        await GridFsBlobs(database, SystemClock()).prepare()
        start = dt.datetime.now(dt.UTC)
        for _ in range(3):
            await blobs.write(chunks_of(BYTES), LIMIT, DOSSIER)
        question = came_between(start - dt.timedelta(hours=1), start + dt.timedelta(hours=1))
        plan = await plan_of(database, question, "pieces.chunks")
        assert (plan.index, plan.documents_read) == ("came_at_1", 3)
        assert all(
            [chunk["data"] == b"" async for chunk in database["pieces.chunks"].find(question)]
        )

    async def test_a_piece_of_usual_size_is_written_in_one_go(self, blobs, database):
        stored = await blobs.write(chunks_of(BYTES[:PART]), LIMIT, DOSSIER)
        first, chunk = await database["pieces.chunks"].find({}).sort("n", 1).to_list(None)
        assert (first["files_id"], first["data"]) == (stored.blob_id, b"")
        assert (chunk["files_id"], chunk["n"], chunk["last"]) == (stored.blob_id, 1, True)
        assert "pieces.files" not in await database.list_collection_names()

    @pytest.mark.parametrize("number", [0, 3, 11])
    async def test_a_file_that_lost_a_chunk_is_never_read_short(self, blobs, database, number):
        stored = await blobs.write(chunks_of(BYTES), LIMIT, DOSSIER)
        await database["pieces.chunks"].delete_one({"files_id": stored.blob_id, "n": number})
        with pytest.raises(GuichetError):
            await blobs.read(stored.blob_id)


class TestSealedMemoryBlobs(TestMemoryBlobs):
    @pytest.fixture
    def files(self):
        return MemoryBlobs()

    @pytest.fixture
    async def blobs(self, files):
        return SealedBlobs(files, a_ring(MemoryDossierKeys()))

    @pytest.fixture
    def left(self, files):
        async def count():
            return len(files.files)

        return count


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestSealedGridFsBlobs(TestGridFsBlobs):
    @pytest.fixture
    async def blobs(self, database):
        return SealedBlobs(GridFsBlobs(database, SystemClock()), a_ring(MongoDossierKeys(database)))


def a_ring(rows):
    return KeyRing(rows, read_master_keys(new_master_key()), SystemClock())
