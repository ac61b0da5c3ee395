"""Bytes that no dossier needs are deleted; those that one needs never are."""

import datetime as dt

import pytest

from services.watch import orphans
from services.watch.orphans import OLDEST, YOUNGEST, sweep_orphans
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_files import MemoryBlobs
from shared.domain.events import PieceAdded
from shared.domain.piece import PieceKind
from shared.domain.transitions import advance
from shared.stages import TABLE
from tests.builders import NOW, a_change, a_piece


class LaterClock:
    """A clock that stands `ahead` of now."""

    def __init__(self, ahead):
        self.ahead = ahead

    def now(self):
        return dt.datetime.now(dt.UTC) + self.ahead


async def _stored(blobs, text):
    async def chunks():
        yield text

    return (await blobs.write(chunks(), 100)).blob_id


async def _two_files():
    """A store with a dossier that needs the first of two files."""
    blobs, store = MemoryBlobs(), MemoryStore()
    needed, orphan = await _stored(blobs, b"needed"), await _stored(blobs, b"orphan")
    opened = a_change()
    await store.add(opened)
    piece = a_piece(PieceKind.PHOTO, blob_id=needed)
    added = advance(opened.dossier, PieceAdded(piece=piece), NOW, TABLE)
    assert await store.save(added)
    return blobs, store, needed, orphan


async def test_only_bytes_without_a_dossier_are_deleted():
    blobs, store, needed, orphan = await _two_files()
    assert await sweep_orphans(blobs, store, LaterClock(2 * YOUNGEST)) == 1
    assert set(blobs.files) == {needed}
    assert orphan not in blobs.files


async def test_bytes_of_an_upload_under_way_are_left_alone():
    blobs, store, *_ = await _two_files()
    assert await sweep_orphans(blobs, store, LaterClock(YOUNGEST / 2)) == 0
    assert len(blobs.files) == 2


async def test_bytes_older_than_the_window_were_looked_at_before():
    blobs, store, *_ = await _two_files()
    assert await sweep_orphans(blobs, store, LaterClock(2 * OLDEST)) == 0


async def test_replaced_bytes_of_a_draft_are_orphans():
    blobs, store, _, orphan = await _two_files()
    dossier = await store.get("G-TEST")
    piece = a_piece(PieceKind.PHOTO, blob_id=orphan)
    assert await store.save(advance(dossier, PieceAdded(piece=piece), NOW, TABLE))
    assert await sweep_orphans(blobs, store, LaterClock(2 * YOUNGEST)) == 1
    assert set(blobs.files) == {orphan}


async def test_more_bytes_than_are_asked_about_at_once_are_all_looked_at(monkeypatch):
    monkeypatch.setattr(orphans, "BATCH", 2)
    blobs, store, needed, _ = await _two_files()
    for number in range(6):
        await _stored(blobs, b"left %d" % number)
    assert await sweep_orphans(blobs, store, LaterClock(2 * YOUNGEST)) == 7
    assert set(blobs.files) == {needed}


@pytest.mark.parametrize("age", [YOUNGEST, 7 * YOUNGEST, OLDEST])
async def test_bytes_of_every_age_between_are_looked_at(age):
    blobs, store, *_ = await _two_files()
    assert await sweep_orphans(blobs, store, LaterClock(age - dt.timedelta(seconds=1))) == (
        0 if age is YOUNGEST else 1
    )
