"""Backup and restore, tried for real: store, files, definitions of the broker, keys."""

import gzip

import bson
import pytest
from rich.console import Console

from services.ops.backup import ENDING, backup, count_documents, restore
from services.ops.connection import storing
from shared.adapters.blobs import GridFsBlobs
from shared.adapters.clock import SystemClock
from shared.adapters.dump import BadDump, dumping_order
from shared.adapters.store import MongoDossiers
from shared.settings import Settings
from tests.builders import a_change

DATABASE = "guichet_backup"
KEY = "k" * 32
#: More than one chunk of GridFS (255 KiB).
PIECE = bytes(range(256)) * 2500


@pytest.fixture
def settings(store_url):
    return Settings(mongodb_url=store_url, mongodb_database=DATABASE, secret_key=KEY)


@pytest.fixture
def console(tmp_path):
    with (tmp_path / "said").open("w+") as said:
        yield Console(file=said, width=300)


async def rows(settings):
    """Every document of the store by its collection."""
    async with storing(settings) as database:
        names = await database.list_collection_names()
        return {
            name: sorted([repr(one) async for one in database[name].find({})]) for name in names
        }


async def wipe(settings):
    async with storing(settings) as database:
        for name in await database.list_collection_names():
            await database[name].delete_many({})


async def fill(settings, dossier="G-TEST"):
    """A dossier and a piece of three chunks and its empty first one; answers the piece's name."""
    async with storing(settings) as database:
        await MongoDossiers(database).prepare()
        await MongoDossiers(database).add(a_change(dossier))
        stored = await GridFsBlobs(database, SystemClock()).write(one_part(), len(PIECE), "G-TEST")
        return stored.blob_id


async def one_part():
    yield PIECE


@pytest.fixture
async def filled(settings):
    """The name of the piece; the store is empty again afterwards."""
    yield await fill(settings)
    await wipe(settings)


async def kept(settings, console, folder, keep=14):
    """Back up; answers the newest file."""
    assert await backup(settings, console, folder, keep) == 0
    return max(folder.glob(f"*{ENDING}"))


async def test_what_was_wiped_is_there_again(settings, console, tmp_path, filled):
    before = await rows(settings)
    file = await kept(settings, console, tmp_path)
    await wipe(settings)
    assert await restore(settings, console, file, replace=False, check=False) == 0

    assert await rows(settings) == before
    counts = count_documents(file)
    assert counts == {"dossiers": 1, "pieces.chunks": 4}
    assert sum(map(len, before.values())) == sum(counts.values())
    async with storing(settings) as database:
        assert await GridFsBlobs(database, SystemClock()).read(filled) == PIECE


async def test_a_store_with_documents_is_left_alone(settings, console, tmp_path, filled):
    file = await kept(settings, console, tmp_path)
    before = await rows(settings)
    assert await restore(settings, console, file, replace=False, check=False) == 1
    assert await rows(settings) == before


async def test_replacing_takes_away_what_came_later(settings, console, tmp_path, filled):
    before = await rows(settings)
    file = await kept(settings, console, tmp_path)
    await fill(settings, "G-LATER")
    assert await restore(settings, console, file, replace=True, check=False) == 0
    assert await rows(settings) == before


async def test_a_backup_says_where_pieces_lie_in_a_bucket(settings, console, tmp_path):
    await kept(settings, console, tmp_path)
    console.file.seek(0)
    assert "bucket" not in console.file.read()
    await kept(settings.model_copy(update={"blobs_url": "s3://pieces"}), console, tmp_path)
    console.file.seek(0)
    assert "Pieces lie in the bucket" in console.file.read()


@pytest.mark.parametrize("share", [0.2, 0.99])
async def test_a_file_cut_off_restores_nothing(settings, console, tmp_path, filled, share):
    file = await kept(settings, console, tmp_path)
    before = await rows(settings)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert await restore(settings, console, file, replace=True, check=False) == 1
    assert await rows(settings) == before


async def test_a_file_that_lacks_a_document_is_no_backup(settings, console, tmp_path, filled):
    file = await kept(settings, console, tmp_path)
    records = bson.decode_all(gzip.decompress(file.read_bytes()))
    del records[1]
    file.write_bytes(gzip.compress(b"".join(map(bson.encode, records))))
    assert await restore(settings, console, file, replace=True, check=True) == 1
    with pytest.raises(BadDump):
        count_documents(file)


async def test_the_oldest_files_go_and_others_cannot_read_them(settings, console, tmp_path, filled):
    first = await kept(settings, console, tmp_path, keep=2)
    for _ in range(2):
        newest = await kept(settings, console, tmp_path, keep=2)
    left = sorted(tmp_path.glob(f"*{ENDING}"))
    assert (len(left), first in left, left[-1]) == (2, False, newest)
    assert newest.stat().st_mode & 0o777 == 0o600


def test_dossiers_are_read_before_what_they_name():
    names = ["fs.chunks", "system.views", "audit_chain", "audit_heads", "fs.files", "dossiers"]
    expected = ("audit_heads", "dossiers", "audit_chain", "fs.files", "fs.chunks")
    assert dumping_order(names) == expected
