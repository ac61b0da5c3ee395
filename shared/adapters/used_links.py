"""Links of letters that were used, in MongoDB: digests only, the first writer wins."""

import datetime as dt

from pymongo.errors import DuplicateKeyError

from shared.adapters.store import Database, server_faults
from shared.web.access import digest_of


class MongoUsedLinks:
    """One row a used link."""

    def __init__(self, database: Database) -> None:
        """Use the collection `used_links`."""
        self._links = database["used_links"]

    async def prepare(self) -> None:
        """Let the store forget links by itself once they open nothing anyway."""
        async with server_faults():
            await self._links.create_index("until", expireAfterSeconds=0)

    async def use(self, token: str, until: dt.datetime) -> bool:
        """True for the one caller that was first; it is remembered until then."""
        async with server_faults():
            try:
                await self._links.insert_one({"_id": digest_of(token), "until": until})
            except DuplicateKeyError:
                return False
        return True

    async def is_used(self, token: str) -> bool:
        """True once somebody was."""
        async with server_faults():
            return await self._links.find_one({"_id": digest_of(token)}) is not None
