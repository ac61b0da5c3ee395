"""How the work of a centre stands: counts and ages, no ranking of people."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.instruction.queue_words import reason_words
from shared.domain.pile import DecidedBy, PileRow
from shared.web.french import PARIS

#: Upper bounds of the age classes in days, with their names. [D]
AGES: tuple[tuple[float, str], ...] = (
    (1, "moins d’un jour"),
    (3, "un à trois jours"),
    (7, "trois à sept jours"),
    (15, "sept à quinze jours"),
    (float("inf"), "plus de quinze jours"),
)
_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLine:
    """What one agent has in hand and decided."""

    name: str
    held: int
    today: int
    week: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A class of dossiers and how many are in it."""

    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """The page of the head of a centre."""

    oldest: dt.datetime | None
    escalated: int
    held: int
    #: By name, so that the order says nothing of anybody.
    agents: tuple[AgentLine, ...]
    ages: tuple[Part, ...]
    reasons: tuple[Part, ...]


def week_start(now: dt.datetime) -> dt.datetime:
    """Monday morning in Paris."""
    return day_start(now) - dt.timedelta(days=now.astimezone(PARIS).weekday())


def day_start(now: dt.datetime) -> dt.datetime:
    """This morning in Paris."""
    return now.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)


def holders(rows: Sequence[PileRow], now: dt.datetime) -> Counter[str]:
    """How many dossiers each agent holds; a lease that ran out holds nothing."""
    return Counter(row.agent for row in rows if row.agent and row.until and row.until > now)


def workload(
    rows: Sequence[PileRow],
    decided: Sequence[DecidedBy],
    names: Mapping[str, str],
    now: dt.datetime,
) -> Workload:
    """The work of a centre at a moment; `names` says what colleagues call each agent."""
    held, today = holders(rows, now), day_start(now)
    of_week = Counter(one.agent for one in decided)
    of_today = Counter(one.agent for one in decided if one.at >= today)
    agents = [
        AgentLine(name=names[agent], held=held[agent], today=of_today[agent], week=of_week[agent])
        for agent in held.keys() | of_week.keys()
    ]
    return Workload(
        oldest=min((row.since for row in rows), default=None),
        escalated=sum(row.escalations > 0 for row in rows),
        held=held.total(),
        agents=tuple(sorted(agents, key=lambda line: line.name.casefold())),
        ages=_ages(rows, now),
        reasons=_reasons(rows),
    )


def _ages(rows: Sequence[PileRow], now: dt.datetime) -> tuple[Part, ...]:
    counts: Counter[str] = Counter()
    for row in rows:
        days = (now - row.since).total_seconds() / _DAY
        counts[next(label for bound, label in AGES if days < bound)] += 1
    return tuple(Part(label=label, count=counts[label]) for _, label in AGES)


def _reasons(rows: Sequence[PileRow]) -> tuple[Part, ...]:
    """A dossier stands under each of its reasons; the most frequent first."""
    counts = Counter(word for row in rows for word in {reason_words(code) for code in row.reasons})
    counts["Aucune réserve"] += sum(not row.reasons for row in rows)
    return tuple(Part(label=label, count=count) for label, count in counts.most_common() if count)
