"""Accounts in MongoDB: who may come in, in which role. Secrets are kept as digests only."""

from shared.adapters.store import Database, server_faults
from shared.web.access import Account, Role, digest_of


class MongoAccounts:
    """Accounts by the digest of their secret."""

    def __init__(self, database: Database) -> None:
        """Use the collection `accounts`."""
        self._accounts = database["accounts"]

    async def prepare(self) -> None:
        """Create the index; harmless when it exists."""
        async with server_faults():
            await self._accounts.create_index("secret_digest", unique=True)

    async def by_secret(self, secret: str) -> Account | None:
        """The account that the secret opens."""
        async with server_faults():
            row = await self._accounts.find_one({"secret_digest": digest_of(secret)})
        if row is None:
            return None
        return Account(account_id=row["_id"], role=Role(row["role"]))

    async def put(self, account: Account, secret: str) -> None:
        """Create the account, or give it a new secret."""
        fields = {"role": account.role.value, "secret_digest": digest_of(secret)}
        async with server_faults():
            await self._accounts.update_one(
                {"_id": account.account_id}, {"$set": fields}, upsert=True
            )
