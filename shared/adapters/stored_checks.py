"""The checks that the store keeps of every dossier, one after the other; reading only."""

from collections.abc import AsyncIterator

from shared.adapters.documents import check_of, dossier_of
from shared.adapters.store import Database, server_faults
from shared.domain.dossier import Dossier
from shared.domain.findings import CheckResult
from shared.stages import StageName


class MongoStoredChecks:
    """Results with the values that were measured."""

    def __init__(self, database: Database) -> None:
        """Read the collection `dossiers`."""
        self._dossiers = database["dossiers"]

    async def of(self, stage: StageName) -> AsyncIterator[CheckResult]:
        """The present result of the stage in each dossier that has one."""
        path = f"stages.{stage.value}.result"
        async with server_faults():
            async for document in self._dossiers.find({path: {"$ne": None}}, {path: 1}):
                result = document.get("stages", {}).get(stage.value, {}).get("result")
                if result and result.get("facts"):
                    yield check_of(result)

    async def compared(self) -> AsyncIterator[Dossier]:
        """Every dossier whose sources were compared, without its timeline."""
        query, left = {"stages.divergence.result": {"$ne": None}}, {"outbox": 0, "history": 0}
        async with server_faults():
            async for document in self._dossiers.find(query, left):
                yield dossier_of({**document, "history": []})
