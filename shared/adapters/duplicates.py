"""Requests for one person and one licence, in MongoDB and in memory, by one key."""

from collections.abc import Sequence

from shared.adapters import queries
from shared.adapters.memory import MemoryStore
from shared.adapters.store import Database, server_faults
from shared.domain.dossier import Dossier
from shared.domain.twins import is_address, person_in, persons_of

#: Ids handed back at most: one is enough to say that there is another request.
MOST = 5


class MongoDuplicates:
    """Asks the collection `dossiers` by its index on persons."""

    def __init__(self, database: Database) -> None:
        """Use the collection `dossiers`."""
        self._dossiers = database["dossiers"]

    async def others(self, dossier: Dossier) -> Sequence[str]:
        """Ids of requests under way for the same person and licence, older than this one."""
        persons = [key for key in persons_of(dossier) if not is_address(key)]
        if not persons:
            return ()
        query = queries.naming_persons(persons) | {"created_at": {"$lt": dossier.created_at}}
        async with server_faults():
            found = await self._dossiers.find(query, {"_id": 1}).limit(MOST).to_list(MOST)
        return [str(row["_id"]) for row in found]

    async def shares_address(self, dossier: Dossier) -> bool:
        """True when such a request for another person gives the same e-mail address."""
        own = persons_of(dossier)
        addresses = [key for key in own if is_address(key)]
        if not addresses:
            return False
        query = queries.naming_persons(addresses)
        async with server_faults():
            found = await self._dossiers.find(query, {"persons": 1}).limit(MOST).to_list(MOST)
        return any(person_in(row["persons"]) != person_in(own) for row in found)


class MemoryDuplicates:
    """The same over a store in memory."""

    def __init__(self, store: MemoryStore) -> None:
        """Look into its documents."""
        self._store = store

    async def others(self, dossier: Dossier) -> Sequence[str]:
        """Ids of requests under way for the same person and licence, older than this one."""
        persons = {key for key in persons_of(dossier) if not is_address(key)}
        return [
            key
            for key, document in self._store.documents.items()
            if persons & set(document["persons"]) and document["created_at"] < dossier.created_at
        ][:MOST]

    async def shares_address(self, dossier: Dossier) -> bool:
        """True when such a request for another person gives the same e-mail address."""
        own = persons_of(dossier)
        addresses = {key for key in own if is_address(key)}
        return any(
            addresses & set(document["persons"])
            and person_in(document["persons"]) != person_in(own)
            for document in self._store.documents.values()
        )
