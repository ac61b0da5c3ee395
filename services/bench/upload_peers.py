"""One server of the upload measurement, in a process of its own, and how it is sent a piece."""

import asyncio
import io
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import aiohttp

from services.bench.upload_servers import FLOOR_PATH, MULTIPART, RAW, SECRET
from services.demo.cast import candidate
from services.demo.expectations import demande
from services.standalone.child import Child
from services.standalone.ports import free_ports
from shared.adapters.clock import SystemClock
from shared.errors import GuichetError

#: Bytes of one piece: each of the hundred uploads is of this size [D].
PIECE = 5 * 1024 * 1024
#: Uploads at once in the throughput rounds, and in the memory measurement.
ABREAST, CROWD = 4, 100
#: Seconds for a server to come up.
PATIENCE = 30
SERVERS = "services.bench.upload_servers"


class UploadFailed(GuichetError):
    """A server of the measurement answered something else than a kept upload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One server under measurement."""

    kind: str
    child: Child
    session: aiohttp.ClientSession
    base: str
    #: The drafts that uploads go to; empty for the floors.
    drafts: Sequence[str] = ()

    async def upload(self, number: int, data: bytes) -> None:
        """One piece, in the way that this server takes it."""
        async with self._asked(number, data) as answer:
            if answer.status not in (200, 201):
                raise UploadFailed(self.kind, str(answer.status))
            await answer.read()

    def _asked(
        self, number: int, data: bytes
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        if self.kind == MULTIPART:
            form = aiohttp.FormData()
            form.add_field(
                "file", io.BytesIO(data), filename="photo.jpg", content_type="image/jpeg"
            )
            return self.session.post(self.base + FLOOR_PATH, data=form)
        if self.kind == RAW:
            return self.session.put(self.base + FLOOR_PATH, data=io.BytesIO(data))
        draft = self.drafts[number % len(self.drafts)]
        path = f"{self.base}/v1/dossiers/{draft}/pieces/photo"
        return self.session.put(path, data=io.BytesIO(data))


@asynccontextmanager
async def serving(kind: str, folder: Path, count: int = CROWD) -> AsyncIterator[Peer]:
    """The server in a process of its own, with so many drafts, warm, and ended afterwards."""
    (port,) = free_ports(1)
    child = Child(
        name=kind,
        command=[sys.executable, "-m", SERVERS, kind, str(port), str(folder / "disk")],
        environment={},  # nobody's settings: every figure is of the defaults
        log=folder / "server.log",
    )
    await child.start()
    try:
        await _until_listening(child, port)
        base, headers = f"http://127.0.0.1:{port}", {"Authorization": f"Bearer {SECRET}"}
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
            drafts = [] if kind in (MULTIPART, RAW) else await _drafts(session, base, count)
            peer = Peer(kind=kind, child=child, session=session, base=base, drafts=drafts)
            for number in range(ABREAST):
                await peer.upload(number, a_piece())
            yield peer
    finally:
        await child.stop(5)


def a_piece() -> bytes:
    """Bytes that open like a JPEG and are never the same twice."""
    return b"\xff\xd8\xff\xe0" + secrets.token_bytes(PIECE - 8)


async def _drafts(session: aiohttp.ClientSession, base: str, count: int) -> list[str]:
    """A draft for each upload of the crowd, so that none waits for another's change."""
    body = demande(candidate(0, SystemClock().now().date()))
    found = []
    for _ in range(count):
        async with session.post(f"{base}/v1/dossiers", json=body) as answer:
            if answer.status != HTTPStatus.CREATED:
                raise UploadFailed("draft", str(answer.status))
            found.append(str((await answer.json())["dossier_id"]))
    return found


async def _until_listening(child: Child, port: int) -> None:
    """Return once the port takes connections; raises UploadFailed when the server died."""
    async with asyncio.timeout(PATIENCE):
        while child.running():
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
    raise UploadFailed(child.name, "did not start")
