"""Accounts in MongoDB: who may come in, in which role. Secrets are kept as digests only."""

from typing import Any

from pymongo.errors import DuplicateKeyError

from shared.adapters.account_rows import account_of_row, row_of
from shared.adapters.store import Database, server_faults
from shared.errors import AgrementTaken, EmailTaken
from shared.web.access import Account, digest_of
from shared.web.directory import Credentials, fold_email

#: Fields that no two accounts share, and what claiming another's is called.
_UNIQUE = {"agrement": AgrementTaken, "email": EmailTaken}
_OPEN = {"disabled": {"$ne": True}}


class MongoAccounts:
    """Accounts by the digest of their secret, their address or their person."""

    def __init__(self, database: Database) -> None:
        """Use the collection `accounts`."""
        self._accounts = database["accounts"]

    async def prepare(self) -> None:
        """Create the indexes; harmless when they exist."""
        async with server_faults():
            await self._accounts.create_index("secret_digest", unique=True)
            # sparse: most accounts lack one or the other
            for name in (*_UNIQUE, "subject"):
                await self._accounts.create_index(name, unique=True, sparse=True)

    async def by_secret(self, secret: str) -> Account | None:
        """The account that the secret opens."""
        return await self._one({"secret_digest": digest_of(secret), **_OPEN})

    async def by_id(self, account_id: str) -> Account | None:
        """The account, disabled or not."""
        return await self._one({"_id": account_id})

    async def by_email(self, email: str) -> Account | None:
        """The account of an address, unless it is disabled."""
        return await self._one({"email": fold_email(email), **_OPEN})

    async def by_subject(self, subject: str) -> Account | None:
        """The account bound to a person of the identity provider, unless it is disabled."""
        return await self._one({"subject": subject, **_OPEN})

    async def credentials(self, name: str) -> Credentials | None:
        """By e-mail address or identifier; None without a password, or where it is disabled."""
        wanted = {"email": fold_email(name)} if "@" in name else {"_id": name}
        async with server_faults():
            row = await self._accounts.find_one({**wanted, **_OPEN})
        if row is None or not row.get("password_hash"):
            return None
        account = account_of_row(row["_id"], row)
        return Credentials(account=account, password_hash=row["password_hash"])

    async def put(self, account: Account, secret: str) -> None:
        """Create the account, or give it a new secret; AgrementTaken where a school has its number.

        EmailTaken where anybody has its address. What an account written again lacks, it keeps.
        """
        fields = {**row_of(account), "secret_digest": digest_of(secret)}
        async with server_faults():
            try:
                await self._accounts.update_one(
                    {"_id": account.account_id}, {"$set": fields}, upsert=True
                )
            except DuplicateKeyError as error:
                for name, taken in _UNIQUE.items():
                    if name in fields and await self._has_other(account, {name: fields[name]}):
                        raise taken(account.account_id) from error
                raise

    async def set_password(
        self, account_id: str, password_hash: str, instead_of: str | None = None
    ) -> bool:
        """Keep a new hash; False where the account, or the hash to replace, is not there."""
        wanted = {"password_hash": instead_of} if instead_of is not None else {}
        return await self._set({"_id": account_id, **wanted}, {"password_hash": password_hash})

    async def bind(self, account_id: str, subject: str) -> bool:
        """Tie a person of the provider to an account; False where either is tied already."""
        try:
            untied = {"_id": account_id, "subject": None}
            return await self._set(untied, {"subject": subject})
        except DuplicateKeyError:
            return False

    async def set_disabled(self, account_id: str, *, disabled: bool) -> bool:
        """Close or open an account again; False where there is none."""
        return await self._set({"_id": account_id}, {"disabled": disabled})

    async def everyone(self) -> list[Account]:
        """All accounts, by identifier."""
        async with server_faults():
            rows = await self._accounts.find({}).sort("_id", 1).to_list(None)
        return [account_of_row(row["_id"], row) for row in rows]

    async def _one(self, wanted: dict[str, Any]) -> Account | None:
        async with server_faults():
            row = await self._accounts.find_one(wanted)
        return None if row is None else account_of_row(row["_id"], row)

    async def _set(self, wanted: dict[str, Any], fields: dict[str, Any]) -> bool:
        async with server_faults():
            done = await self._accounts.update_one(wanted, {"$set": fields})
        return bool(done.matched_count)

    async def _has_other(self, account: Account, claimed: dict[str, Any]) -> bool:
        other = {**claimed, "_id": {"$ne": account.account_id}}
        return await self._accounts.find_one(other, {"_id": 1}) is not None
