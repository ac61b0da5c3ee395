"""The ledger of outside effects in MongoDB: one row a key, unique."""

import datetime as dt

from pymongo.errors import DuplicateKeyError

from shared.adapters.store import Database, server_faults


class MongoEffects:
    """Keeps an outside effect from happening twice."""

    def __init__(self, database: Database, *, claims: bool = True) -> None:
        """Use the collection `effects`. Without claims, for a negative control, all are granted."""
        self._effects = database["effects"]
        self._claims = claims

    async def claim(self, key: str, now: dt.datetime, lease: dt.timedelta) -> bool:
        """True for the one caller that may do it: first, or after a lease ended undone."""
        if not self._claims:
            return True
        fresh = {"_id": key, "claimed_until": now + lease, "done_at": None}
        async with server_faults():
            try:
                await self._effects.insert_one(fresh)
                return True
            except DuplicateKeyError:
                taken = await self._effects.update_one(
                    {"_id": key, "done_at": None, "claimed_until": {"$lte": now}},
                    {"$set": {"claimed_until": now + lease}},
                )
        return bool(taken.modified_count)

    async def done(self, key: str, now: dt.datetime) -> None:
        """The effect has happened; no later claim is granted.

        Written even where another sender's release took the row away meanwhile.
        """
        fields = {"$set": {"done_at": now}, "$setOnInsert": {"claimed_until": now}}
        async with server_faults():
            await self._effects.update_one({"_id": key}, fields, upsert=True)

    async def release(self, key: str) -> None:
        """The effect is known not to have happened: the next claim is granted at once."""
        async with server_faults():
            await self._effects.delete_one({"_id": key, "done_at": None})

    async def is_done(self, key: str) -> bool:
        """True when the effect is known to have happened."""
        async with server_faults():
            row = await self._effects.find_one({"_id": key})
        return row is not None and row["done_at"] is not None
