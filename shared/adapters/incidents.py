"""What watch found wrong, and the probes it sends, in MongoDB."""

import datetime as dt
from collections.abc import Sequence

from pymongo.errors import DuplicateKeyError

from shared.adapters.documents import Document
from shared.adapters.store import Database, server_faults
from shared.pipeline.watch_ports import Incident, Probe

#: Closed incidents read at most; more in one day have one cause.
MOST_CLOSED = 50
#: Open ones read at most: a kind and a subject each, so no house has nearly as many.
MOST_OPEN = 100


class MongoIncidents:
    """Named incidents: one open row a kind and subject; closed ones stay for the record."""

    def __init__(self, database: Database) -> None:
        """Use the collection `incidents`."""
        self._incidents = database["incidents"]

    async def prepare(self) -> None:
        """Create the indexes; harmless when they exist.

        Only an open row has its `open_key`, so that two watches cannot open one twice.
        """
        async with server_faults():
            await self._incidents.create_index("open_key", unique=True, sparse=True)
            await self._incidents.create_index("closed_at")

    async def report(self, kind: str, subject: str, count: int, now: dt.datetime) -> bool:
        """Open the incident, or bring its count up to date; True when it is new."""
        key = {"open_key": f"{kind}:{subject}"}
        named = {"kind": kind, "subject": subject, "opened_at": now, "closed_at": None}
        change = {"$set": {"count": count, "seen_at": now}, "$setOnInsert": named}
        async with server_faults():
            try:
                written = await self._incidents.update_one(key, change, upsert=True)
            except DuplicateKeyError:  # another watch was faster by a moment
                return False
        return written.upserted_id is not None

    async def close(self, kind: str, subject: str, now: dt.datetime) -> None:
        """It is over; none open is no error."""
        key = {"open_key": f"{kind}:{subject}"}
        async with server_faults():
            await self._incidents.update_one(
                key, {"$set": {"closed_at": now}, "$unset": {"open_key": ""}}
            )

    async def open_ones(self) -> Sequence[Incident]:
        """Open incidents, oldest first."""
        async with server_faults():
            cursor = self._incidents.find({"open_key": {"$gt": ""}}).sort("opened_at", 1)
            rows = await cursor.to_list(MOST_OPEN)
        return [_incident(row) for row in rows]

    async def closed_since(self, start: dt.datetime) -> Sequence[Incident]:
        """Those that ended since then, the last one first."""
        async with server_faults():
            cursor = self._incidents.find({"closed_at": {"$gte": start}}).sort("closed_at", -1)
            rows = await cursor.limit(MOST_CLOSED).to_list(MOST_CLOSED)
        return [_incident(row) for row in rows]


def _incident(row: Document) -> Incident:
    return Incident(
        kind=row["kind"],
        subject=row["subject"],
        count=row["count"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
    )


class MongoProbes:
    """The last probe through each queue."""

    def __init__(self, database: Database) -> None:
        """Use the collection `probes`."""
        self._probes = database["probes"]

    async def sent(self, queue: str, message_id: str, now: dt.datetime) -> None:
        """A new probe is on its way."""
        fields = {"message_id": message_id, "sent_at": now, "seen_at": None}
        async with server_faults():
            await self._probes.update_one({"_id": queue}, {"$set": fields}, upsert=True)

    async def seen(self, queue: str, message_id: str, now: dt.datetime) -> None:
        """A consumer met the probe; an older one than the last is no news."""
        async with server_faults():
            await self._probes.update_one(
                {"_id": queue, "message_id": message_id}, {"$set": {"seen_at": now}}
            )

    async def strayed(self, queue: str) -> None:
        """A consumer met a message that no open stage of a dossier waits for.

        Told of queues that were probed only: the row then has its moments.
        """
        async with server_faults():
            await self._probes.update_one({"_id": queue}, {"$inc": {"strays": 1}})

    async def line_held(self, queue: str, now: dt.datetime | None) -> None:
        """A consumer holds its messages after failures in a row; None: the line moves again."""
        async with server_faults():
            await self._probes.update_one({"_id": queue}, {"$set": {"held_at": now}})

    async def line_reached(self, queue: str, sent_at: dt.datetime, now: dt.datetime) -> None:
        """A consumer of a long line took a message that was sent at that moment."""
        fields = {"reached": sent_at, "moved_at": now}
        async with server_faults():
            await self._probes.update_one({"_id": queue}, {"$set": fields})

    async def last(self) -> dict[str, Probe]:
        """The last probe of each queue."""
        async with server_faults():
            rows = await self._probes.find({}).to_list(100)
        return {
            row["_id"]: Probe(
                queue=row["_id"],
                sent_at=row["sent_at"],
                seen_at=row["seen_at"],
                strays=row.get("strays", 0),
                held_at=row.get("held_at"),
                reached=row.get("reached"),
                moved_at=row.get("moved_at"),
            )
            for row in rows
        }
