"""The store into a file, and back."""

import gzip
import os
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from rich.console import Console

from services.ops.connection import storing
from shared.adapters.clock import SystemClock
from shared.adapters.dump import (
    BadDump,
    StoreNotEmpty,
    dump_store,
    read_dump,
    read_records,
    restore_store,
)
from shared.settings import Settings

#: Pieces are sealed and do not shrink; the rest does, and the lowest level does most of it.
LEVEL = 1
ENDING = ".guichet.gz"


async def backup(settings: Settings, console: Console, folder: Path, keep: int) -> int:
    """Write a new file, whole or not at all, and take the oldest away past `keep`."""
    path = _new_path(folder)
    part = path.with_suffix(".part")
    async with storing(settings) as database:
        size = await _write(dump_store(database), part)
    counts = count_documents(part)
    part.replace(path)
    _forget(folder, keep)
    console.print(f"{path} ({sum(counts.values())} documents, {size} bytes)", markup=False)
    if settings.blobs_url:
        console.print("Pieces lie in the bucket and are not in this backup: copy it too.")
    return 0


def _new_path(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    moment = SystemClock().now().strftime("%Y%m%dT%H%M%S.%fZ")
    return folder / f"store-{moment}{ENDING}"


def _forget(folder: Path, keep: int) -> None:
    for old in sorted(folder.glob(f"store-*{ENDING}"))[:-keep]:
        old.unlink()


async def _write(records: AsyncIterator[bytes], path: Path) -> int:
    """Compress the records into a file that this user alone reads, and wait for the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=LEVEL) as packed:
            async for record in records:
                packed.write(record)
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def records_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """Every record of a backup; BadDump where it is damaged."""
    try:
        with gzip.open(path) as packed:
            yield from read_records(cast(BinaryIO, packed))
    except (EOFError, OSError, zlib.error) as error:
        raise BadDump(path.name) from error


def count_documents(path: Path) -> Mapping[str, int]:
    """Documents by collection, after reading all of it."""
    counts: dict[str, int] = {}
    for name, _ in read_dump(records_of(path)):
        counts[name] = counts.get(name, 0) + 1
    return counts


async def restore(
    settings: Settings, console: Console, path: Path, *, replace: bool, check: bool
) -> int:
    """Read all of the file first; then, unless that was all, put it into the store."""
    try:
        counts = count_documents(path)
        if not check:
            async with storing(settings) as database:
                await restore_store(database, records_of(path), replace=replace)
    except (BadDump, StoreNotEmpty) as error:
        console.print(f"{error.__doc__} ({error})", markup=False)
        return 1
    for name, count in sorted(counts.items()):
        console.print(f"{count:>9} {name}", markup=False)
    console.print("The file is whole." if check else "Restored.")
    return 0
