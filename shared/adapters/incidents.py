"""What watch found wrong, and the probes it sends, in MongoDB."""

import datetime as dt
from collections.abc import Sequence

from shared.adapters.store import Database, server_faults
from shared.pipeline.watch_ports import Incident, Probe


class MongoIncidents:
    """Named incidents: one open row a kind and subject; closed ones stay for the record."""

    def __init__(self, database: Database) -> None:
        """Use the collection `incidents`."""
        self._incidents = database["incidents"]

    async def report(self, kind: str, subject: str, count: int, now: dt.datetime) -> bool:
        """Open the incident, or bring its count up to date; True when it is new."""
        async with server_faults():
            written = await self._incidents.update_one(
                {"kind": kind, "subject": subject, "closed_at": None},
                {"$set": {"count": count, "seen_at": now}, "$setOnInsert": {"opened_at": now}},
                upsert=True,
            )
        return written.upserted_id is not None

    async def close(self, kind: str, subject: str, now: dt.datetime) -> None:
        """It is over; none open is no error."""
        async with server_faults():
            await self._incidents.update_many(
                {"kind": kind, "subject": subject, "closed_at": None}, {"$set": {"closed_at": now}}
            )

    async def open_ones(self) -> Sequence[Incident]:
        """Open incidents, oldest first."""
        async with server_faults():
            cursor = self._incidents.find({"closed_at": None}).sort("opened_at", 1)
            rows = await cursor.to_list(100)
        return [
            Incident(
                kind=row["kind"],
                subject=row["subject"],
                count=row["count"],
                opened_at=row["opened_at"],
            )
            for row in rows
        ]


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

    async def last(self) -> dict[str, Probe]:
        """The last probe of each queue."""
        async with server_faults():
            rows = await self._probes.find({}).to_list(100)
        return {
            row["_id"]: Probe(queue=row["_id"], sent_at=row["sent_at"], seen_at=row["seen_at"])
            for row in rows
        }
