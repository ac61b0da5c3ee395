"""Both sides of a document are checked together, and each gets a copy that an agent may see."""

import datetime as dt
from dataclasses import replace

import pytest

from services.imagecheck.handler import Tools, check_host_identity
from services.imagecheck.pool import CheckPool
from shared.adapters.memory_files import MemoryBlobs
from shared.domain.dossier import StageRun, StageStatus
from shared.domain.kept_bytes import blobs_of, copy_of
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import NOW, PIECES, a_dossier
from tests.hostile.pictures import hostile_pictures

FRONT, BACK = PieceKind.HOST_IDENTITY, PieceKind.HOST_IDENTITY_BACK
GOOD, CUT = (hostile_pictures()[name] for name in ("jpg-place-and-name.jpg", "jpg-cut-3.jpg"))


class Noon:
    """A clock that stands."""

    def now(self) -> dt.datetime:
        return NOW


@pytest.fixture(scope="module")
async def pool():
    pool = CheckPool(1, 3072)
    yield pool
    pool.close()


async def filed(blobs, **sides):
    dossier = a_dossier(*PIECES, *(PieceKind(name) for name in sides))

    async def whole(data):
        yield data

    for name, data in sides.items():
        stored = await blobs.write(whole(data), len(data), dossier.dossier_id)
        piece = replace(dossier.pieces[PieceKind(name)], blob_id=stored.blob_id)
        dossier = replace(dossier, pieces={**dossier.pieces, piece.kind: piece})
    return dossier


def checked(dossier, result):
    run = StageRun(status=StageStatus.DONE, run=1, result=result)
    return replace(dossier, stages={**dossier.stages, StageName.HOST_IDENTITY: run})


async def test_each_side_has_a_copy_and_a_later_check_leaves_no_earlier_one(pool):
    blobs = MemoryBlobs()
    tools = Tools(blobs=blobs, pool=pool, clock=Noon())
    dossier = await filed(blobs, host_identity=GOOD, host_identity_back=GOOD)

    first = checked(dossier, await check_host_identity(dossier, tools))
    second = checked(dossier, await check_host_identity(first, tools))

    copies = {copy_of(second, kind) for kind in (FRONT, BACK)}
    assert len(copies) == 2
    assert copies <= set(blobs_of(second))
    assert set(blobs.files) == copies | {second.pieces[kind].blob_id for kind in (FRONT, BACK)}


async def test_a_front_alone_has_one_copy(pool):
    blobs = MemoryBlobs()
    dossier = await filed(blobs, host_identity=GOOD)

    result = await check_host_identity(dossier, Tools(blobs=blobs, pool=pool, clock=Noon()))

    assert (result.working_copy in blobs.files, result.back_copy) == (True, None)


async def test_a_back_that_cannot_be_opened_is_refused_by_its_name(pool):
    blobs = MemoryBlobs()
    dossier = await filed(blobs, host_identity=GOOD, host_identity_back=CUT)

    result = await check_host_identity(dossier, Tools(blobs=blobs, pool=pool, clock=Noon()))

    assert result.findings[0].message.startswith("Verso : ")
    assert len(blobs.files) == 2
