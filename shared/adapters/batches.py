"""Batches in MongoDB, one document each."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pymongo
from cattrs.preconf.bson import make_converter

from shared.adapters.store import Database, server_faults
from shared.domain.batch import Batch

COLLECTION = "batches"

_CONVERTER = make_converter()


def _moment(value: Any, _: type) -> dt.datetime:
    """Moments come from the store as UTC without saying so."""
    assert isinstance(value, dt.datetime)  # the store keeps dates as dates
    return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value


_CONVERTER.register_structure_hook(dt.datetime, _moment)


def batch_document(batch: Batch) -> dict[str, Any]:
    """The document of a batch, with the bytes that it needs named beside."""
    document: dict[str, Any] = _CONVERTER.unstructure(batch)
    document["_id"] = document.pop("batch_id")
    return document | {"blobs": [file.blob_id for file in batch.loose]}


def batch_of(document: dict[str, Any]) -> Batch:
    """Read a document back; fields of a newer version are ignored."""
    return _CONVERTER.structure({**document, "batch_id": document["_id"]}, Batch)


class MongoBatches:
    """Batches by their id."""

    def __init__(self, database: Database) -> None:
        """Use the collection `batches`."""
        self._batches = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; the store forgets by itself what is over."""
        async with server_faults():
            await self._batches.create_index("until", expireAfterSeconds=0)
            await self._batches.create_index([("owner", 1), ("created_at", -1)])
            await self._batches.create_index("blobs")

    async def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        async with server_faults():
            await self._batches.insert_one(batch_document(batch))

    async def get(self, owner: str, batch_id: str) -> Batch | None:
        """The owner's batch as it stands; None for an unknown one or somebody else's."""
        async with server_faults():
            document = await self._batches.find_one({"_id": batch_id})
        found = batch_of(document) if document else None
        return found if found and found.owner == owner else None

    async def save(self, batch: Batch) -> bool:
        """Store the batch if it is still at the revision before this one."""
        earlier = {"_id": batch.batch_id, "rev": batch.rev - 1}
        async with server_faults():
            answer = await self._batches.replace_one(earlier, batch_document(batch))
        return bool(answer.matched_count == 1)

    async def of(self, owner: str, limit: int) -> Sequence[Batch]:
        """The owner's batches, newest first."""
        async with server_faults():
            cursor = self._batches.find({"owner": owner}).sort("created_at", pymongo.DESCENDING)
            return [batch_of(document) for document in await cursor.limit(limit).to_list(limit)]
