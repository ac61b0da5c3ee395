"""The promises of the file store, on a server that speaks S3."""

import asyncio
import re
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from shared.adapters.blob_files import blob_files
from shared.adapters.clock import SystemClock
from shared.adapters.dossier_keys import MemoryDossierKeys
from shared.adapters.s3_blobs import S3Blobs, connect_files
from shared.adapters.sealed_blobs import SealedBlobs
from shared.errors import MissingBlob, ServerUnavailable
from shared.settings import Settings
from tests.contract.s3_server import an_object_store
from tests.contract.servers import a_database, a_name
from tests.contract.test_blobs_contract import (
    BYTES,
    BlobsContract,
    a_ring,
    chunks_of,
)

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture(scope="module")
async def object_store(server_folder):
    async with an_object_store(server_folder) as address:
        yield address


class Bucket:
    """A fresh bucket, and what lies in it: whole objects, and uploads that were not ended."""

    def __init__(self, address, session):
        self.address, self.name, self.session = address, a_name().replace("_", "-"), session

    @property
    def url(self):
        return f"s3://{self.name}?endpoint={self.address}"

    async def make(self):
        async with self.session.put(f"{self.address}/{self.name}") as answer:
            assert answer.status == 200

    async def left(self):
        found = 0
        for question, tag in (("list-type=2", "Contents"), ("uploads", "Upload")):
            async with self.session.get(f"{self.address}/{self.name}?{question}") as answer:
                found += len(re.findall(f"<{tag}>", await answer.text()))
        return found


@pytest.fixture
async def bucket(object_store):
    async with aiohttp.ClientSession() as session:
        bucket = Bucket(object_store, session)
        await bucket.make()
        yield bucket


@pytest.fixture
def files(bucket):
    return S3Blobs(connect_files(bucket.url, "key", "secret"), SystemClock())


class TestSealedS3Blobs(BlobsContract):
    @pytest.fixture
    async def blobs(self, files):
        return SealedBlobs(files, a_ring(MemoryDossierKeys()))

    @pytest.fixture
    def left(self, bucket):
        return bucket.left


async def test_a_file_of_several_parts_reads_back_as_it_was_written(files):
    large = BYTES * 3  # nine megabytes: two parts
    await files.put("large", chunks_of(large))
    assert await files.read("large") == large


@pytest.mark.parametrize("before", [0, 3 * len(BYTES)], ids=["at once", "within the second part"])
async def test_an_upload_whose_request_is_cancelled_leaves_nothing(files, bucket, before):
    waiting = asyncio.Event()

    async def chunks():
        async for chunk in chunks_of((BYTES * 3)[:before]):
            yield chunk
        waiting.set()
        await asyncio.sleep(60)

    upload = asyncio.create_task(files.put("cut-off", chunks()))
    async with asyncio.timeout(10):
        await waiting.wait()
    upload.cancel()
    with pytest.raises(asyncio.CancelledError):
        await upload
    assert await bucket.left() == 0


async def test_what_a_crash_left_is_found_by_its_time_and_deleted_without_error(files, bucket):
    now = SystemClock().now()
    await files.put("crashed", chunks_of(BYTES))
    async with bucket.session.delete(f"{bucket.address}/{bucket.name}/pieces/crashed"):
        pass
    hour = 60 * 60
    start, end = (now.fromtimestamp(now.timestamp() + s, now.tzinfo) for s in (-hour, hour))
    assert await files.stored_between(start, end) == ["crashed"]
    await files.delete("crashed")
    assert await files.stored_between(start, end) == []
    assert await bucket.left() == 0


async def test_a_file_whose_marker_s_name_got_lost_in_a_copy_is_deleted_all_the_same(files, bucket):
    async with bucket.session.put(f"{bucket.address}/{bucket.name}/pieces/copied", data=b"bytes"):
        pass
    assert await files.read("copied") == b"bytes"
    await files.delete("copied")
    assert await bucket.left() == 0


async def test_a_list_stops_at_its_end(files):
    for number in range(5):
        await files.put(f"blob-{number}", chunks_of(b"bytes"))
    now = SystemClock().now()
    start, end = (now.fromtimestamp(now.timestamp() + s, now.tzinfo) for s in (-60, 60))
    assert len(await files.stored_between(start, end)) == 5
    assert await files.stored_between(end, end) == []


async def test_the_settings_say_where_pieces_lie(bucket, store_url):
    opened = {"blobs_access_key": "key", "blobs_secret_key": "secret"}
    settings = Settings(secret_key="k" * 32, blobs_url=bucket.url, **opened)
    async with a_database(store_url) as database:
        files = blob_files(database, settings, SystemClock())
        await files.put("a-piece", chunks_of(b"bytes"))
        assert await files.read("a-piece") == b"bytes"
        unset = blob_files(database, Settings(secret_key="k" * 32), SystemClock())
        with pytest.raises(MissingBlob):
            await unset.read("a-piece")
    assert await bucket.left() == 2  # the file and its marker


async def test_a_bucket_answers_where_it_is_and_not_where_there_is_none(files, object_store):
    await files.ping()
    elsewhere = connect_files(f"s3://no-such-bucket?endpoint={object_store}", "key", "secret")
    with pytest.raises(ServerUnavailable):
        await S3Blobs(elsewhere, SystemClock()).ping()


@asynccontextmanager
async def a_way_that_leads_nowhere():
    """An ingress that answers 404 to whatever it is asked."""
    async with TestServer(web.Application()) as server:
        yield f"s3://any?endpoint=http://127.0.0.1:{server.port}"


async def is_away(url):
    files = S3Blobs(connect_files(url, "key", "secret"), SystemClock())
    now = SystemClock().now()
    put, listed = files.put("x", chunks_of(b"bytes")), files.stored_between(now, now)
    for asked in (files.read("x"), put, files.delete("x"), files.ping(), listed):
        with pytest.raises(ServerUnavailable):
            await asked


async def test_a_piece_is_not_taken_for_missing_where_its_bucket_is(object_store):
    await is_away(f"s3://no-such-bucket?endpoint={object_store}")


async def test_a_piece_is_not_taken_for_missing_where_the_way_to_it_is_lost():
    async with a_way_that_leads_nowhere() as url:
        await is_away(url)


async def test_a_server_that_is_away_is_said_to_be_away(unused_tcp_port):
    url = f"s3://nowhere?endpoint=http://127.0.0.1:{unused_tcp_port}"
    files = S3Blobs(connect_files(url, "key", "secret"), SystemClock())
    put = files.put("x", chunks_of(b"bytes"))
    for asked in (files.read("x"), put, files.delete("x"), files.ping()):
        with pytest.raises(ServerUnavailable):
            await asked
