"""An object store of this test process alone: moto speaks S3 as a process of its own."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from services.standalone.child import Child
from services.standalone.ports import free_ports

#: Tries, a tenth of a second apart, to find a server that is still starting.
TRIES = 300


@asynccontextmanager
async def an_object_store(folder: Path) -> AsyncIterator[str]:
    """Its address."""
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    server = Child(
        name="object-store",
        command=[str(Path(sys.executable).parent / "moto_server"), "-H127.0.0.1", f"-p{port}"],
        environment={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        log=folder / "object-store.log",
    )
    await server.start()
    try:
        await _until_there(address)
        yield address
    finally:
        await server.stop(5)


async def _until_there(address: str) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(TRIES):
            try:
                async with session.get(address):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
    raise AssertionError("the object store did not start")
