"""The whole store as one stream of BSON, and back: what a backup is made of.

Dossiers are read first and file chunks last: whatever a dossier of the backup names was in the
store before it was read, so it is in the backup too, though work goes on meanwhile.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import bson
from bson.codec_options import CodecOptions
from bson.errors import InvalidBSON
from bson.raw_bson import RawBSONDocument

from shared.adapters.store import Database, server_faults

#: Grows when an older program could no longer read the stream.
FORMAT = 1
#: Bytes sent in one insert: a fraction of the 48 MB that MongoDB's protocol takes at once.
BATCH_BYTES = 8_000_000

_RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)


class BadDump(Exception):
    """The file is not a whole backup of Guichet."""


class StoreNotEmpty(Exception):
    """There are documents in the store: restore into an empty one, or say --replace."""


def dumping_order(names: Iterable[str]) -> tuple[str, ...]:
    """Dossiers and ends of chains, the rest, the list of files, their chunks.

    What points at something goes before it: an entry made meanwhile is then one too many.
    """

    def place(name: str) -> tuple[int, str]:
        if name in ("dossiers", "audit_heads"):
            return (0, name)
        return ({"files": 2, "chunks": 3}.get(name.rpartition(".")[2], 1), name)

    return tuple(sorted((name for name in names if not name.startswith("system.")), key=place))


async def dump_store(database: Database) -> AsyncIterator[bytes]:
    """A head, each document with the name of its collection, and the counts at the end."""
    yield bson.encode({"guichet": FORMAT})
    counts: Counter[str] = Counter()
    async with server_faults():
        for name in dumping_order(await database.list_collection_names()):
            collection = database.get_collection(name, codec_options=_RAW)
            async for document in collection.find({}):
                counts[name] += 1
                yield bson.encode({"c": name, "d": document})
    yield bson.encode({"counts": dict(counts)})


def read_records(stream: BinaryIO) -> Iterator[Mapping[str, Any]]:
    """The records of a stream that `dump_store` made; BadDump where it is no BSON."""
    try:
        yield from bson.decode_file_iter(stream, _RAW)
    except InvalidBSON as error:
        raise BadDump("not BSON") from error


def read_dump(records: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, RawBSONDocument]]:
    """Each document with its collection; BadDump where the file is cut off or something else."""
    counts: Counter[str] = Counter()
    promised: Mapping[str, int] | None = None
    for number, record in enumerate(records):
        if number == 0 and record.get("guichet") != FORMAT:
            raise BadDump("head")
        if "counts" in record:
            promised = dict(record["counts"])
        elif number:
            counts[record["c"]] += 1
            yield record["c"], record["d"]
    if promised is None or promised != dict(counts):
        raise BadDump("cut off")


async def restore_store(
    database: Database, records: Iterable[Mapping[str, Any]], *, replace: bool
) -> Mapping[str, int]:
    """Put every document back, into an empty store or in place of what is there."""
    async with server_faults():
        await _empty(database, replace=replace)
        counts: Counter[str] = Counter()
        waiting: list[RawBSONDocument] = []
        size, of = 0, ""
        for name, document in read_dump(records):
            if waiting and (name != of or size > BATCH_BYTES):
                await database[of].insert_many(waiting, ordered=False)
                waiting, size = [], 0
            of, size = name, size + len(document.raw)
            waiting.append(document)
            counts[name] += 1
        if waiting:
            await database[of].insert_many(waiting, ordered=False)
    return counts


async def _empty(database: Database, *, replace: bool) -> None:
    for name in await database.list_collection_names():
        if await database[name].find_one({}) is None:
            continue
        if not replace:
            raise StoreNotEmpty(name)
        await database[name].delete_many({})
