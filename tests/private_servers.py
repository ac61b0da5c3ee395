"""A broker and a store of this test process alone, which tests may harm."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from services.standalone.document_store import DocumentStore
from services.standalone.rabbit_node import RabbitNode
from shared.adapters.broker import connect_broker


@asynccontextmanager
async def a_node(folder: Path) -> AsyncIterator[str]:
    """The address of a private RabbitMQ node."""
    node = RabbitNode(folder / "broker")
    await node.start()
    broker = await connect_broker(node.url)
    await broker.close()
    yield node.url
    await node.stop()


@asynccontextmanager
async def a_store(folder: Path) -> AsyncIterator[str]:
    """The address of a document store speaking MongoDB's protocol."""
    store = DocumentStore(folder / "store")
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
