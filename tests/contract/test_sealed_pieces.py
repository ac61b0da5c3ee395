"""Pieces at rest: unreadable without their dossier's key, and no change of them goes unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.clock import SystemClock
from shared.adapters.dossier_keys import MemoryDossierKeys
from shared.adapters.key_ring import BadMasterKey, KeyRing, new_master_key, read_master_keys
from shared.adapters.memory_files import MemoryBlobs
from shared.adapters.sealed_blobs import SealedBlobs
from shared.adapters.sealing import MAGIC, SEGMENT, TAG, new_seal, open_stream, seal_stream
from shared.errors import AlteredBlob, KeyErased, UnknownMasterKey

LIMIT = 10 * 1024 * 1024
KEY = bytes(range(32))
FULL = SEGMENT + TAG
#: Three whole segments and a short one.
PLAIN = b"SPECIMEN" * (3 * SEGMENT // 8) + b"the end"


async def parts(data, size=10_000):
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def sealed(plain, size=10_000, blob_id="b"):
    seal = new_seal("G-ONE")
    stream = seal_stream(seal, KEY, blob_id, parts(plain, size))
    return seal, b"".join([part async for part in stream])


def a_store(rows=None, masters=None):
    rows, masters = rows if rows is not None else MemoryDossierKeys(), masters or new_master_key()
    return SealedBlobs(MemoryBlobs(), KeyRing(rows, read_master_keys(masters), SystemClock()))


@pytest.mark.parametrize("size", [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT])
@pytest.mark.parametrize("step", [1_000, SEGMENT, 3 * SEGMENT])
async def test_what_was_sealed_opens_as_it_was(size, step):
    plain = bytes(size)
    seal, data = await sealed(plain, step)
    assert open_stream(seal, KEY, "b", data) == plain


async def test_two_seals_of_the_same_bytes_have_nothing_in_common():
    (_, one), (_, other) = await sealed(PLAIN), await sealed(PLAIN)
    assert one[:SEGMENT] != other[:SEGMENT]
    assert b"SPECIMEN" not in one


def cut(data, start):
    """The sealed segments behind the header."""
    return [data[place : place + FULL] for place in range(start, len(data), FULL)]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda parts: parts[:-1], id="last segment cut off"),
        pytest.param(lambda parts: [*parts[:-1], parts[-1][:-1]], id="last byte cut off"),
        pytest.param(lambda parts: [], id="all segments cut off"),
        pytest.param(lambda parts: [parts[1], parts[0], *parts[2:]], id="two in another order"),
        pytest.param(lambda parts: [parts[0], *parts], id="one doubled"),
        pytest.param(lambda parts: [parts[0], *parts[2:]], id="one taken out"),
        pytest.param(lambda parts: [*parts, parts[-1]], id="something added"),
    ],
)
async def test_segments_that_were_meddled_with_are_found(change):
    seal, data = await sealed(PLAIN)
    start = len(seal.header())
    with pytest.raises(AlteredBlob):
        open_stream(seal, KEY, "b", data[:start] + b"".join(change(cut(data, start))))


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
async def test_any_changed_bit_is_found(place, bit):
    blobs = a_store()
    stored = await blobs.write(parts(b"SPECIMEN" * 40), LIMIT, "G-ONE")
    data = bytearray(blobs.files.files[stored.blob_id])
    data[place % len(data)] ^= 1 << bit
    blobs.files.files[stored.blob_id] = bytes(data)
    with pytest.raises((AlteredBlob, KeyErased)):  # erased: the name of the dossier was changed
        await blobs.read(stored.blob_id)


async def test_a_piece_put_in_the_place_of_another_is_found():
    blobs = a_store()
    mine = await blobs.write(parts(b"my card"), LIMIT, "G-ONE")
    for dossier in ("G-ONE", "G-TWO"):
        other = await blobs.write(parts(b"another card"), LIMIT, dossier)
        blobs.files.files[mine.blob_id] = blobs.files.files[other.blob_id]
        with pytest.raises(AlteredBlob):
            await blobs.read(mine.blob_id)


async def test_plain_bytes_in_the_place_of_a_sealed_piece_are_found():
    blobs = a_store()
    stored = await blobs.write(parts(b"my card"), LIMIT, "G-ONE")
    blobs.files.files[stored.blob_id] = b"a card of somebody else"
    with pytest.raises(AlteredBlob):
        await blobs.read(stored.blob_id)


async def test_pieces_of_versions_that_did_not_seal_are_still_read():
    blobs = a_store()
    older = await blobs.files.write(parts(b"an older piece"), LIMIT)
    assert await blobs.read(older.blob_id) == b"an older piece"


async def test_an_upload_that_looks_sealed_is_sealed_once_more():
    blobs = a_store()
    stored = await blobs.write(parts(MAGIC + bytes(100)), LIMIT, "G-ONE")
    assert await blobs.read(stored.blob_id) == MAGIC + bytes(100)


async def test_erasing_a_key_makes_the_pieces_of_one_dossier_unreadable_for_ever():
    blobs = a_store()
    mine = await blobs.write(parts(b"mine"), LIMIT, "G-ONE")
    other = await blobs.write(parts(b"not mine"), LIMIT, "G-TWO")
    await blobs.keys.erase("G-ONE")
    with pytest.raises(KeyErased, match="G-ONE"):
        await blobs.read(mine.blob_id)
    with pytest.raises(KeyErased):
        await blobs.write(parts(b"a late upload"), LIMIT, "G-ONE")
    assert await blobs.read(other.blob_id)


async def test_a_new_master_key_wraps_every_key_anew_and_the_old_one_can_go():
    rows, old, new = MemoryDossierKeys(), new_master_key(), new_master_key()
    blobs = a_store(rows, old)
    stored = [await blobs.write(parts(b"mine"), LIMIT, f"G-{number}") for number in range(3)]
    await blobs.keys.erase("G-2")
    turned = SealedBlobs(blobs.files, a_store(rows, f"{new},{old}").keys)
    assert await turned.read(stored[0].blob_id) == b"mine"

    assert (await turned.keys.rewrap(), await turned.keys.rewrap()) == (2, 0)

    alone = SealedBlobs(blobs.files, a_store(rows, new).keys)
    assert await alone.read(stored[1].blob_id) == b"mine"
    with pytest.raises(UnknownMasterKey):
        await blobs.read(stored[1].blob_id)
    with pytest.raises(KeyErased):
        await alone.read(stored[2].blob_id)


async def test_a_wrapped_key_serves_its_own_dossier_only():
    rows = MemoryDossierKeys()
    blobs = a_store(rows)
    for dossier in ("G-ONE", "G-TWO"):
        await blobs.write(parts(b"x"), LIMIT, dossier)
    one, two = rows.rows["G-ONE"], rows.rows["G-TWO"]
    rows.rows["G-ONE"] = type(one)(dossier_id="G-ONE", wrapped=two.wrapped, master_id=one.master_id)
    with pytest.raises(AlteredBlob):
        await blobs.keys.for_reading("G-ONE")


@pytest.mark.parametrize("text", ["", " , ", "short", "A" * 48, "é" * 44], ids=repr)
def test_a_setting_without_a_usable_key_is_refused_without_being_shown(text):
    with pytest.raises(BadMasterKey, match="guichet keys new") as refusal:
        read_master_keys(text)
    assert not text.strip(" ,") or text not in str(refusal.value)


def test_master_keys_are_told_apart():
    keys = read_master_keys(f"{new_master_key()} {new_master_key()}")
    assert len({key.master_id for key in keys}) == 2
