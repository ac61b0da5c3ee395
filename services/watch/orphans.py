"""Bytes that no dossier needs: an upload cut off by a crash, a replaced piece left behind."""

import datetime as dt
from collections.abc import Sequence

import structlog

from shared.pipeline.ports import Blobs, Clock, Views

log = structlog.get_logger()

#: Younger bytes may belong to an upload under way, whose dossier does not name them yet.
YOUNGEST = dt.timedelta(hours=1)
#: Older ones were looked at by an earlier sweep, even after two days without one.
OLDEST = dt.timedelta(hours=49)
#: Files are looked at hour by hour, so that a turn never holds the names of two days.
STEP = dt.timedelta(hours=1)
#: Files that the dossiers are asked about at once.
BATCH = 2_000


async def sweep_orphans(blobs: Blobs, views: Views, clock: Clock) -> int:
    """Delete the bytes of that age that no dossier needs; how many files that was."""
    now, deleted = clock.now(), 0
    start = now - OLDEST
    while start < now - YOUNGEST:
        stored = await blobs.stored_between(start, start + STEP)
        # before the next look: the object store knows the marks of the last one alone
        deleted += await _delete_orphans(blobs, views, stored)
        start += STEP
    if deleted:
        log.info("bytes without a dossier deleted", action="orphans_deleted", count=deleted)
    return deleted


async def _delete_orphans(blobs: Blobs, views: Views, stored: Sequence[str]) -> int:
    deleted = 0
    for first in range(0, len(stored), BATCH):
        some = stored[first : first + BATCH]
        orphans = set(some) - await views.needed_blobs(some)
        for blob_id in orphans:
            await blobs.delete(blob_id)
        deleted += len(orphans)
    return deleted
