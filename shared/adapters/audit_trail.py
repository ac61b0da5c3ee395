"""The audit's chains, in MongoDB and in memory: added to, never changed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress

from pymongo.errors import DuplicateKeyError

from shared.adapters.documents import Document
from shared.adapters.store import Database, server_faults
from shared.domain.audit import AuditEntry, Head, entry_name


class MongoAuditTrail:
    """One document an entry in the collection `audit_chain`, named by chain and number.

    Beside it `audit_heads` knows the end of each chain, so that one that lost its end shows.
    """

    def __init__(self, database: Database) -> None:
        """Use the collections `audit_chain` and `audit_heads`."""
        self._entries = database["audit_chain"]
        self._heads = database["audit_heads"]

    async def prepare(self) -> None:
        """Create the indexes; harmless when they exist."""
        async with server_faults():
            await self._entries.create_index([("chain", 1), ("seq", 1)], unique=True)
            await self._entries.create_index([("at", 1)])

    async def add(self, entry: AuditEntry) -> bool:
        """Return once the entry is on disk; False where its number is taken by another."""
        async with server_faults():
            try:
                await self._entries.insert_one(_written(entry))
            except DuplicateKeyError:
                # the driver repeats a write whose reply was lost: then it is our own
                if await self._entries.find_one(_written(entry), {"_id": 1}) is None:
                    return False
            await self._move_head(entry)
        return True

    async def _move_head(self, entry: AuditEntry) -> None:
        """The head after the entry: a crash in between leaves one that is too short, never long."""
        behind = {"_id": entry.chain, "seq": {"$lt": entry.seq}}
        head = {"$set": {"seq": entry.seq, "digest": entry.digest}}
        with suppress(DuplicateKeyError):  # the writer of a later entry was here first
            await self._heads.update_one(behind, head, upsert=True)

    async def head(self, chain: str) -> Head | None:
        """The last known entry of one chain."""
        async with server_faults():
            row = await self._heads.find_one({"_id": chain})
        return _head(row) if row else None

    async def heads(self) -> Mapping[str, Head]:
        """The last known entry of each chain."""
        async with server_faults():
            return {str(row["_id"]): _head(row) async for row in self._heads.find({})}

    async def last(self, chain: str) -> AuditEntry | None:
        """The newest entry of a chain."""
        async with server_faults():
            cursor = self._entries.find({"chain": chain}).sort("seq", -1).limit(1)
            rows = await cursor.to_list(1)
        return _read(rows[0]) if rows else None

    async def entries(self, chain: str) -> Sequence[AuditEntry]:
        """A whole chain, oldest first."""
        async with server_faults():
            rows = await self._entries.find({"chain": chain}).sort("seq", 1).to_list(None)
        return [_read(row) for row in rows]

    async def page(self, after: str, limit: int) -> Sequence[tuple[str, AuditEntry]]:
        """The next entries of all chains by their stored names, "" for the first ones."""
        async with server_faults():
            cursor = self._entries.find({"_id": {"$gt": after}}).sort("_id", 1)
            rows = await cursor.limit(limit).to_list(limit)
        return [(str(row["_id"]), _read(row)) for row in rows]

    async def changed_since(self, start: dt.datetime) -> set[str]:
        """Chains with an entry since then."""
        async with server_faults():
            cursor = self._entries.find({"at": {"$gte": start}}, {"chain": 1})
            return {str(row["chain"]) async for row in cursor}


class MemoryAuditTrail:
    """The same in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self.rows: dict[str, AuditEntry] = {}
        self.ends: dict[str, Head] = {}

    async def add(self, entry: AuditEntry) -> bool:
        """Return once the entry is kept; False where its number is taken by another."""
        if self.rows.setdefault(entry_name(entry.chain, entry.seq), entry) != entry:
            return False
        if entry.chain not in self.ends or self.ends[entry.chain].seq < entry.seq:
            self.ends[entry.chain] = Head(seq=entry.seq, digest=entry.digest)
        return True

    async def head(self, chain: str) -> Head | None:
        """The last known entry of one chain."""
        return self.ends.get(chain)

    async def heads(self) -> Mapping[str, Head]:
        """The last known entry of each chain."""
        return dict(self.ends)

    async def last(self, chain: str) -> AuditEntry | None:
        """The newest entry of a chain."""
        return max(await self.entries(chain), key=lambda entry: entry.seq, default=None)

    async def entries(self, chain: str) -> Sequence[AuditEntry]:
        """A whole chain, oldest first."""
        own = [entry for entry in self.rows.values() if entry.chain == chain]
        return sorted(own, key=lambda entry: entry.seq)

    async def page(self, after: str, limit: int) -> Sequence[tuple[str, AuditEntry]]:
        """The next entries of all chains by their stored names, "" for the first ones."""
        names = sorted(name for name in self.rows if name > after)
        return [(name, self.rows[name]) for name in names[:limit]]

    async def changed_since(self, start: dt.datetime) -> set[str]:
        """Chains with an entry since then."""
        return {entry.chain for entry in self.rows.values() if entry.at >= start}


def _written(entry: AuditEntry) -> Document:
    return {
        "_id": entry_name(entry.chain, entry.seq),
        "chain": entry.chain,
        "seq": entry.seq,
        "previous": entry.previous,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "token": entry.token,
        "digest": entry.digest,
    }


def _head(row: Document) -> Head:
    """A head without its number or digest fits no chain."""
    seq = row.get("seq")
    return Head(seq=seq if isinstance(seq, int) else 0, digest=str(row.get("digest", "")))


def _read(row: Document) -> AuditEntry:
    """Whatever a meddler left of an entry is still one: its digest tells."""
    at, seq = row.get("at"), row.get("seq")
    texts = {
        name: str(row.get(name, ""))
        for name in ("chain", "previous", "actor", "action", "subject", "token", "digest")
    }
    return AuditEntry(
        **texts,
        seq=seq if isinstance(seq, int) else 0,
        at=at if isinstance(at, dt.datetime) else dt.datetime.min.replace(tzinfo=dt.UTC),
    )
