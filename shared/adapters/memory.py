"""Every port in memory, for the flow tests. They pass the same contract tests as the servers."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from shared.adapters.documents import (
    Document,
    dossier_of,
    due_stages,
    entry_of,
    new_document,
    update_of,
)
from shared.adapters.layout import is_understood
from shared.domain.change import Change, OutboxEntry
from shared.domain.dossier import Dossier
from shared.domain.filings import Place, place_of
from shared.errors import DossierExists
from shared.pipeline.ports import StageDepth
from shared.stages import StageName


class MemoryStore:
    """Dossiers, outbox, clocks and views over a dictionary of the very documents of MongoDB."""

    def __init__(self) -> None:
        """Begin empty."""
        self.documents: dict[str, Document] = {}

    async def add(self, change: Change) -> None:
        """Store a new dossier and its outbox; raises DossierExists."""
        if change.dossier.dossier_id in self.documents:
            raise DossierExists(change.dossier.dossier_id)
        self.documents[change.dossier.dossier_id] = new_document(change)

    async def get(self, dossier_id: str, *, timeline: bool = True) -> Dossier | None:
        """The dossier as it stands; its history stays behind where nobody reads it."""
        document = self.documents.get(dossier_id)
        if document is None:
            return None
        return dossier_of(document if timeline else {**document, "history": []})

    async def save(self, change: Change) -> bool:
        """Compare and set on `rev`."""
        document = self.documents.get(change.dossier.dossier_id)
        if document is None or document["rev"] != change.dossier.rev - 1:
            return False
        update = update_of(change)
        _set(document, update["$set"])
        for name in update.get("$unset", {}):
            outer, _, inner = name.partition(".")
            del document[outer][inner]
        history = update["$push"]["history"]
        document["history"] = (document["history"] + history["$each"])[history["$slice"] :]
        document["outbox"] = document["outbox"] + update["$push"]["outbox"]["$each"]
        return True

    async def unsent(self, before: dt.datetime, limit: int) -> Sequence[tuple[str, OutboxEntry]]:
        """Entries written before then, oldest first."""
        found = [
            (key, entry_of(entry))
            for key, document in self._understood()
            for entry in document["outbox"]
        ]
        old = [item for item in found if item[1].created_at < before]
        return sorted(old, key=lambda item: item[1].created_at)[:limit]

    async def mark_sent(self, sent: Sequence[tuple[str, str]]) -> None:
        """Forget these entries."""
        for dossier_id, entry_id in sent:
            document = self.documents.get(dossier_id, {"outbox": []})
            document["outbox"] = [e for e in document["outbox"] if e["entry_id"] != entry_id]

    async def due(self, now: dt.datetime, limit: int) -> Sequence[tuple[str, StageName]]:
        """(dossier id, stage) whose clock has something due."""
        found = [item for _, document in self._understood() for item in due_stages(document, now)]
        return found[:limit]

    async def dossiers_of(self, owner: str, behind: Place, limit: int) -> Sequence[Dossier]:
        """The owner's dossiers behind this place, newest first."""
        own = [dossier_of(d) for _, d in self._understood() if d["owner"] == owner]
        older = [dossier for dossier in own if place_of(dossier) < behind]
        return sorted(older, key=place_of, reverse=True)[:limit]

    async def standing_since(
        self, stage: StageName, before: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Ids of dossiers that were open in the stage at that moment already, oldest first."""
        found = [
            (row["since"], key)
            for key, document in self._understood()
            for row in document["open"]
            if (row["stage"], row["status"]) == (stage, "open") and row["since"] <= before
        ]
        return [key for _, key in sorted(found)][:limit]

    async def needed_blobs(self, blob_ids: Sequence[str]) -> set[str]:
        """Those of the ids that a dossier needs."""
        needed = {blob for document in self.documents.values() for blob in document["blobs"]}
        return needed & set(blob_ids)

    async def depths(self) -> Sequence[StageDepth]:
        """One row a stage and status that has dossiers, in flow order."""
        order = [name.value for name in StageName]
        found = [row for document in self.documents.values() for row in document["open"]]
        rows = [row for row in found if row["stage"] in order]
        rows.sort(key=lambda row: (order.index(row["stage"]), row["status"]))
        groups = groupby(rows, key=lambda row: (row["stage"], row["status"]))
        return [_depth(stage, status, list(group)) for (stage, status), group in groups]

    async def beyond_us(self) -> int:
        """Dossiers that stand somewhere and that only a newer version may move."""
        documents = self.documents.values()
        return sum(bool(one["open"]) and not is_understood(one) for one in documents)

    def _understood(self) -> list[tuple[str, Document]]:
        return [item for item in self.documents.items() if is_understood(item[1])]


def _set(document: Document, fields: Document) -> None:
    """What `$set` does: a dotted name is a field of a field, or a place in a row."""
    for name, value in fields.items():
        *way, last = name.split(".")
        place: Any = document
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        if not isinstance(place, list):
            place[last] = value
        else:  # a place behind the last one is a new one
            place[int(last) : int(last) + 1] = [value]


def _depth(stage: str, status: str, rows: list[Document]) -> StageDepth:
    return StageDepth(
        stage=StageName(stage),
        status=status,
        count=len(rows),
        oldest_since=min(row["since"] for row in rows),
        next_deadline=min((row["deadline"] for row in rows if row["deadline"]), default=None),
    )
