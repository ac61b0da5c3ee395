"""MongoDB: how every process connects to it, and the dossiers in it. `driver.py` is the driver."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pymongo
from pymongo.errors import ConnectionFailure, DuplicateKeyError, PyMongoError
from pymongo.write_concern import WriteConcern

from shared.adapters import queries
from shared.adapters.documents import (
    Document,
    dossier_of,
    due_stages,
    entry_of,
    new_document,
    update_of,
)
from shared.adapters.driver import Database, DriverName, StoreClient
from shared.domain.change import Change, OutboxEntry
from shared.domain.dossier import Dossier
from shared.errors import DossierExists, ServerUnavailable
from shared.stages import StageName

__all__ = ["Database", "MongoDossiers", "connect_store", "server_faults"]

#: A write answers once a majority has it on disk: with less, a crash loses what was promised.
DURABLE = WriteConcern(w="majority", j=True, wtimeout=10_000)
#: For the negative control of the fault campaign alone.
UNJOURNALLED = WriteConcern(w=1, j=False)

#: Milliseconds until an absent server is said to be absent.
SELECTION_TIMEOUT_MS = 5_000
SOCKET_TIMEOUT_MS = 20_000
#: Connections a process: the one-machine store slows down beyond twenty.
POOL_SIZE = 20


@asynccontextmanager
async def server_faults() -> AsyncIterator[None]:
    """Turn the driver's faults into ServerUnavailable."""
    try:
        yield
    except DuplicateKeyError:
        raise
    except (ConnectionFailure, PyMongoError) as error:
        raise ServerUnavailable("store") from error


def connect_store(
    url: str, database: str, *, durable: bool = True, driver: DriverName = "motor"
) -> tuple[StoreClient, Database]:
    """A client and its database; call it inside the running loop."""
    client = StoreClient(
        url,
        driver,
        maxPoolSize=POOL_SIZE,
        serverSelectionTimeoutMS=SELECTION_TIMEOUT_MS,
        socketTimeoutMS=SOCKET_TIMEOUT_MS,
        retryWrites=True,
        tz_aware=True,
    )
    return client, client.database(database, DURABLE if durable else UNJOURNALLED)


class MongoDossiers:
    """Dossiers, their outbox and their clocks, in one collection."""

    def __init__(self, database: Database) -> None:
        """Use the collection `dossiers`."""
        self._dossiers = database["dossiers"]
        #: Due dossiers with unsent messages that earlier sweeps have looked at.
        self._passed = 0

    async def prepare(self) -> None:
        """Create the indexes; harmless when they exist."""
        async with server_faults():
            for index in queries.INDEXES:
                await self._dossiers.create_index(list(index.fields.items()), sparse=index.sparse)

    async def add(self, change: Change) -> None:
        """Store a new dossier and its outbox; raises DossierExists."""
        async with server_faults():
            try:
                await self._dossiers.insert_one(new_document(change))
            except DuplicateKeyError as error:
                raise DossierExists(change.dossier.dossier_id) from error

    async def get(self, dossier_id: str, *, timeline: bool = True) -> Dossier | None:
        """The dossier as it stands; its history stays behind where nobody reads it."""
        left = {"outbox": 0} if timeline else {"outbox": 0, "history": 0}
        async with server_faults():
            document = await self._dossiers.find_one({"_id": dossier_id}, left)
        return None if document is None else dossier_of(document)

    async def save(self, change: Change) -> bool:
        """Compare and set on `rev`.

        Not by findAndModify: the one-machine store reads its whole collection to answer that.
        """
        dossier = change.dossier
        standing = {"_id": dossier.dossier_id, "rev": dossier.rev - 1}
        async with server_faults():
            written = await self._dossiers.update_one(standing, update_of(change))
        return written.matched_count == 1

    async def unsent(self, before: dt.datetime, limit: int) -> Sequence[tuple[str, OutboxEntry]]:
        """Entries written before then, oldest first."""
        async with server_faults():
            cursor = (
                self._dossiers.find(queries.unsent(before), {"outbox": 1})
                .sort("outbox.created_at", pymongo.ASCENDING)
                .limit(limit)
            )
            documents = await cursor.to_list(limit)
        found = [
            (str(document["_id"]), entry_of(entry))
            for document in documents
            for entry in document["outbox"]
        ]
        old = [item for item in found if item[1].created_at < before]
        return sorted(old, key=lambda item: item[1].created_at)[:limit]

    async def mark_sent(self, sent: Sequence[tuple[str, str]]) -> None:
        """Forget these entries: in one round trip, and one write a dossier."""
        entries: dict[str, list[str]] = {}
        for dossier_id, entry_id in sent:
            entries.setdefault(dossier_id, []).append(entry_id)
        pulls = [
            pymongo.UpdateOne({"_id": key}, {"$pull": {"outbox": {"entry_id": {"$in": ids}}}})
            for key, ids in entries.items()
        ]
        if not pulls:  # the driver refuses an empty batch
            return
        async with server_faults():
            await self._dossiers.bulk_write(pulls, ordered=False)

    async def due(self, now: dt.datetime, limit: int) -> Sequence[tuple[str, StageName]]:
        """(dossier id, stage) whose clock has something due, the longest overdue first."""
        found = await self._due(queries.due(now), 0, limit)
        if len(found) == limit:  # more than a sweep can take
            found = await self._due_in_turns(now, limit)
        return [item for document in found for item in due_stages(document, now)][:limit]

    async def _due_in_turns(self, now: dt.datetime, limit: int) -> list[Document]:
        """Dossiers with unsent messages stand behind the others and take turns, sweep by sweep.

        Most of them only wait for the broker, and must not hold up those that can move.
        """
        found = await self._due(queries.due_and_sent(now), 0, limit)
        if len(found) < limit:
            held = await self._due(queries.due_and_unsent(now), self._passed, limit)
            self._passed = self._passed + limit if len(held) == limit else 0
            found += held
        return found

    async def _due(self, query: queries.Query, skipped: int, limit: int) -> list[Document]:
        async with server_faults():
            cursor = self._dossiers.find(query, {"open": 1, "outbox": 1})
            cursor = cursor.sort("open.due", pymongo.ASCENDING).skip(skipped).limit(limit)
            return await cursor.to_list(limit)
