"""Contacts of schools in MongoDB: fields of the collection of accounts."""

import datetime as dt

from shared.adapters.documents import Document
from shared.adapters.store import Database, server_faults
from shared.pipeline.contacts import Contact, Hook, Wants
from shared.web.access import Role


class MongoContacts:
    """Reads and writes the fields of letters and webhooks; accounts are made elsewhere."""

    def __init__(self, database: Database) -> None:
        """Use the collection `accounts`."""
        self._accounts = database["accounts"]

    async def of(self, account_id: str) -> Contact | None:
        """The school; None for any other account, and for an unknown one."""
        async with server_faults():
            row = await self._accounts.find_one({"_id": account_id, "role": Role.SCHOOL.value})
        return None if row is None else _contact(row)

    async def prefer(self, account_id: str, wants: Wants) -> None:
        """Keep which letters the school wants."""
        await self._set(account_id, {"letters": wants.value})

    async def put_hook(self, account_id: str, hook: Hook | None) -> None:
        """Keep the school's webhook, or take it away."""
        await self._set(account_id, {"hook": None if hook is None else _hook_row(hook)})

    async def hook_worked(self, account_id: str) -> None:
        """The hook took an event: what failed before no longer counts."""
        failing = {"_id": account_id, "hook.failing_since": {"$ne": None}}
        async with server_faults():
            await self._accounts.update_one(failing, {"$set": {"hook.failing_since": None}})

    async def hook_failed(self, account_id: str, now: dt.datetime) -> dt.datetime:
        """The hook failed; since when it does so without a success between."""
        whole = {"_id": account_id, "hook.failing_since": None, "hook.url": {"$exists": True}}
        async with server_faults():
            await self._accounts.update_one(whole, {"$set": {"hook.failing_since": now}})
            row = await self._accounts.find_one({"_id": account_id}, {"hook": 1})
        hook = (row or {}).get("hook") or {}
        since: dt.datetime | None = hook.get("failing_since")
        return since or now

    async def _set(self, account_id: str, fields: Document) -> None:
        async with server_faults():
            await self._accounts.update_one({"_id": account_id}, {"$set": fields})


def _contact(row: Document) -> Contact:
    hook = row.get("hook")
    return Contact(
        account_id=row["_id"],
        email=row.get("email"),
        mobile=row.get("mobile"),
        wants=Wants(row.get("letters") or Wants.ALL),
        hook=Hook(**hook) if hook else None,
    )


def _hook_row(hook: Hook) -> Document:
    return {
        "url": hook.url,
        "secret": hook.secret,
        "failing_since": hook.failing_since,
        "disabled_at": hook.disabled_at,
    }
