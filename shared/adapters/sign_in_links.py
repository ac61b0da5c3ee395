"""Sign-in by mail in MongoDB: one row a wish, the token as a digest only."""

import datetime as dt
import secrets

import pymongo

from shared.adapters.store import Database, server_faults
from shared.pipeline.candidate_ports import LinkAsked
from shared.web.access import digest_of

#: How long a row holds an address: the counts of a day, no longer. [D]
KEPT = dt.timedelta(days=1)


class MongoSignInLinks:
    """A wish waits, is sent, and its token is used; the store forgets it after a day."""

    def __init__(self, database: Database) -> None:
        """Use the collection `sign_in_links`."""
        self._links = database["sign_in_links"]

    async def prepare(self) -> None:
        """Create the indexes; harmless when they exist."""
        seconds = int(KEPT.total_seconds())
        async with server_faults():
            await self._links.create_index("asked_at", expireAfterSeconds=seconds)
            await self._links.create_index("digest", unique=True, sparse=True)
            await self._links.create_index([("state", 1), ("asked_at", 1)])
            await self._links.create_index("address")

    async def ask(self, address: str, now: dt.datetime) -> None:
        """Keep the wish; the same work for a known address and an unknown one."""
        row = {
            "_id": secrets.token_hex(16),
            "address": address,
            "asked_at": now,
            "state": "waiting",
            "claimed_until": now,
        }
        async with server_faults():
            await self._links.insert_one(row)

    async def take(self, now: dt.datetime, lease: dt.timedelta) -> LinkAsked | None:
        """The oldest wish that nobody holds; it comes back after the lease unless settled."""
        async with server_faults():
            row = await self._links.find_one_and_update(
                {"state": "waiting", "claimed_until": {"$lte": now}},
                {"$set": {"claimed_until": now + lease}},
                sort=[("asked_at", pymongo.ASCENDING)],
            )
        if row is None:
            return None
        asked_at = row["asked_at"].replace(tzinfo=dt.UTC)
        return LinkAsked(ask_id=row["_id"], address=row["address"], asked_at=asked_at)

    async def arm(self, ask_id: str, token: str, until: dt.datetime) -> None:
        """Let the token open, once, until then. An earlier token of this wish opens nothing."""
        fields = {"digest": digest_of(token), "until": until}
        async with server_faults():
            await self._links.update_one({"_id": ask_id}, {"$set": fields})

    async def settle(self, ask_id: str, now: dt.datetime) -> None:
        """The mail has left."""
        async with server_faults():
            await self._links.update_one(
                {"_id": ask_id}, {"$set": {"state": "sent", "sent_at": now}}
            )

    async def drop(self, ask_id: str) -> None:
        """Forget the wish: nobody is known there, or too many mails went there lately."""
        async with server_faults():
            await self._links.delete_one({"_id": ask_id})

    async def sent_since(self, address: str, start: dt.datetime) -> int:
        """How many mails went to the address since then."""
        asked = {"address": address, "state": {"$ne": "waiting"}, "sent_at": {"$gte": start}}
        async with server_faults():
            return await self._links.count_documents(asked)

    async def use(self, token: str, now: dt.datetime) -> str | None:
        """The address of a token that still opens; from now on it opens nothing."""
        async with server_faults():
            row = await self._links.find_one_and_update(
                {"digest": digest_of(token), "until": {"$gt": now}},
                {"$unset": {"digest": ""}},
            )
        return str(row["address"]) if row else None
