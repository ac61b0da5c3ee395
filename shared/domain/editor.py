"""The moves that every event is made of: start, settle, park, write a letter, end.

An Editor is mutable while one event is applied and unknown outside `transitions`; what leaves it
is one frozen Change.
"""

import datetime as dt
from dataclasses import replace

from shared.domain.change import Change, OutboxEntry
from shared.domain.dossier import (
    UNFINISHED,
    Dossier,
    LetterKind,
    Outcome,
    Route,
    StageRun,
    StageStatus,
)
from shared.domain.findings import CheckResult, check_unavailable
from shared.domain.history import HistoryEntry
from shared.domain.letters import ENDING_LETTERS, OPENING_LETTERS, next_letter
from shared.domain.readiness import is_ready
from shared.stages import (
    PARKED_DEADLINE,
    Ending,
    Stage,
    StageName,
    StageTable,
    parking_queue,
)


class Editor:
    """One dossier under change by one event."""

    def __init__(self, dossier: Dossier, now: dt.datetime, table: StageTable) -> None:
        """Begin the next revision."""
        own = dict(dossier.stages)  # `put` writes into it
        self.dossier = replace(dossier, rev=dossier.rev + 1, updated_at=now, stages=own)
        self.now = now
        self.table = table
        self._entries: list[OutboxEntry] = []
        self._events: list[HistoryEntry] = []
        self._letters_due = False

    def note(self, event: str, name: StageName | None = None, detail: str | None = None) -> None:
        """Add a line to the timeline."""
        run = self.dossier.stage(name) if name else StageRun()
        self._events.append(
            HistoryEntry(
                rev=self.dossier.rev,
                at=self.now,
                event=event,
                stage=name,
                run=run.run,
                attempt=run.attempt,
                detail=detail,
            )
        )

    def put(self, name: StageName, run: StageRun) -> None:
        """Replace one stage's run."""
        self.dossier.stages[name] = run

    def enqueue(self, name: StageName, queue: str) -> None:
        """Write a message of the stage's present run into the outbox."""
        run = self.dossier.stage(name)
        self._entries.append(
            OutboxEntry(
                entry_id=f"{self.dossier.rev}-{len(self._entries)}",
                queue=queue,
                stage=name,
                run=run.run,
                attempt=run.attempt,
                created_at=self.now,
            )
        )

    def start(self, name: StageName) -> None:
        """Open the stage under a new run; messages of earlier runs are fenced from here on."""
        row = self.table[name]
        before = self.dossier.stage(name)
        self.put(
            name,
            StageRun(
                status=StageStatus.OPEN,
                run=before.run + 1,
                attempt=1 if row.queue else 0,
                since=self.now,
                deadline=self.now + self._time_allowed(row),
                result=before.result,
            ),
        )
        self.note("started", name)
        if row.queue:
            self.enqueue(name, row.queue)
        if name in OPENING_LETTERS:
            self.write_letter(OPENING_LETTERS[name])

    def _time_allowed(self, row: Stage) -> dt.timedelta:
        if row.deadline_if_activated and self.dossier.demande.account_activated:
            return row.deadline_if_activated
        return row.deadline

    def settle(self, name: StageName, result: CheckResult | None = None) -> None:
        """Close the stage as done, keeping the earlier result where there is no new one."""
        run = self.dossier.stage(name)
        self.put(
            name,
            replace(
                run,
                status=StageStatus.DONE,
                since=self.now,
                deadline=None,
                retry_at=None,
                claim=None,
                result=result or run.result,
            ),
        )
        self.note("done", name)

    def park(self, name: StageName, cause: str) -> None:
        """Stop trying, in the open: the message waits in the parking queue with its cause."""
        row, run = self.table[name], self.dossier.stage(name)
        goes_on = row.ending is Ending.REVIEW
        self.put(
            name,
            replace(
                run,
                status=StageStatus.PARKED,
                since=self.now,
                deadline=None if goes_on else self.now + PARKED_DEADLINE,
                retry_at=None,
                cause=cause,
                result=check_unavailable(row.name) if goes_on else run.result,
            ),
        )
        self.note("parked", name, cause)
        self.enqueue(name, parking_queue(row))
        if not goes_on:
            return
        if name is StageName.DIVERGENCE:
            self.dossier = replace(self.dossier, route=Route.REVIEW, items=())
        self.start_ready(row.next)

    def start_ready(self, names: tuple[StageName, ...]) -> None:
        """Start each of these stages that waits and whose predecessors are all settled.

        What a stage without purpose here would have started is looked at in its place: a request
        without any piece to check still goes on.
        """
        for name in names:
            status = self.dossier.stage(name).status
            if status is StageStatus.NOT_REQUIRED:
                self.start_ready(self.table[name].next)
            elif status is StageStatus.WAITING and is_ready(self.dossier, self.table, name):
                self.start(name)

    def reset(self, name: StageName) -> None:
        """Make a stage wait again because what it rests on changed."""
        run = self.dossier.stage(name)
        if run.status in (StageStatus.OPEN, StageStatus.DONE, StageStatus.PARKED):
            self.put(name, StageRun(run=run.run, result=run.result))
            self.note("reset", name)

    def write_letter(self, kind: LetterKind) -> None:
        """Add a letter; all unsent ones leave in one new run of the notification stage."""
        letter = next_letter(self.dossier, kind, self.now)
        self.dossier = replace(self.dossier, letters=(*self.dossier.letters, letter))
        self._letters_due = True

    def end(self, outcome: Outcome) -> None:
        """Close the dossier: nothing but its letters goes on, and no other clock runs."""
        self.write_letter(ENDING_LETTERS[outcome])  # while the deadline that it names is there
        for name, run in self.dossier.stages.items():
            if run.status in UNFINISHED and name is not StageName.NOTIFICATION:
                self.put(
                    name, replace(run, status=StageStatus.CANCELLED, deadline=None, retry_at=None)
                )
        self.dossier = replace(self.dossier, outcome=outcome, ended_at=self.now)
        self.note("ended", detail=outcome.value)

    def change(self) -> Change:
        """Everything the event did."""
        if self._letters_due:
            self.start(StageName.NOTIFICATION)
        history = (*self.dossier.history, *self._events)
        return Change(
            dossier=replace(self.dossier, history=history),
            entries=tuple(self._entries),
            events=tuple(self._events),
        )
