"""Archives of several sizes in one store, kept from run to run because filling takes long.

What lies in them is what the retention leaves (`shared/domain/retention.py`): ten years at an even
flow, so a twentieth whole, a twentieth without its pieces, nine tenths without anybody in it.
"""

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import bson

from services.bench.store_bench import prepared
from services.bench.store_fill import FINISHED
from services.bench.walks import Walk
from services.intake.references import reference_for
from services.standalone.document_store import DocumentStore
from shared.adapters.documents import Document, new_document
from shared.adapters.driver import Database
from shared.adapters.store import connect_store, server_faults
from shared.domain.change import Change
from shared.domain.dossier import Dossier
from shared.domain.retention import RETENTIONS
from shared.domain.retention_events import PersonErased, PiecesErased
from shared.domain.transitions import advance
from shared.errors import ServerUnavailable
from shared.stages import TABLE

#: The archive is as of this day, so that the same number is the same document in every run.
AS_OF = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
#: Ten years of dossiers, opened every fifty days.
AGES = tuple(dt.timedelta(days=1 + 50 * step) for step in range(73))
OWNERS = 500
#: Documents of one insertion: more gained nothing.
BATCH = 100
#: Later options win: two full copies of what is written would go through a small cache otherwise.
FILLING = ("--cache-size=2G", "--oplog-max-entries=1000", "--oplog-retention-seconds=10")

_RETENTIONS = {row.outcome: row for row in RETENTIONS}


@cache
def templates() -> Sequence[Document]:
    """One document of each ending and age, as the purge has left it."""
    return tuple(_left(number) for number in range(len(FINISHED) * len(AGES)))


def _left(number: int) -> Document:
    steps, age = FINISHED[number % len(FINISHED)], AGES[number // len(FINISHED)]
    walk = Walk("model", "ecole", AS_OF - age)
    steps(walk)
    dossier = _after_retention(walk.dossier)
    return new_document(Change(dossier=dossier, events=dossier.history))


def _after_retention(dossier: Dossier) -> Dossier:
    """By the real transitions, at the moments that the table of retentions gives."""
    assert dossier.outcome is not None  # every walk of FINISHED ends
    assert dossier.ended_at is not None
    row = _RETENTIONS[dossier.outcome]
    for delay, event in (
        (row.pieces, PiecesErased(account="purge")),
        (row.person, PersonErased(account="purge")),
    ):
        moment = dossier.ended_at + delay
        change = advance(dossier, event, moment, TABLE) if moment <= AS_OF else None
        if change is not None:
            dossier = replace(change.dossier, ended_at=dossier.ended_at)
    return dossier


def archived(size: int, models: Sequence[Document]) -> Iterator[list[Document]]:
    """The documents of an archive in batches, in the order of their references.

    In that order the tree of the store is written from left to right, as fast as it can be.
    """
    numbers = sorted(range(size), key=_reference)
    for start in range(0, size, BATCH):
        yield [_document(number, models) for number in numbers[start : start + BATCH]]


def _reference(number: int) -> str:
    return reference_for("archive", str(number))


def _document(number: int, models: Sequence[Document]) -> Document:
    return {
        **models[number % len(models)],
        "_id": _reference(number),
        "owner": f"ecole-{number % OWNERS}",
    }


class Archive:
    """The folder of one store with a database for each size."""

    def __init__(self, folder: Path) -> None:
        """Documents of another shape than ours are thrown away and filled anew."""
        self._models = templates()
        self._progress = folder / "progress.json"
        shape = _shape(self._models)
        if self._read().get("shape") != shape:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            self._write({"shape": shape})
        self.store = DocumentStore(folder / "store")
        #: The same data with room for what is being written, and next to no operation log.
        self._filling = DocumentStore(folder / "store")
        self._filling.child.command = [*self._filling.child.command, *FILLING]

    @property
    def bytes_each(self) -> float:
        """Mean size of a document."""
        return sum(len(bson.encode(one)) for one in self._models) / len(self._models)

    async def fill(self, sizes: Sequence[int]) -> None:
        """Bring the database of each size to it, from where an earlier run stopped."""
        lacking = [size for size in sizes if self._done(size) < size]
        if not lacking:
            return
        await self._filling.start()
        try:
            for size in lacking:
                await self._fill(size)
        finally:
            await self._filling.stop()

    async def _fill(self, size: int) -> None:
        done = self._done(size)
        url = self._filling.url
        client, database = connect_store(url, database_of(size), durable=False)
        try:
            await prepared(database)
            for number, batch in enumerate(archived(size, self._models)):
                if number * BATCH >= done:
                    # an interrupted run may have written some of it
                    await _put(database, batch, again=number * BATCH == done)
                    self._write(self._read() | {str(size): number * BATCH + len(batch)})
        finally:
            await client.close()

    def _done(self, size: int) -> int:
        return int(self._read().get(str(size), 0))

    def _read(self) -> dict[str, str | int]:
        if not self._progress.exists():
            return {}
        progress: dict[str, str | int] = json.loads(self._progress.read_text())
        return progress

    def _write(self, progress: dict[str, str | int]) -> None:
        self._progress.write_text(json.dumps(progress))


def _shape(models: Sequence[Document]) -> str:
    """What changes when documents have other fields; not their order, which sets give."""
    paths = {path for model in models for path in _paths(model, "")}
    return hashlib.sha256("\n".join(sorted(paths)).encode()).hexdigest()


def _paths(value: object, above: str) -> Iterator[str]:
    """The path to every field."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{above}.{name}"
            yield from _paths(inner, f"{above}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, above)


def database_of(size: int) -> str:
    """The database of an archive of that many dossiers."""
    return f"stored_{size}"


async def _put(database: Database, batch: list[Document], *, again: bool) -> None:
    """Insert it; once more where the store was too busy to answer in time."""
    for once_more in (again, True, True):
        if once_more:
            await database["dossiers"].delete_many({"_id": {"$in": [one["_id"] for one in batch]}})
        with suppress(ServerUnavailable):
            async with server_faults():
                await database["dossiers"].insert_many(batch, ordered=False)
            return
    raise ServerUnavailable("store")
