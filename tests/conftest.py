"""Real servers for the tests that want them: one private broker and one store a test process."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from services.standalone.document_store import DocumentStore
from services.standalone.rabbit_node import RabbitNode
from shared.adapters.broker import connect_broker
from tests.machine import machine, session
from tests.places import ROOT

__all__ = ["machine", "session"]


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A folder of this test process alone: two runs in one checkout do not meet."""
    folder = ROOT / f"process-{os.getpid()}"
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def broker_url(server_folder: Path) -> AsyncIterator[str]:
    """A private RabbitMQ node."""
    node = RabbitNode(server_folder / "broker")
    await node.start()
    broker = await connect_broker(node.url)
    await broker.close()
    yield node.url
    await node.stop()


@pytest.fixture(scope="session")
async def store_url(server_folder: Path) -> AsyncIterator[str]:
    """A document store speaking MongoDB's protocol."""
    store = DocumentStore(server_folder / "store")
    await store.start()
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", store.port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            break
    yield store.url
    await store.stop()
