"""The heads of the audit's chains, signed and exported: what nobody can take back later.

A chain alone shows what was changed in it, not what was cut off its end or written anew as a
whole. Against a head that left the machine, both show. Each file names the one before.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.pipeline.witness import AuditTrail
from shared.web.receipts import Json, ReceiptInvalid, ReceiptSigner, read_receipt

KIND = "guichet-audit+jws"
PATTERN = "audit-*.jws"
#: Clocks of processes differ, and an entry is on disk a moment after its time.
OVERLAP = dt.timedelta(minutes=10)

#: Digests that were sealed, by chain and number.
Sealed = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seals:
    """What a folder of sealed heads proves."""

    sealed: Sealed
    #: Names of files that are not what was sealed, or whose predecessor is gone.
    broken: tuple[str, ...]


async def seal_heads(
    trail: AuditTrail, signer: ReceiptSigner, folder: Path, now: dt.datetime
) -> tuple[Path, int]:
    """Write the heads of the chains that grew since the last seal; the file, and how many."""
    last_at = last_sealed_at(folder, signer.public_key)
    start = last_at - OVERLAP if last_at else dt.datetime.min.replace(tzinfo=dt.UTC)
    heads = []
    for chain in sorted(await trail.changed_since(start)):
        last = await trail.last(chain)
        if last is not None:
            heads.append([chain, last.seq, last.digest])
    document = {
        "audit": 1,
        "sealed_at": now.isoformat(timespec="milliseconds"),
        "previous": _digest(_files(folder)[-1]) if _files(folder) else None,
        "heads": heads,
    }
    return _write(folder, now, signer.sign_document(KIND, document)), len(heads)


def read_seals(folder: Path, public_key: Json) -> Seals:
    """Everything that the folder's files prove, and which of them prove nothing."""
    sealed: dict[str, dict[int, str]] = defaultdict(dict)
    broken: list[str] = []
    previous = None
    for path in _files(folder):
        try:
            document = read_receipt(path.read_text(), public_key)
            for chain, seq, digest in document["heads"]:
                sealed[chain][seq] = digest
            if document["previous"] != previous:
                broken.append(path.name)
        except (ReceiptInvalid, KeyError, TypeError, ValueError):
            broken.append(path.name)
        previous = _digest(path)
    return Seals(sealed=sealed, broken=tuple(broken))


def last_sealed_at(folder: Path, public_key: Json) -> dt.datetime | None:
    """When the newest good seal was made; None without any."""
    for path in reversed(_files(folder)):
        try:
            document = read_receipt(path.read_text(), public_key)
            return dt.datetime.fromisoformat(document["sealed_at"])
        except (ReceiptInvalid, KeyError, TypeError, ValueError):
            continue  # a bad file proves nothing: what it held is sealed once more
    return None


def _write(folder: Path, now: dt.datetime, text: str) -> Path:
    """A file whose name sorts by time; whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"audit-{now:%Y%m%dT%H%M%S}{now.microsecond:06d}.jws"
    coming = path.with_suffix(".new")
    coming.write_text(text)
    coming.replace(path)
    return path


def _files(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob(PATTERN))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
