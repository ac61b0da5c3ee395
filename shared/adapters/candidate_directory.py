"""What belongs to an address, read from the dossiers and accounts in MongoDB."""

from collections.abc import Sequence

import pymongo

from shared.adapters import queries
from shared.adapters.documents import dossier_of
from shared.adapters.store import Database, server_faults
from shared.domain.dossier import Dossier
from shared.web.access import Role


class MongoCandidateDirectory:
    """Read-only questions to the collections `dossiers` and `accounts`."""

    def __init__(self, database: Database) -> None:
        """Use both collections."""
        self._dossiers = database["dossiers"]
        self._accounts = database["accounts"]

    async def dossiers_of(self, address: str, limit: int) -> Sequence[Dossier]:
        """The dossiers of which the folded address is a person's, newest first."""
        async with server_faults():
            cursor = self._dossiers.find(queries.of_address(address), {"outbox": 0, "history": 0})
            cursor = cursor.sort("created_at", pymongo.DESCENDING).limit(limit)
            return [dossier_of(document) for document in await cursor.to_list(limit)]

    async def account_of(self, address: str) -> str | None:
        """The account of a candidate who files alone under the folded address."""
        asked = {"email": address, "role": Role.CANDIDATE.value, "disabled": {"$ne": True}}
        async with server_faults():
            row = await self._accounts.find_one(asked, {"_id": 1})
        return str(row["_id"]) if row else None
