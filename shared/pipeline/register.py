"""The only door to the dossiers: an event in, one atomic change, its messages on their way."""

from dataclasses import replace
from typing import Self

from shared.domain.audit import act_of
from shared.domain.change import Change
from shared.domain.dossier import Dossier
from shared.domain.events import Event
from shared.domain.transitions import advance
from shared.errors import Retryable
from shared.pipeline.ports import Clock, Dossiers
from shared.pipeline.relay import Relay
from shared.pipeline.tally import count_change
from shared.pipeline.witness import Witness
from shared.stages import StageTable
from shared.tracing import current_traceparent

#: Writers that may change one dossier at the same moment: four checks, the candidate, the sweep,
#: an agent. Each loss means that another one won, so a few rounds always end.
ROUNDS = 25


class TooManyWriters(Retryable):
    """A dossier changed under every round of this write."""


class Register:
    """Applies events by compare-and-set, again when somebody else was faster."""

    def __init__(
        self,
        dossiers: Dossiers,
        relay: Relay,
        clock: Clock,
        table: StageTable,
        *,
        fenced: bool = True,
    ) -> None:
        """Wire the register. Only a negative control lets messages of earlier runs act."""
        self.dossiers = dossiers
        self.clock = clock
        self.table = table
        self.fenced = fenced
        self._relay = relay
        self._witness: Witness | None = None

    def watched_by(self, witness: Witness) -> Self:
        """Have what people do written down before it is done."""
        self._witness = witness
        return self

    async def open(self, change: Change) -> Dossier:
        """Store a new dossier."""
        await self.dossiers.add(change)
        self._relay.post(change.dossier.dossier_id, change.entries)
        return change.dossier

    async def apply(
        self, dossier_id: str, event: Event, *, known: Dossier | None = None
    ) -> Dossier | None:
        """Apply the event; None when the dossier is unknown or the event no longer applies.

        `known` saves a read when the caller has just loaded the dossier.
        """
        act = act_of(event) if self._witness else None
        if self._witness is None or act is None:
            return await self._change(dossier_id, event, known)
        known = known or await self.dossiers.get(dossier_id)
        if known is None:
            return None
        await self._witness.record(dossier_id, act)
        changed = await self._change(dossier_id, event, known)
        if changed is None:
            await self._witness.record(dossier_id, replace(act, action=f"{act.action}:not_applied"))
        return changed

    async def _change(self, dossier_id: str, event: Event, known: Dossier | None) -> Dossier | None:
        for _ in range(ROUNDS):
            dossier = known or await self.dossiers.get(dossier_id)
            known = None
            if dossier is None:
                return None
            change = advance(dossier, event, self.clock.now(), self.table)
            if change is None:
                return None
            change = _traced(change)
            saved = await self.dossiers.save(change)
            if not saved:
                known = await self.dossiers.get(dossier_id)
                saved = known is not None and _same(known, change.dossier)
            if saved:
                count_change(event, change)
                self._relay.post(dossier_id, change.entries)
                return change.dossier
        raise TooManyWriters(dossier_id)


def _same(stored: Dossier, written: Dossier) -> bool:
    """True when the write that just lost was ours: its reply was lost and it was sent again.

    Without this look, a sender whose request went through would be told that it did not.
    """
    return replace(stored, history=()) == replace(written, history=())


def _traced(change: Change) -> Change:
    """The change with the open trace on its messages: it must survive a crash before they leave."""
    traceparent = current_traceparent()
    entries = (replace(entry, traceparent=traceparent) for entry in change.entries)
    return replace(change, entries=tuple(entries))
