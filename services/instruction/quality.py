"""What the decisions of a centre say of the machine and of the work, without anybody in it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from services.instruction.queue_words import field_words, reason_words
from shared.domain.decision_row import DecisionRow
from shared.domain.demande import DEMANDE_LABELS, DemandeKind
from shared.domain.overturn import LEAST_DECISIONS, rates_of
from shared.domain.reading_accuracy import reading_accuracy
from shared.domain.review import SecondCause

#: What each cause of a second reading is called.
CAUSES: dict[SecondCause, str] = {
    SecondCause.SAMPLE: "Tirage au sort, en aveugle",
    SecondCause.SUSPICION: "Soupçon de fraude",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """How long the dossiers of a procedure take an agent."""

    procedure: str
    decided: int
    #: Those that an agent opened: the others have no time.
    timed: int
    #: Seconds; None where none was timed.
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """What agents made of a rule."""

    rule: str
    fired: int
    overturned: int
    #: 0 to 1; None while too few decisions say little.
    rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLine:
    """How second readings of a cause ended."""

    cause: str
    read: int
    disagreed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """What agents made of the readings of a field."""

    field: str
    #: Opened dossiers in which it was read.
    read: int
    corrected: int
    #: Share of right readings; None while too few dossiers say little.
    right: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The whole page."""

    decided: int
    times: tuple[TimeLine, ...]
    rules: tuple[RuleLine, ...]
    seconds: tuple[SecondLine, ...]
    fields: tuple[FieldLine, ...]


def quality(rows: Sequence[DecisionRow]) -> Quality:
    """The figures of these decisions."""
    return Quality(
        decided=len(rows),
        times=_times(rows),
        rules=_rules(rows),
        seconds=_seconds(rows),
        fields=_fields(rows),
    )


def _times(rows: Sequence[DecisionRow]) -> tuple[TimeLine, ...]:
    found: defaultdict[DemandeKind, list[float | None]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(row.seconds)
    return tuple(_time_line(kind, found[kind]) for kind in DemandeKind if kind in found)


def _time_line(kind: DemandeKind, all_seconds: Sequence[float | None]) -> TimeLine:
    timed = [seconds for seconds in all_seconds if seconds is not None]
    label = DEMANDE_LABELS[kind].partition(" (")[0]
    return TimeLine(
        procedure=label[:1].upper() + label[1:],
        decided=len(all_seconds),
        timed=len(timed),
        median=median(timed) if timed else None,
        p90=_ninth_tenth(timed),
    )


def _ninth_tenth(timed: Sequence[float]) -> float | None:
    """The time within which nine dossiers in ten were decided."""
    if len(timed) < 2:
        return timed[0] if timed else None
    return quantiles(timed, n=10, method="inclusive")[-1]


def _rules(rows: Sequence[DecisionRow]) -> tuple[RuleLine, ...]:
    rates = rates_of(outcome for row in rows for outcome in row.rules)
    lines = [
        RuleLine(
            rule=reason_words(rate.rule),
            fired=rate.fired,
            overturned=rate.overturned,
            rate=rate.rate if rate.fired >= LEAST_DECISIONS else None,
        )
        for rate in rates
    ]
    # what is known first: a rule seen twice says little, however often it was overturned
    return tuple(sorted(lines, key=lambda line: (line.rate is None, -(line.rate or 0.0))))


def _seconds(rows: Sequence[DecisionRow]) -> tuple[SecondLine, ...]:
    return tuple(
        SecondLine(
            cause=label,
            read=sum(row.cause is cause for row in rows),
            disagreed=sum(row.cause is cause and row.agreed is False for row in rows),
        )
        for cause, label in CAUSES.items()
    )


def _fields(rows: Sequence[DecisionRow]) -> tuple[FieldLine, ...]:
    return tuple(
        FieldLine(
            field=field_words(line.field),
            read=line.read,
            corrected=line.corrected,
            right=line.right,
        )
        for line in reading_accuracy(rows)
    )
