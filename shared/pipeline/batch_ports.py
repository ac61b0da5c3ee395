"""Where batches are kept between one visit of a school and the next."""

from collections.abc import Sequence
from typing import Protocol

from shared.domain.batch import Batch


class Batches(Protocol):
    """Every write is on disk before it answers; a batch whose time is over is forgotten."""

    async def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        ...

    async def get(self, owner: str, batch_id: str) -> Batch | None:
        """The owner's batch as it stands; None for an unknown one or somebody else's."""
        ...

    async def save(self, batch: Batch) -> bool:
        """Store the batch if it is still at the revision before this one."""
        ...

    async def of(self, owner: str, limit: int) -> Sequence[Batch]:
        """The owner's batches, newest first."""
        ...
