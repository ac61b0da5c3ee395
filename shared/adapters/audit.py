"""What ops did, in MongoDB: lines are added and never changed; and what stands parked."""

from collections.abc import Sequence

import pymongo

from shared.adapters import queries
from shared.adapters.store import Database, server_faults
from shared.pipeline.repair_ports import Action, AuditLine, ParkedStage
from shared.stages import StageName


class MongoAudit:
    """The audit log."""

    def __init__(self, database: Database) -> None:
        """Use the collection `audit`."""
        self._audit = database["audit"]

    async def prepare(self) -> None:
        """Create the indexes; harmless when they exist."""
        async with server_faults():
            await self._audit.create_index([("at", -1)])
            await self._audit.create_index([("dossier_id", 1), ("at", -1)])

    async def record(self, line: AuditLine) -> None:
        """Return once the line is on disk."""
        row = {
            "at": line.at,
            "account": line.account,
            "action": line.action.value,
            "dossier_id": line.dossier_id,
            "stage": line.stage.value,
            "reason": line.reason,
        }
        async with server_faults():
            await self._audit.insert_one(row)

    async def recent(self, limit: int, dossier_id: str | None = None) -> Sequence[AuditLine]:
        """The last lines, newest first; of one dossier where it is named."""
        query = {} if dossier_id is None else {"dossier_id": dossier_id}
        async with server_faults():
            cursor = self._audit.find(query).sort("at", pymongo.DESCENDING).limit(limit)
            rows = await cursor.to_list(limit)
        return [
            AuditLine(
                at=row["at"],
                account=row["account"],
                action=Action(row["action"]),
                dossier_id=row["dossier_id"],
                stage=StageName(row["stage"]),
                reason=row["reason"],
            )
            for row in rows
        ]


class MongoParkedStages:
    """Reads the parked stages off the dossiers."""

    def __init__(self, database: Database) -> None:
        """Use the collection `dossiers`."""
        self._dossiers = database["dossiers"]

    async def parked(self, limit: int, stage: StageName | None = None) -> Sequence[ParkedStage]:
        """Parked stages, oldest first.

        Stages are named because the index begins with them; finished dossiers are not in it.
        """
        names = list(StageName) if stage is None else [stage]
        found: list[ParkedStage] = []
        for name in names:
            fields = {f"stages.{name}.{part}": 1 for part in ("since", "cause", "run", "attempt")}
            async with server_faults():
                cursor = self._dossiers.find(queries.parked_in(name), fields)
                rows = await cursor.sort(f"stages.{name}.since", 1).limit(limit).to_list(limit)
            found += [
                ParkedStage(dossier_id=row["_id"], stage=name, **row["stages"][name.value])
                for row in rows
            ]
        return sorted(found, key=lambda parked: parked.since)[:limit]
