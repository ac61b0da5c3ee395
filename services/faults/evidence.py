"""The truth of the store and of the queues, read past the proxies."""

import asyncio
import hashlib
from collections.abc import Sequence

import aiohttp

from services.faults.ledger import Copy
from services.faults.verdict import Evidence
from services.standalone.machine import Machine
from shared.adapters.clock import SystemClock
from shared.adapters.documents import dossier_of
from shared.adapters.sealed_blobs import SealedBlobs, piece_store
from shared.adapters.store import Database, server_faults
from shared.domain.dossier import Dossier
from shared.domain.piece import PieceKind
from shared.errors import MissingBlob, ServerUnavailable
from shared.stages import TABLE, queue_stages

#: Seconds between two looks.
LOOK = 0.5
#: Times in a row that nothing must be under way. The broker's own figures are up to five
#: seconds old, so this outlasts one renewal.
QUIET_LOOKS = 12

#: Lines of a timeline that go with a message to a stage's queue.
_SENDING = ("started", "retry", "redriven")
_SYSTEM = [row.name.value for row in queue_stages(TABLE)]


async def wait_until_quiet(machine: Machine, database: Database) -> None:
    """Return once nothing is under way any more."""
    quiet = 0
    while quiet < QUIET_LOOKS:
        try:
            busy = await under_way(database) or any((await queued(machine)).values())
            quiet = 0 if busy else quiet + 1
        except (ServerUnavailable, aiohttp.ClientError):
            quiet = 0
        await asyncio.sleep(LOOK)


async def under_way(database: Database) -> bool:
    """True while a machine's stage is open or an outbox holds something."""
    dossiers = database["dossiers"]
    working = {"open": {"$elemMatch": {"stage": {"$in": _SYSTEM}, "status": "open"}}}
    async with server_faults():
        if await dossiers.count_documents(working, limit=1):
            return True
        return bool(await dossiers.count_documents({"outbox.0": {"$exists": True}}, limit=1))


async def queued(machine: Machine) -> dict[str, int]:
    """Messages of each queue, in hand ones included, from the broker itself."""
    address = f"http://127.0.0.1:{machine.broker.ports.management}/api/queues"
    guest = {"Authorization": aiohttp.encode_basic_auth("guest", "guest")}
    async with aiohttp.ClientSession(headers=guest) as session, session.get(address) as response:
        rows = await response.json()
    return {
        row["name"]: row.get("messages", 0) for row in rows if not row["name"].endswith(".park")
    }


async def gather_evidence(machine: Machine, database: Database, copies: Sequence[Copy]) -> Evidence:
    """Everything that the verdict needs."""
    async with server_faults():
        documents = await database["dossiers"].find({}).to_list(None)
    dossiers = {dossier.dossier_id: dossier for dossier in map(dossier_of, documents)}
    blobs = piece_store(database, machine.settings, SystemClock())
    return Evidence(
        dossiers=dossiers,
        digests={
            (dossier.dossier_id, kind): digest
            for dossier in dossiers.values()
            for kind, digest in (await _digests(dossier, blobs)).items()
        },
        copies=tuple(copies),
        unsent=sum(len(document["outbox"]) for document in documents),
        queued=await queued(machine),
    )


def count_messages(evidence: Evidence) -> int:
    """Stage messages that the timelines tell of, without the copies that faults made."""
    return sum(
        line.event in _SENDING and line.stage in _SYSTEM
        for dossier in evidence.dossiers.values()
        for line in dossier.history
    )


async def _digests(dossier: Dossier, blobs: SealedBlobs) -> dict[PieceKind, str | None]:
    return {kind: await _digest(piece.blob_id, blobs) for kind, piece in dossier.pieces.items()}


async def _digest(blob_id: str, blobs: SealedBlobs) -> str | None:
    try:
        return hashlib.sha256(await blobs.read(blob_id)).hexdigest()
    except (MissingBlob, ServerUnavailable):  # bytes that contradict their own description too
        return None
