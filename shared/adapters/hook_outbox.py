"""Events for webhooks in MongoDB."""

import datetime as dt

import pymongo
from pymongo.errors import DuplicateKeyError

from shared.adapters.documents import Document
from shared.adapters.store import Database, server_faults
from shared.pipeline.hooks import HookEvent

#: Events that have left are kept this long, to answer « l’avez-vous envoyé ? ». [D]
KEPT = dt.timedelta(days=30)


class MongoHookOutbox:
    """Events in the collection `hook_events`."""

    def __init__(self, database: Database) -> None:
        """Use the collection."""
        self._events = database["hook_events"]

    async def prepare(self) -> None:
        """Create the indexes; harmless when they exist."""
        async with server_faults():
            await self._events.create_index([("closed_at", 1), ("due_at", 1)])

    async def lay(self, event: HookEvent) -> None:
        """Keep the event; one that is already there changes nothing."""
        async with server_faults():
            try:
                await self._events.insert_one(_row(event))
            except DuplicateKeyError:
                return

    async def take(self, now: dt.datetime, lease: dt.timedelta) -> HookEvent | None:
        """An event whose moment has come, held for the lease; the try is counted."""
        due = {"closed_at": None, "due_at": {"$lte": now}}
        async with server_faults():
            cursor = self._events.find(due).sort("due_at", pymongo.ASCENDING).limit(10)
            for row in await cursor.to_list(10):
                held = {"$set": {"due_at": now + lease, "tries": row["tries"] + 1}}
                mine = {"_id": row["_id"], "tries": row["tries"], **due}
                if (await self._events.update_one(mine, held)).modified_count:
                    return _event({**row, **held["$set"]})
        return None

    async def put_off(self, key: str, due_at: dt.datetime) -> None:
        """Try it again then."""
        async with server_faults():
            await self._events.update_one({"_id": key}, {"$set": {"due_at": due_at}})

    async def close(self, key: str, now: dt.datetime, cause: str | None = None) -> None:
        """It has left, or is given up with its cause; old ones are swept out."""
        async with server_faults():
            await self._events.update_one(
                {"_id": key}, {"$set": {"closed_at": now, "cause": cause}}
            )
            await self._events.delete_many({"closed_at": {"$lt": now - KEPT}})


def _row(event: HookEvent) -> Document:
    return {
        "_id": event.key,
        "account_id": event.account_id,
        "body": event.body,
        "created_at": event.created_at,
        "due_at": event.due_at,
        "tries": event.tries,
        "closed_at": None,
        "cause": None,
    }


def _event(row: Document) -> HookEvent:
    return HookEvent(
        key=row["_id"],
        account_id=row["account_id"],
        body=row["body"],
        created_at=row["created_at"],
        due_at=row["due_at"],
        tries=row["tries"],
    )
