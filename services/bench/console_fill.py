"""A centre's pile as the checks leave it: flagged dossiers, each with a drawn page to look at."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace

from services.bench.walks import CHECKS, Walk, check_result
from services.demo.specimens.catalogue import specimens
from services.imagecheck.admission.working_copy import draw_anew
from services.standalone.machine import Machine
from shared.adapters.clock import SystemClock
from shared.adapters.sealed_blobs import piece_store
from shared.adapters.store import Database, MongoDossiers
from shared.domain.change import Change
from shared.domain.dossier import Route
from shared.domain.findings import Verdict
from shared.stages import StageName

#: The doubtful piece, which the screen shows first.
SHOWN = "identity-card.jpg"
_ROOM = 2**23


async def fill_pile(machine: Machine, database: Database, dossiers: int) -> int:
    """Put so many flagged dossiers in front of agents; the bytes of the page that each shows."""
    clock = SystemClock()
    now = clock.now()
    blobs, store = piece_store(database, machine.settings, clock), MongoDossiers(database)
    page = draw_anew(specimens(now.date())[SHOWN]())
    for number in range(dossiers):
        dossier_id = f"G-{number:05d}"
        kept = await blobs.write(_once(page), _ROOM, dossier_id)
        walk = flagged_walk(dossier_id, now - dt.timedelta(minutes=1), kept.blob_id)
        await store.add(Change(dossier=walk.dossier))
    return len(page)


def flagged_walk(dossier_id: str, now: dt.datetime, copy: str) -> Walk:
    """A dossier in review whose identity card leaves a doubt; `copy` is its page drawn anew."""
    walk = Walk(dossier_id, "ecole", now)
    walk.submit()
    walk.finish([StageName.RECEPTION, *(name for name in CHECKS if name is not StageName.IDENTITY)])
    sound = check_result()
    doubt = replace(sound.findings[0], verdict=Verdict.WARN)
    result = replace(sound, findings=(doubt, *sound.findings[1:]), working_copy=copy)
    walk.finish((StageName.IDENTITY,), result)
    walk.compare(Route.REVIEW)
    return walk


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data
