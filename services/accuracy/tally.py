"""Counts of right and wrong answers, a criterion: pure, the same for every set."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.accuracy.tables import Cell
from shared.domain.findings import Verdict

COLUMNS = (
    "criterion",
    "defects",
    "refused",
    "warned",
    "clean",
    "false refusals",
    "false warnings",
    "precision",
    "recall",
    "false-alarm rate",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One criterion on one picture whose truth is known."""

    criterion: str
    defective: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How one criterion did. A refusal is `fail`; a warning leaves the answer to a person."""

    criterion: str
    defects: int
    refused: int
    warned: int
    clean: int
    false_refusals: int
    false_warnings: int

    @property
    def precision(self) -> float | None:
        """Share of the refusals that were right."""
        return _share(self.refused, self.refused + self.false_refusals)

    @property
    def recall(self) -> float | None:
        """Share of the defects that were refused."""
        return _share(self.refused, self.defects)

    @property
    def false_alarms(self) -> float | None:
        """Share of the clean pictures that were refused."""
        return _share(self.false_refusals, self.clean)

    def row(self) -> tuple[Cell, ...]:
        """In the order of COLUMNS."""
        return (
            self.criterion,
            self.defects,
            self.refused,
            self.warned,
            self.clean,
            self.false_refusals,
            self.false_warnings,
            self.precision,
            self.recall,
            self.false_alarms,
        )


def tallies(observations: Iterable[Observation]) -> tuple[Tally, ...]:
    """One a criterion, in the order in which the criteria first appear."""
    grouped: dict[str, list[Observation]] = {}
    for observation in observations:
        grouped.setdefault(observation.criterion, []).append(observation)
    return tuple(_tally(criterion, group) for criterion, group in grouped.items())


def _tally(criterion: str, group: list[Observation]) -> Tally:
    def count(*, defective: bool, verdict: Verdict | None = None) -> int:
        return sum(one.defective is defective and verdict in (None, one.verdict) for one in group)

    return Tally(
        criterion=criterion,
        defects=count(defective=True),
        refused=count(defective=True, verdict=Verdict.FAIL),
        warned=count(defective=True, verdict=Verdict.WARN),
        clean=count(defective=False),
        false_refusals=count(defective=False, verdict=Verdict.FAIL),
        false_warnings=count(defective=False, verdict=Verdict.WARN),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
