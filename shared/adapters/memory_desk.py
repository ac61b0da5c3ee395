"""What ops act and look with, in memory, for the flow tests."""

import datetime as dt
from collections.abc import Mapping, Sequence

from shared.adapters.finished import count_finished
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_broker import MemoryBroker
from shared.domain.dossier import StageStatus
from shared.pipeline.repair_ports import AuditLine, ParkedStage, Unwanted
from shared.pipeline.samples import Finished, StageSample
from shared.stages import StageName


class MemoryAudit:
    """The audit log in a list."""

    def __init__(self) -> None:
        """Begin empty."""
        self.lines: list[AuditLine] = []

    async def record(self, line: AuditLine) -> None:
        """Keep the line."""
        self.lines.append(line)

    async def recent(self, limit: int, dossier_id: str | None = None) -> Sequence[AuditLine]:
        """The last lines, newest first; of one dossier where it is named."""
        own = [line for line in self.lines if dossier_id in (None, line.dossier_id)]
        return sorted(own, key=lambda line: line.at, reverse=True)[:limit]


class MemoryParking:
    """The parking queues of a broker in memory."""

    def __init__(self, broker: MemoryBroker) -> None:
        """Look into its queues."""
        self._broker = broker

    async def take_out(self, queue: str, unwanted: Unwanted, most: int) -> int:
        """Remove up to `most` such messages from what lies in the queue now; how many it were."""
        held = self._broker.queues[queue]
        taken = [message for message in held if unwanted(message.body)][:most]
        for message in taken:
            held.remove(message)
        return len(taken)


class MemoryParkedStages:
    """The parked stages of a store in memory."""

    def __init__(self, store: MemoryStore) -> None:
        """Look into its documents."""
        self._store = store

    async def parked(self, limit: int, stage: StageName | None = None) -> Sequence[ParkedStage]:
        """Parked stages, oldest first."""
        found = [
            ParkedStage(
                dossier_id=key,
                stage=StageName(row["stage"]),
                since=row["since"],
                cause=document["stages"][row["stage"]]["cause"],
                run=document["stages"][row["stage"]]["run"],
                attempt=document["stages"][row["stage"]]["attempt"],
            )
            for key, document in self._store.documents.items()
            for row in document["open"]
            if row["status"] == StageStatus.PARKED and stage in (None, row["stage"])
        ]
        return sorted(found, key=lambda parked: parked.since)[:limit]


class MemorySamples:
    """The ring of samples in a dictionary by minute."""

    def __init__(self, store: MemoryStore) -> None:
        """Count in the store's documents."""
        self._store = store
        self.minutes: dict[dt.datetime, list[StageSample]] = {}

    async def finished(self, start: dt.datetime, end: dt.datetime) -> Mapping[StageName, Finished]:
        """The dossiers that finished each stage between two moments."""
        return count_finished(self._store.documents.values(), start, end)

    async def write(self, rows: Sequence[StageSample]) -> None:
        """Keep the rows of one minute; a second writer of the same minute replaces them."""
        if rows:
            self.minutes[rows[0].at] = list(rows)

    async def since(self, start: dt.datetime) -> Sequence[StageSample]:
        """Rows from then on, oldest first."""
        return [row for at in sorted(self.minutes) if at >= start for row in self.minutes[at]]

    async def forget(self, before: dt.datetime) -> None:
        """Let go of rows older than that."""
        self.minutes = {at: rows for at, rows in self.minutes.items() if at >= before}
