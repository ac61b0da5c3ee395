"""What stored dossiers say of the hours: the same counting for MongoDB and for memory."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from shared.adapters.documents import Document
from shared.adapters.finished import FIELDS, finished_in
from shared.domain.dossier import Outcome, StageStatus
from shared.domain.statistics import Tally, band_of, hour_of
from shared.stages import StageName

#: Fields of a document that are looked at: no name, no piece.
COUNTED = (
    "outcome",
    "demande.agrement",
    *FIELDS,
    *(f"stages.{name}.{part}" for name in StageName for part in ("status", "since", "run")),
)


@dataclass(slots=True)
class _Hour:
    """An hour being counted."""

    sent: int = 0
    handled: Counter[Outcome] = field(default_factory=Counter)
    schools: Counter[str] = field(default_factory=Counter)
    waits: dict[StageName, Counter[int]] = field(default_factory=dict)


class HourCount:
    """Counts dossiers, one after the other, by the hours between two moments."""

    def __init__(self, start: dt.datetime, end: dt.datetime) -> None:
        """Nothing was counted yet."""
        self._start = start
        self._end = end
        self._hours: dict[dt.datetime, _Hour] = {}

    def add(self, document: Document) -> None:
        """Count what happened to one dossier."""
        self._count_sent(document)
        self._count_end(document)
        for name, seconds in finished_in(document, self._start, self._end):
            if seconds is not None:
                waits = self._hour(document["stages"][name.value]["since"]).waits
                waits.setdefault(name, Counter())[band_of(seconds)] += 1

    def tallies(self) -> list[Tally]:
        """The hours in which something happened, oldest first."""
        return [
            Tally(
                at=at,
                sent=hour.sent,
                handled=dict(hour.handled),
                schools=dict(hour.schools),
                waits={stage: dict(bands) for stage, bands in hour.waits.items()},
            )
            for at, hour in sorted(self._hours.items(), key=lambda row: row[0])
        ]

    def _hour(self, moment: dt.datetime) -> _Hour:
        return self._hours.setdefault(hour_of(moment), _Hour())

    def _within(self, moment: dt.datetime) -> bool:
        return self._start <= moment < self._end

    def _count_sent(self, document: Document) -> None:
        """A draft is done at the moment when it is sent; corrections do not open it again."""
        draft = document.get("stages", {}).get(StageName.DRAFT.value, {})
        if draft.get("status") != StageStatus.DONE or not self._within(draft["since"]):
            return
        hour, number = self._hour(draft["since"]), document["demande"].get("agrement")
        hour.sent += 1
        if number:
            hour.schools[number] += 1

    def _count_end(self, document: Document) -> None:
        """The timeline says when the dossier ended."""
        if document.get("outcome") is None:
            return
        for line in reversed(document.get("history", [])):
            if line["event"] == "ended":
                if self._within(line["at"]):
                    self._hour(line["at"]).handled[Outcome(document["outcome"])] += 1
                return
