"""What a stored change means in figures: counted from its timeline lines, so once each."""

from collections.abc import Callable

from shared.domain.change import Change
from shared.domain.events import Event, Submitted
from shared.domain.findings import Verdict, overall
from shared.domain.history import HistoryEntry
from shared.metrics import DOCUMENTS, DOSSIERS, PARKED, REDRIVES, REPLAYED, RETRIES, SUBMITTED
from shared.stages import TABLE, Ending


def count_change(event: Event, change: Change) -> None:
    """Count what the event did; call it once the change is stored."""
    if isinstance(event, Submitted):
        SUBMITTED.inc()
    for line in change.events:
        count = _COUNTED.get(line.event)
        if count is not None:
            count(change, line)


def _ended(_: Change, line: HistoryEntry) -> None:
    DOSSIERS.labels(outcome=line.detail).inc()


def _retry(_: Change, line: HistoryEntry) -> None:
    RETRIES.labels(stage=line.stage).inc()


def _redriven(_: Change, line: HistoryEntry) -> None:
    REDRIVES.labels(stage=line.stage).inc()


def _replayed(_: Change, line: HistoryEntry) -> None:
    REPLAYED.labels(stage=line.stage).inc()


def _parked(_: Change, line: HistoryEntry) -> None:
    assert line.stage is not None  # only stages are parked
    PARKED.labels(stage=line.stage, cause=line.detail).inc()
    row = TABLE[line.stage]
    if row.piece is not None and row.ending is Ending.REVIEW:
        DOCUMENTS.labels(kind=row.piece, outcome=Verdict.NOT_EVALUATED).inc()


def _done(change: Change, line: HistoryEntry) -> None:
    assert line.stage is not None  # only stages are done
    piece, result = TABLE[line.stage].piece, change.dossier.stage(line.stage).result
    if piece is not None and result is not None:
        DOCUMENTS.labels(kind=piece, outcome=overall(result.findings)).inc()


#: Lines of the timeline that count, as `shared/domain` writes them.
_COUNTED: dict[str, Callable[[Change, HistoryEntry], None]] = {
    "ended": _ended,
    "retry": _retry,
    "redriven": _redriven,
    "replayed": _replayed,
    "parked": _parked,
    "done": _done,
}
