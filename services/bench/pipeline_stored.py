"""What the dossiers of a measurement left in the store."""

import datetime as dt
from dataclasses import dataclass
from statistics import fmean

import bson

from shared.adapters.store import Database
from shared.stages import TABLE, queue_stages

#: Chunks whose bytes are counted, from the first on: the dossiers of a measurement are all alike,
#: and those of a long queue are gigabytes.
SAMPLE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the dossiers left in the store."""

    #: Messages that their stages were sent, tries included.
    messages: int
    document_bytes: int
    piece_bytes: int


async def last_compared(database: Database) -> float:
    """Seconds since the epoch at which the last comparison was stored."""
    rows = await database["dossiers"].find({}, {"stages.divergence.since": 1}).to_list(None)
    latest: dt.datetime = max(row["stages"]["divergence"]["since"] for row in rows)
    return latest.timestamp()


async def stored(database: Database) -> Stored:
    """Count everything once the measurement is over."""
    documents = await database["dossiers"].find({}).to_list(None)
    queued = [row.name.value for row in queue_stages(TABLE)]
    runs = [one["stages"][name] for one in documents for name in queued if name in one["stages"]]
    return Stored(
        messages=sum(run["run"] + max(run["attempt"] - 1, 0) for run in runs),
        document_bytes=sum(len(bson.encode(one)) for one in documents),
        piece_bytes=await piece_bytes(database),
    )


async def piece_bytes(database: Database) -> int:
    """Bytes of all pieces and copies, of so many chunks estimated."""
    chunks = database["pieces.chunks"]
    count, sizes = await chunks.count_documents({}), []
    async for chunk in chunks.find({}, {"data": 1}).limit(SAMPLE):
        sizes.append(len(chunk["data"]))
    return round(fmean(sizes) * count) if sizes else 0
