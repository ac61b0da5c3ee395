"""The servers of the upload measurement: intake's own door with a disk behind it, and the floors.

`python -m services.bench.upload_servers KIND PORT FOLDER`, in a process of its own each.
"""

import asyncio
import base64
import datetime as dt
import os
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiohttp import BodyPartReader, web

from services.bench.upload_sink import DiskBlobs, DiskFiles, keep_plainly
from services.intake.filing import FilingDesk
from services.intake.forecasts import Forecasts
from services.intake.limits import Door, heavy_rates_of, rates_of
from services.intake.pressure import Bounds, Pressure
from services.intake.routes import Intake
from services.intake.uploads import Receiver
from shared.adapters.clock import SystemClock
from shared.adapters.dossier_keys import MemoryDossierKeys
from shared.adapters.key_ring import KeyRing, new_master_key, read_master_keys
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_accounts import MemoryAccounts
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.memory_watch import MemoryReadings
from shared.adapters.sealed_blobs import SealedBlobs
from shared.domain.forecast import Measured
from shared.pipeline.depth_reading import SharedDepths
from shared.pipeline.ports import Blobs
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.settings import Settings
from shared.stages import TABLE, StageName
from shared.web.access import Account, Role
from shared.web.frame import make_app, serve
from shared.web.links import LinkSigner

#: Any rate that the measurement does not meet.
UNMET_RATE = "1000000/second"
ACCOUNT, SECRET = "bench", "bench-upload-key"
#: Bytes that the floors read at a time: what measured best for bare aiohttp.
CHUNK = 256 * 1024
#: What the floors serve; intake has its own paths.
FLOOR_PATH = "/floor"

MULTIPART, RAW, INTAKE, SEALED = "multipart", "raw", "intake", "sealed"
KINDS = (MULTIPART, RAW, INTAKE, SEALED)


class NoThroughput:
    """Drafts stand in no line: nobody asks."""

    async def standing(self, stage: StageName) -> Sequence[dt.datetime]:
        """No line."""
        del stage
        return ()

    async def measured(self, stage: StageName, start: dt.datetime) -> Measured:
        """No pace."""
        del stage, start
        return Measured(finished=0, minutes=0, busy_minutes=0)


def floor_app(folder: Path) -> web.Application:
    """Bare aiohttp: a multipart part, or the raw body, hashed and written."""
    files = DiskFiles(folder)

    async def multipart(request: web.Request) -> web.Response:
        part = await (await request.multipart()).next()
        assert isinstance(part, BodyPartReader)

        async def chunks() -> AsyncIterator[bytes]:
            while chunk := await part.read_chunk(CHUNK):
                yield chunk

        return await _kept(files, chunks())

    async def raw(request: web.Request) -> web.Response:
        return await _kept(files, request.content.iter_chunked(CHUNK))

    app = web.Application()
    app.router.add_post(FLOOR_PATH, multipart)
    app.router.add_put(FLOOR_PATH, raw)
    return app


async def _kept(files: DiskFiles, chunks: AsyncIterator[bytes]) -> web.Response:
    digest, blob_id = await keep_plainly(files, chunks)
    await files.delete(blob_id)  # the disk is not to fill up; intake deletes what it replaces
    return web.json_response({"sha256": digest})


async def intake_app(folder: Path, *, sealed: bool) -> web.Application:
    """The routes of intake behind its door, on memory but for the disk."""
    settings = Settings(
        secret_key=base64.b64encode(os.urandom(32)).decode(),
        rate_limit=UNMET_RATE,
        rate_limit_anonymous=UNMET_RATE,
    )
    clock, store, accounts = SystemClock(), MemoryStore(), MemoryAccounts()
    await accounts.put(Account(account_id=ACCOUNT, role=Role.SCHOOL), SECRET)
    register = Register(store, Relay(MemoryBroker(TABLE), store, clock), clock, TABLE)
    blobs = _blobs(folder, clock, sealed=sealed)
    intake = Intake(
        desk=FilingDesk(register=register, blobs=blobs, clock=clock),
        receiver=Receiver(blobs=blobs, clock=clock, max_bytes=settings.max_piece_bytes),
        dossiers=store,
        views=store,
        clock=clock,
        forecasts=Forecasts(NoThroughput(), clock),
    )
    app = make_app(settings, accounts)
    app.middlewares.append(_door(settings, store, clock).middleware())
    app.router.add_routes(intake.routes())
    return app


def _blobs(folder: Path, clock: SystemClock, *, sealed: bool) -> Blobs:
    if not sealed:
        return DiskBlobs(folder)
    keys = KeyRing(MemoryDossierKeys(), read_master_keys(new_master_key()), clock)
    return SealedBlobs(DiskFiles(folder), keys)


def _door(settings: Settings, store: MemoryStore, clock: SystemClock) -> Door:
    bounds = Bounds(
        max_open=settings.max_open_per_stage, max_oldest_factor=settings.max_oldest_factor
    )
    return Door(
        rates=rates_of(settings, clock),
        heavy_rates=heavy_rates_of(settings, clock),
        pressure=Pressure(SharedDepths(store, MemoryReadings(), clock), clock, bounds),
        links=LinkSigner(settings),
        proxies=0,
    )


async def run(kind: str, port: int, folder: Path) -> None:
    """Serve until killed."""
    floor = kind in (MULTIPART, RAW)
    app = floor_app(folder) if floor else await intake_app(folder, sealed=kind == SEALED)
    await serve(app, "127.0.0.1", port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
