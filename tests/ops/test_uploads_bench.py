"""The bench of uploads: every server keeps what it is sent, and memory is that of the server."""

import hashlib

import pytest

from services.bench.upload_peers import ABREAST, a_piece, serving
from services.bench.upload_servers import INTAKE, KINDS, SEALED
from services.bench.uploads_bench import Memory, resident

#: One for each upload that warms a server, and one more.
DRAFTS = ABREAST + 1

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("kind", KINDS)
async def test_every_server_of_the_measurement_takes_whole_pieces(kind, tmp_path):
    data = a_piece()
    async with serving(kind, tmp_path, DRAFTS) as peer:
        await peer.upload(ABREAST, data)

        kept = [path.read_bytes() for path in (tmp_path / "disk").iterdir()]
        assert 20 < resident(peer.child.pid) < 400

    # the floors forget at once; ours keeps the last piece of each draft, and one seals it
    assert len(kept) == (DRAFTS if kind in (INTAKE, SEALED) else 0)
    digests = {hashlib.sha256(file).hexdigest() for file in kept}
    assert (hashlib.sha256(data).hexdigest() in digests) is (kind == INTAKE)


def test_growth_and_creep_are_read_off_the_peaks():
    memory = Memory(kind=INTAKE, idle=80.0, peaks=[130.0, 150.0, 140.0])
    assert (memory.growth, memory.creep) == (70.0, 10.0)
