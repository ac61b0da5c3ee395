"""Accounts in MongoDB: who may come in, in which role. Secrets are kept as digests only."""

from pymongo.errors import DuplicateKeyError

from shared.adapters.store import Database, server_faults
from shared.errors import AgrementTaken
from shared.web.access import Account, Role, digest_of


class MongoAccounts:
    """Accounts by the digest of their secret."""

    def __init__(self, database: Database) -> None:
        """Use the collection `accounts`."""
        self._accounts = database["accounts"]

    async def prepare(self) -> None:
        """Create the indexes; harmless when they exist."""
        async with server_faults():
            await self._accounts.create_index("secret_digest", unique=True)
            # sparse: most accounts have none
            await self._accounts.create_index("agrement", unique=True, sparse=True)

    async def by_secret(self, secret: str) -> Account | None:
        """The account that the secret opens."""
        async with server_faults():
            row = await self._accounts.find_one({"secret_digest": digest_of(secret)})
        if row is None:
            return None
        return Account(account_id=row["_id"], role=Role(row["role"]), agrement=row.get("agrement"))

    async def put(self, account: Account, secret: str) -> None:
        """Create the account, or give it a new secret; AgrementTaken where a school has its number.

        An account written again without its number keeps it.
        """
        fields = {"role": account.role.value, "secret_digest": digest_of(secret)}
        if account.agrement is not None:
            fields["agrement"] = account.agrement
        async with server_faults():
            try:
                await self._accounts.update_one(
                    {"_id": account.account_id}, {"$set": fields}, upsert=True
                )
            except DuplicateKeyError as error:
                if account.agrement is None or not await self._is_taken(account):
                    raise
                raise AgrementTaken(account.account_id) from error

    async def _is_taken(self, account: Account) -> bool:
        other = {"agrement": account.agrement, "_id": {"$ne": account.account_id}}
        return await self._accounts.find_one(other, {"_id": 1}) is not None
