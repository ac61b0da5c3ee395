"""What the pipeline asks of the outside. Each port has a real and a memory adapter."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.domain.change import Change, OutboxEntry
from shared.domain.dossier import Dossier
from shared.domain.filings import Place
from shared.pipeline.blob_ports import BlobFiles as BlobFiles
from shared.pipeline.blob_ports import Blobs as Blobs
from shared.pipeline.blob_ports import StoredBlob as StoredBlob
from shared.stages import StageName


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> dt.datetime:
        """Aware UTC time."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class Dossiers(Protocol):
    """The documents that are the truth. Every write is on disk before it answers."""

    async def add(self, change: Change) -> None:
        """Store a new dossier and its outbox; raises DossierExists."""
        ...

    async def get(self, dossier_id: str, *, timeline: bool = True) -> Dossier | None:
        """The dossier as it stands; its history stays behind where nobody reads it."""
        ...

    async def save(self, change: Change) -> bool:
        """Store the change if the dossier is still at the revision it was made on."""
        ...


class Outbox(Protocol):
    """Messages written with their change and not yet known to be in a queue."""

    async def unsent(self, before: dt.datetime, limit: int) -> Sequence[tuple[str, OutboxEntry]]:
        """(dossier id, entry) of entries written before then, oldest first."""
        ...

    async def mark_sent(self, sent: Sequence[tuple[str, str]]) -> None:
        """Forget these (dossier id, entry id)."""
        ...


class Deadlines(Protocol):
    """The open stages by the moment at which the sweep must look at them."""

    async def due(self, now: dt.datetime, limit: int) -> Sequence[tuple[str, StageName]]:
        """(dossier id, stage) whose clock has something due."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDepth:
    """How many dossiers stand in a stage, and the oldest of them."""

    stage: StageName
    #: "open" or "parked".
    status: str
    count: int
    oldest_since: dt.datetime
    #: None where no clock runs: a check is parked and its dossier went on to a person.
    next_deadline: dt.datetime | None


class Views(Protocol):
    """What people look up. Reading only; no decision rests on it."""

    async def dossiers_of(self, owner: str, behind: Place, limit: int) -> Sequence[Dossier]:
        """The owner's dossiers behind this place, newest first."""
        ...

    async def standing_since(
        self, stage: StageName, before: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Ids of dossiers that were open in the stage at that moment already, oldest first."""
        ...

    async def needed_blobs(self, blob_ids: Sequence[str]) -> set[str]:
        """Those of the ids that a dossier needs."""
        ...

    async def depths(self) -> Sequence[StageDepth]:
        """One row a stage and status that has dossiers."""
        ...

    async def beyond_us(self) -> int:
        """Dossiers that stand somewhere and that only a newer version may move."""
        ...


class Effects(Protocol):
    """The ledger that keeps an outside effect from happening twice."""

    async def claim(self, key: str, now: dt.datetime, lease: dt.timedelta) -> bool:
        """True for the one caller that may do it: first, or after a lease ended undone."""
        ...

    async def done(self, key: str, now: dt.datetime) -> None:
        """The effect has happened; no later claim is granted."""
        ...

    async def release(self, key: str) -> None:
        """The effect is known not to have happened: the next claim is granted at once."""
        ...

    async def is_done(self, key: str) -> bool:
        """True when the effect is known to have happened."""
        ...


class Delivery(Protocol):
    """One message in hand: it comes back to its queue unless acked or rejected."""

    @property
    def body(self) -> bytes:
        """The bytes of the message."""
        ...

    async def ack(self) -> None:
        """It is done with."""
        ...

    async def reject(self) -> None:
        """It can never be handled: dead-letter it."""
        ...

    async def requeue(self) -> None:
        """Give it back for another consumer."""
        ...


OnDelivery = Callable[[Delivery], Awaitable[None]]


class Consumer(Protocol):
    """A running subscription."""

    async def stop(self) -> None:
        """Take no more; return once what is in hand is acked or given back."""
        ...


class Broker(Protocol):
    """The queues."""

    async def publish(self, queue: str, body: bytes, message_id: str) -> None:
        """Return once the message is safe in the queue; raises ServerUnavailable otherwise."""
        ...

    async def consume(self, queue: str, prefetch: int, on_delivery: OnDelivery) -> Consumer:
        """Hand over messages, at most `prefetch` at a time."""
        ...

    async def ping(self) -> None:
        """Raise ServerUnavailable unless the broker answers."""
        ...
