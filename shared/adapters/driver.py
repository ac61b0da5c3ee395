"""The driver that speaks to MongoDB: motor, or PyMongo's own async client. Nobody else knows.

The types are PyMongo's: motor has none of its own and mirrors them, but for what stands here.
"""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from gridfs.asynchronous import AsyncGridFSBucket
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorGridFSBucket
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.write_concern import WriteConcern

from shared.adapters.documents import Document

Collection = AsyncCollection[Document]
Database = AsyncDatabase[Document]

#: Motor takes critical fixes until 14 May 2027 only; PyMongo's client is its successor.
DriverName = Literal["motor", "pymongo"]

_CLIENTS: Mapping[str, Any] = {"motor": AsyncIOMotorClient, "pymongo": AsyncMongoClient}


class StoreClient:
    """The connections of one process; made inside the running loop."""

    def __init__(self, url: str, driver: DriverName, **options: object) -> None:
        """Connect at the first question, not here."""
        self._client = _CLIENTS[driver](url, **options)

    def database(self, name: str, concern: WriteConcern) -> Database:
        """The database under that name; every write there answers as `concern` says."""
        return cast("Database", self._client.get_database(name, write_concern=concern))

    async def drop_database(self, name: str) -> None:
        """Forget all that is in it."""
        await self._client.drop_database(name)

    async def close(self) -> None:
        """End the connections: at once with motor, to be waited for with PyMongo."""
        closing = self._client.close()
        if inspect.isawaitable(closing):
            await closing


def bucket_of(database: Database, name: str) -> AsyncGridFSBucket:
    """GridFS of that database, by the driver that opened it."""
    if isinstance(database, AsyncDatabase):
        return AsyncGridFSBucket(database, bucket_name=name)
    return cast("AsyncGridFSBucket", AsyncIOMotorGridFSBucket(database, bucket_name=name))


async def aggregated(
    collection: Collection, pipeline: Sequence[Mapping[str, Any]], limit: int | None = None
) -> list[Document]:
    """The rows of an aggregation: PyMongo's cursor is waited for, motor's is not."""
    cursor: Any = collection.aggregate(pipeline)
    if inspect.isawaitable(cursor):
        cursor = await cursor
    return cast("list[Document]", await cursor.to_list(limit))
