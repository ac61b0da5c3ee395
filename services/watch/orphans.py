"""Bytes that no dossier needs: an upload cut off by a crash, a replaced piece left behind."""

import datetime as dt

import structlog

from shared.pipeline.ports import Blobs, Clock, Views

log = structlog.get_logger()

#: Younger bytes may belong to an upload under way, whose dossier does not name them yet.
YOUNGEST = dt.timedelta(hours=1)
#: Older ones were looked at by an earlier sweep, even after two days without one.
OLDEST = dt.timedelta(hours=49)
#: Files looked at in one sweep.
BATCH = 2_000


async def sweep_orphans(blobs: Blobs, views: Views, clock: Clock) -> int:
    """Delete the bytes of that age that no dossier needs; how many files that was."""
    now = clock.now()
    stored = await blobs.stored_between(now - OLDEST, now - YOUNGEST, BATCH)
    if not stored:
        return 0
    orphans = set(stored) - await views.needed_blobs(stored)
    for blob_id in orphans:
        await blobs.delete(blob_id)
    if orphans:
        log.info("bytes without a dossier deleted", action="orphans_deleted", count=len(orphans))
    return len(orphans)
