"""Queues, consumers and a clock on paper, around the real `advance`.

Messages are delivered in any order, twice, late or never; nothing here sleeps. `settles` answers
the question that matters: does this dossier still reach a person or its end by itself?
"""

import copy
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from shared.domain.change import Change, OutboxEntry
from shared.domain.clockwork import next_due
from shared.domain.dossier import Delivery, Dossier, Route, StageStatus
from shared.domain.events import (
    CandidateEmailCorrected,
    ClockTicked,
    Event,
    Replayed,
    StageFailed,
    StageFinished,
    Submitted,
)
from shared.domain.transitions import advance, is_current
from shared.errors import MissingBlob, ServerUnavailable
from shared.pipeline.decision import is_final
from shared.stages import TABLE, StageName, queue_stages
from tests.builders import a_divergence, a_result

MACHINES = frozenset(row.name for row in queue_stages(TABLE))

#: A dossier in the worst shape (eleven stages, every re-drive spent) needs about ninety.
ROUNDS = 300

OUTCOMES = {"retryable": ServerUnavailable("broker"), "permanent": MissingBlob("blob")}


@dataclass(slots=True, kw_only=True)
class Work:
    """A message in a handler's hands, with the dossier that the handler was given."""

    entry: OutboxEntry
    seen: Dossier


@dataclass(slots=True, kw_only=True)
class PipelineModel:
    """One dossier, its outbox, the queues, what is in hand, and the letters that left."""

    dossier: Dossier
    now: dt.datetime
    outbox: list[OutboxEntry] = field(default_factory=list)
    queued: list[OutboxEntry] = field(default_factory=list)
    in_hand: list[Work] = field(default_factory=list)
    parked: list[OutboxEntry] = field(default_factory=list)
    lost: bool = False
    entry_ids: set[str] = field(default_factory=set)
    finished: set[tuple[StageName, int]] = field(default_factory=set)
    posted: Counter[int] = field(default_factory=Counter)
    #: Starts of the comparison since the last submission, replay or correction of the address.
    comparisons: int = 0

    def apply(self, event: Event) -> Change | None:
        """Advance the dossier and check what must hold of every change."""
        change = advance(self.dossier, event, self.now, TABLE)
        if change is None:
            return None
        assert change.dossier.rev == self.dossier.rev + 1
        if isinstance(event, Submitted | CandidateEmailCorrected) or (
            isinstance(event, Replayed) and event.stage is not StageName.NOTIFICATION
        ):
            self.comparisons = 0
        self.comparisons += sum(
            line.event == "started" and line.stage is StageName.DIVERGENCE for line in change.events
        )
        self.dossier = change.dossier
        self.post(change.entries)
        return change

    def post(self, entries: tuple[OutboxEntry, ...]) -> None:
        """Take what a change wrote into the outbox."""
        for entry in entries:
            assert entry.entry_id not in self.entry_ids
            self.entry_ids.add(entry.entry_id)
        self.outbox += entries

    def relay(self, entry: OutboxEntry, *, forget: bool = True) -> None:
        """Publish an entry; without `forget` the relay died before it was marked sent."""
        if forget:
            self.outbox.remove(entry)
        (self.parked if entry.queue.endswith(".park") else self.queued).append(entry)

    def take(self, entry: OutboxEntry) -> None:
        """Hand a message over; a stale one is acked at once."""
        self.queued.remove(entry)
        if is_current(self.dossier, entry.stage, entry.run, entry.attempt):
            self.in_hand.append(Work(entry=entry, seen=self.dossier))

    def crash(self, work: Work) -> None:
        """The consumer dies before its ack: the message comes back."""
        self.in_hand.remove(work)
        self.queued.append(work.entry)

    def wipe(self) -> None:
        """Lose every queue, and with the connection what was in hand."""
        self.queued.clear()
        self.in_hand.clear()
        self.lost = True

    def finish(self, work: Work, outcome: str, route: Route = Route.CLEAN) -> None:
        """The handler answers; only the present run and try may have an effect."""
        self.in_hand.remove(work)
        entry, stage = work.entry, self.dossier.stage(work.entry.stage)
        current = (stage.status, stage.run, stage.attempt) == (
            StageStatus.OPEN,
            entry.run,
            entry.attempt,
        )
        change = self.apply(self._event(work, outcome, route))
        assert (change is not None) == current
        if change is not None and outcome == "ok":
            assert (entry.stage, entry.run) not in self.finished
            self.finished.add((entry.stage, entry.run))

    def _event(self, work: Work, outcome: str, route: Route) -> Event:
        entry = work.entry
        where = {"stage": entry.stage, "run": entry.run, "attempt": entry.attempt}
        if outcome in OUTCOMES:
            error = OUTCOMES[outcome]
            final = is_final(TABLE[entry.stage], entry.attempt, error)
            return StageFailed(**where, cause=type(error).__name__, final=final)
        if entry.stage is StageName.DIVERGENCE:
            return StageFinished(**where, result=a_divergence(route))
        if entry.stage is StageName.NOTIFICATION:
            return StageFinished(**where, result=self._send_letters(work.seen))
        return StageFinished(**where, result=a_result())

    def _send_letters(self, seen: Dossier) -> Delivery:
        """Send each letter whose key is not taken, as the notifier does."""
        letters = seen.unsent_letters()
        for letter in letters:
            if not self.posted[letter.seq]:
                self.posted[letter.seq] += 1
        return Delivery(sent=tuple(letter.seq for letter in letters))

    def sweep(self, stages: frozenset[StageName] = frozenset(StageName)) -> None:
        """Tick every due stage once."""
        for name, run in self.dossier.stages.items():
            due = next_due(TABLE[name], run)
            if name in stages and due is not None and due <= self.now:
                self.apply(ClockTicked(stage=name))

    def work_all(self, outcome: str = "ok") -> None:
        """Relay, deliver and finish until no message is left."""
        while self.outbox or self.queued or self.in_hand:
            for entry in tuple(self.outbox):
                self.relay(entry)
            for entry in tuple(self.queued):
                self.take(entry)
            for work in tuple(self.in_hand):
                self.finish(work, outcome)

    def rests(self) -> bool:
        """True when no machine has the dossier: a person does, or it has ended."""
        return not any(self.dossier.stage(name).status is StageStatus.OPEN for name in MACHINES)

    def settles(self, outcome: str = "ok", *, sweeping: bool = True) -> bool:
        """True when the machines give the dossier out of their hands within ROUNDS."""
        for _ in range(ROUNDS):
            self.work_all(outcome)
            if self.rests():
                return True
            if not sweeping:
                return False
            self.now = min(
                due
                for name in MACHINES
                if (due := next_due(TABLE[name], self.dossier.stage(name))) is not None
            )
            self.sweep(MACHINES)
        return False

    def fork(self) -> "PipelineModel":
        """A copy to ask `settles` of; dossiers and entries are frozen and shared."""
        twin = copy.copy(self)
        for name in ("outbox", "queued", "in_hand", "parked", "entry_ids", "finished", "posted"):
            setattr(twin, name, copy.copy(getattr(self, name)))
        return twin
