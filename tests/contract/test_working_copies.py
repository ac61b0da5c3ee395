"""A checked piece gets a copy drawn anew, kept in place of the earlier one."""

import dataclasses
import datetime as dt

import pytest

from services.imagecheck.handler import Tools, check_photo
from services.imagecheck.pool import CheckPool
from shared.adapters.memory_files import MemoryBlobs
from shared.domain.dossier import StageRun, StageStatus
from shared.domain.kept_bytes import blobs_of
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import NOW, a_dossier
from tests.hostile.pictures import hostile_pictures

PICTURES = hostile_pictures()


class Noon:
    """A clock that stands."""

    def now(self) -> dt.datetime:
        return NOW


@pytest.fixture(scope="module")
async def pool():
    pool = CheckPool(1, 3072)
    yield pool
    pool.close()


async def stored(blobs, data):
    async def whole():
        yield data

    return (await blobs.write(whole(), len(data))).blob_id


async def a_dossier_with_photo(blobs, data):
    dossier = a_dossier()
    photo = dataclasses.replace(
        dossier.pieces[PieceKind.PHOTO], blob_id=await stored(blobs, data), media_type="image/jpeg"
    )
    return dataclasses.replace(dossier, pieces={**dossier.pieces, PieceKind.PHOTO: photo})


def with_result(dossier, result):
    run = StageRun(status=StageStatus.DONE, run=1, result=result)
    return dataclasses.replace(dossier, stages={**dossier.stages, StageName.PHOTO: run})


async def test_a_copy_without_metadata_is_kept_beside_the_upload(pool):
    blobs = MemoryBlobs()
    upload = PICTURES["jpg-place-and-name.jpg"]
    dossier = await a_dossier_with_photo(blobs, upload)

    result = await check_photo(dossier, Tools(blobs=blobs, pool=pool, clock=Noon()))

    copy = await blobs.read(result.working_copy)
    assert copy.startswith(b"\xff\xd8\xff")
    assert b"Secret" in upload
    assert b"Secret" not in copy
    assert len(blobs.files) == 2
    assert result.working_copy in blobs_of(with_result(dossier, result))


async def test_a_later_check_leaves_one_copy_only(pool):
    blobs = MemoryBlobs()
    tools = Tools(blobs=blobs, pool=pool, clock=Noon())
    dossier = await a_dossier_with_photo(blobs, PICTURES["jpg-place-and-name.jpg"])
    first = await check_photo(dossier, tools)

    second = await check_photo(with_result(dossier, first), tools)

    assert first.working_copy not in blobs.files
    assert second.working_copy in blobs.files
    assert len(blobs.files) == 2


async def test_a_refused_file_has_no_copy(pool):
    blobs = MemoryBlobs()
    dossier = await a_dossier_with_photo(blobs, PICTURES["jpg-cut-3.jpg"])

    result = await check_photo(dossier, Tools(blobs=blobs, pool=pool, clock=Noon()))

    assert result.working_copy is None
    assert len(blobs.files) == 1
