"""An accepted signature is kept as the ink alone; a refused one as it came."""

import dataclasses

import pytest

from services.demo.specimens.signatures import cropped_signature, signature
from services.imagecheck.handler import Tools, check_signature
from services.imagecheck.pool import CheckPool
from shared.adapters.memory_files import MemoryBlobs
from shared.domain.findings import Verdict, overall
from shared.domain.piece import PieceKind
from tests.builders import a_dossier
from tests.contract.test_working_copies import Noon, stored


@pytest.fixture(scope="module")
async def pool():
    pool = CheckPool(1, 3072)
    yield pool
    pool.close()


async def copy_of(pool, data):
    blobs, dossier = MemoryBlobs(), a_dossier()
    piece = dataclasses.replace(
        dossier.pieces[PieceKind.SIGNATURE], blob_id=await stored(blobs, data)
    )
    dossier = dataclasses.replace(dossier, pieces={PieceKind.SIGNATURE: piece})
    result = await check_signature(dossier, Tools(blobs=blobs, pool=pool, clock=Noon()))
    return result, await blobs.read(result.working_copy)


async def test_an_accepted_signature_is_kept_as_a_transparent_png(pool):
    result, copy = await copy_of(pool, signature(3))

    assert overall(result.findings) is Verdict.PASS
    assert copy.startswith(b"\x89PNG")
    assert copy[25] == 6  # colour type of the PNG header: with an alpha channel


async def test_a_refused_signature_is_kept_as_it_was_sent(pool):
    result, copy = await copy_of(pool, cropped_signature(3))

    assert overall(result.findings) is Verdict.FAIL
    assert copy.startswith(b"\xff\xd8\xff")
