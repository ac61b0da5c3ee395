"""Sessions in MongoDB: tokens are kept as digests only, and one that is over opens nothing."""

import datetime as dt

from shared.adapters.store import Database, server_faults
from shared.web.access import Account, Role, digest_of


class MongoSessions:
    """Sessions by the digest of their token."""

    def __init__(self, database: Database) -> None:
        """Use the collection `sessions`."""
        self._sessions = database["sessions"]

    async def prepare(self) -> None:
        """Let the store forget sessions by itself once they are over."""
        async with server_faults():
            await self._sessions.create_index("until", expireAfterSeconds=0)

    async def open(self, account: Account, token: str, until: dt.datetime) -> None:
        """Remember that this token stands for the account until then."""
        row = {
            "_id": digest_of(token),
            "account_id": account.account_id,
            "role": account.role.value,
            "agrement": account.agrement,
            "until": until,
        }
        async with server_faults():
            await self._sessions.insert_one(row)

    async def by_token(self, token: str, now: dt.datetime) -> Account | None:
        """The account of a session that is neither over nor ended."""
        async with server_faults():
            row = await self._sessions.find_one({"_id": digest_of(token), "until": {"$gt": now}})
        if row is None:
            return None
        return Account(
            account_id=row["account_id"],
            role=Role(row["role"]),
            agrement=row.get("agrement"),  # absent from sessions of the version before
        )

    async def end(self, token: str) -> None:
        """Forget the session; an unknown one is no error."""
        async with server_faults():
            await self._sessions.delete_one({"_id": digest_of(token)})
