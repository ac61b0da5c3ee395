"""Dossiers kept as they are, in this process: a store that costs next to nothing."""

import datetime as dt
from collections.abc import Sequence

from shared.domain.change import Change, OutboxEntry
from shared.domain.dossier import Dossier
from shared.errors import DossierExists


class KeptDossiers:
    """The ports of dossiers and outbox over two dictionaries, with their compare-and-set."""

    def __init__(self) -> None:
        """Begin empty."""
        self._dossiers: dict[str, Dossier] = {}
        self._outbox: dict[tuple[str, str], OutboxEntry] = {}

    async def add(self, change: Change) -> None:
        """Store a new dossier and its outbox; raises DossierExists."""
        if change.dossier.dossier_id in self._dossiers:
            raise DossierExists(change.dossier.dossier_id)
        self._keep(change)

    async def get(self, dossier_id: str, *, timeline: bool = True) -> Dossier | None:
        """The dossier as it stands; it is whole already, so its history comes along."""
        del timeline
        return self._dossiers.get(dossier_id)

    async def save(self, change: Change) -> bool:
        """Compare and set on `rev`."""
        stored = self._dossiers.get(change.dossier.dossier_id)
        if stored is None or stored.rev != change.dossier.rev - 1:
            return False
        self._keep(change)
        return True

    async def unsent(self, before: dt.datetime, limit: int) -> Sequence[tuple[str, OutboxEntry]]:
        """Entries written before then, oldest first."""
        found = [(key[0], one) for key, one in self._outbox.items() if one.created_at < before]
        return sorted(found, key=lambda item: item[1].created_at)[:limit]

    async def mark_sent(self, sent: Sequence[tuple[str, str]]) -> None:
        """Forget these entries."""
        for key in sent:
            self._outbox.pop(key, None)

    def _keep(self, change: Change) -> None:
        self._dossiers[change.dossier.dossier_id] = change.dossier
        for entry in change.entries:
            self._outbox[change.dossier.dossier_id, entry.entry_id] = entry
