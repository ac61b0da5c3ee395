"""Which stages a stored dossier finished between two moments, and how long each took."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from shared.adapters.documents import Document
from shared.domain.dossier import StageStatus
from shared.pipeline.samples import Finished
from shared.stages import StageName

#: Fields of a document that are looked at.
FIELDS = ("history.event", "history.stage", "history.run", "history.at")


def count_finished(
    documents: Iterable[Document], start: dt.datetime, end: dt.datetime
) -> Mapping[StageName, Finished]:
    """What left each stage as done between the two moments."""
    spent: dict[StageName, list[float | None]] = {}
    for document in documents:
        for name, seconds in finished_in(document, start, end):
            spent.setdefault(name, []).append(seconds)
    return {
        name: Finished(
            count=len(every), waits=tuple(sorted(one for one in every if one is not None))
        )
        for name, every in spent.items()
    }


def finished_in(
    document: Document, start: dt.datetime, end: dt.datetime
) -> Iterator[tuple[StageName, float | None]]:
    """The stages that one dossier left as done between the two moments, with the seconds spent."""
    for name, run in document.get("stages", {}).items():
        if run["status"] == StageStatus.DONE and start <= run["since"] < end:
            yield StageName(name), _seconds_in(document, name, run)


def _seconds_in(document: Document, stage: str, run: Document) -> float | None:
    """From the beginning of the run to its end; None where the timeline no longer goes back."""
    for line in reversed(document.get("history", [])):
        if (line["event"], line.get("stage"), line["run"]) == ("started", stage, run["run"]):
            spent: dt.timedelta = run["since"] - line["at"]
            return spent.total_seconds()
    return None
