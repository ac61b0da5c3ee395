"""Sessions in MongoDB: tokens are kept as digests only, and one that is over opens nothing."""

import datetime as dt

from shared.adapters.account_rows import account_of_row, row_of
from shared.adapters.store import Database, server_faults
from shared.web.access import Account, digest_of
from shared.web.sessions import SessionLine, is_live, is_to_note


class MongoSessions:
    """Sessions by the digest of their token."""

    def __init__(self, database: Database) -> None:
        """Use the collection `sessions`."""
        self._sessions = database["sessions"]

    async def prepare(self) -> None:
        """Let the store forget sessions by itself once they are over."""
        async with server_faults():
            await self._sessions.create_index("until", expireAfterSeconds=0)
            await self._sessions.create_index("account_id")

    async def open(
        self, account: Account, token: str, until: dt.datetime, device: str = ""
    ) -> None:
        """Remember that this token stands for the account until then."""
        row = {
            **row_of(account),
            "_id": digest_of(token),
            "account_id": account.account_id,
            "until": until,
            "device": device,
        }
        async with server_faults():
            await self._sessions.insert_one(row)

    async def by_token(self, token: str, now: dt.datetime, *, touch: bool = True) -> Account | None:
        """The account of a session that is neither over, idle nor ended.

        It counts as used by that, unless `touch` is false.
        """
        key = {"_id": digest_of(token)}
        async with server_faults():
            row = await self._sessions.find_one(key)
            if row is None or not is_live(row["until"], row.get("seen"), now):
                return None
            if touch and is_to_note(row.get("seen"), now):
                await self._sessions.update_one(key, {"$set": {"seen": now}})
        return account_of_row(row["account_id"], row)

    async def end(self, token: str) -> None:
        """Forget the session; an unknown one is no error."""
        async with server_faults():
            await self._sessions.delete_one({"_id": digest_of(token)})

    async def of_account(self, account_id: str, now: dt.datetime) -> list[SessionLine]:
        """The account's sessions that still open something, the last seen first."""
        async with server_faults():
            rows = await self._sessions.find({"account_id": account_id}).to_list(None)
        lines = [
            SessionLine(
                handle=row["_id"],
                device=row.get("device", ""),  # absent from sessions of the version before
                seen=row.get("seen"),
                until=row["until"],
            )
            for row in rows
            if is_live(row["until"], row.get("seen"), now)
        ]
        return sorted(lines, key=lambda line: line.seen or now, reverse=True)

    async def end_one(self, account_id: str, handle: str) -> None:
        """End a session of this account; that of another one stays."""
        async with server_faults():
            await self._sessions.delete_one({"_id": handle, "account_id": account_id})

    async def end_all(self, account_id: str, but_token: str | None = None) -> None:
        """End every session of the account, except that of a token."""
        spared = digest_of(but_token) if but_token is not None else ""
        async with server_faults():
            await self._sessions.delete_many({"account_id": account_id, "_id": {"$ne": spared}})
