"""From which age each request can be made, by the law of its day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from services.intake.facts import age_on
from services.intake.said import problem
from shared.domain.demande import Demande, DemandeKind
from shared.domain.findings import Finding, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumAge:
    """One rule: from a day on, a kind of request for a category asks for an age."""

    kind: DemandeKind
    category: str
    age: int
    since: dt.date
    #: None: with or without apprentissage anticipé.
    aac: bool | None = None
    why: str


_BEGIN = dt.date(2017, 1, 1)
#: RULEBOOK PC6 has 18 in the text of 2022 and 17 in that of 2025; décret n° 2023-1214 of
#: 20 December 2023 lowered it from this day.
_B_AT_17 = dt.date(2024, 1, 1)

_REGISTER, _TITLE = DemandeKind.REGISTRATION, DemandeKind.TITLE
_FROM_16 = "On s’inscrit à partir de 16 ans, ou de 15 ans en conduite accompagnée (AAC)."

#: The last row that applies on a day counts. Other categories: no rule in the rule book, no check.
MINIMUM_AGES: tuple[MinimumAge, ...] = (
    MinimumAge(kind=_REGISTER, category="B", age=16, since=_BEGIN, aac=False, why=_FROM_16),
    MinimumAge(kind=_REGISTER, category="B", age=15, since=_BEGIN, aac=True, why=_FROM_16),
    MinimumAge(
        kind=_TITLE,
        category="B",
        age=18,
        since=_BEGIN,
        why="Le titre de la catégorie B se demande à partir de 18 ans.",
    ),
    MinimumAge(
        kind=_TITLE,
        category="B",
        age=17,
        since=_B_AT_17,
        why="Le titre de la catégorie B se demande à partir de 17 ans.",
    ),
)


def minimum_age(demande: Demande, today: dt.date) -> MinimumAge | None:
    """The rule of the day; None where there is none."""
    rules = [
        rule
        for rule in MINIMUM_AGES
        if rule.kind is demande.kind
        and rule.category == demande.category.strip().upper()
        and rule.since <= today
        and rule.aac in (None, demande.aac)
    ]
    return max(rules, key=lambda rule: rule.since, default=None)


def judge_age(demande: Demande, today: dt.date) -> Iterator[Finding]:
    """Too young by the law of the day. The law moves: a doubt for a person, never a refusal."""
    rule, age = minimum_age(demande, today), age_on(demande.candidate.birth_date, today)
    if rule is None or age is None or not 0 <= age < rule.age:
        return
    message = f"Le candidat a {age} ans. {rule.why} Vérifiez la date de naissance et la catégorie."
    yield problem("age", Verdict.WARN, message, str(age), f"{rule.age} ans ou plus")
