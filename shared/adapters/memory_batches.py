"""Batches in memory, for tests."""

from collections.abc import Sequence

from shared.domain.batch import Batch


class MemoryBatches:
    """Batches by their id."""

    def __init__(self) -> None:
        """Begin empty."""
        self.batches: dict[str, Batch] = {}

    async def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        self.batches[batch.batch_id] = batch

    async def get(self, owner: str, batch_id: str) -> Batch | None:
        """The owner's batch as it stands; None for an unknown one or somebody else's."""
        found = self.batches.get(batch_id)
        return found if found and found.owner == owner else None

    async def save(self, batch: Batch) -> bool:
        """Store the batch if it is still at the revision before this one."""
        before = self.batches.get(batch.batch_id)
        if before is None or before.rev != batch.rev - 1:
            return False
        self.batches[batch.batch_id] = batch
        return True

    async def of(self, owner: str, limit: int) -> Sequence[Batch]:
        """The owner's batches, newest first."""
        own = [batch for batch in self.batches.values() if batch.owner == owner]
        return sorted(own, key=lambda batch: batch.created_at, reverse=True)[:limit]
