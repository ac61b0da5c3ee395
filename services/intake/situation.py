"""A request seen on a given day: what decides which pieces it needs."""

import datetime as dt
from dataclasses import dataclass

from services.intake.facts import age_on, is_minor
from shared.domain.demande import Demande, DemandeKind

#: [D] Categories whose candidates a doctor sees whatever their health: lorries and coaches.
#: RULEBOOK PC4 says "if relevant"; article R. 226-2 of the Code de la route names who decides.
HEAVY = frozenset({"C", "CE", "C1", "C1E", "D", "DE", "D1", "D1E"})

FRENCH = "FRA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides which pieces are needed."""

    kind: DemandeKind
    first_licence: bool
    minor: bool
    #: Full years; None while the birth date is missing or wrong.
    age: int | None
    #: True only for a nationality that was given and is not French.
    foreign: bool = False
    aac: bool = False
    medical: bool = False
    heavy: bool = False
    hosted: bool = False
    photo_code: bool = False

    def aged(self, first: int, last: int) -> bool:
        """True when the age is known and lies between two ages, both included."""
        return self.age is not None and first <= self.age <= last


def situation(demande: Demande, today: dt.date) -> Situation:
    """The request seen on a given day."""
    birth_date = demande.candidate.birth_date
    return Situation(
        kind=demande.kind,
        first_licence=demande.first_licence,
        minor=is_minor(birth_date, today),
        age=age_on(birth_date, today),
        foreign=demande.nationality not in (None, FRENCH),
        aac=demande.aac,
        medical=demande.medical,
        heavy=demande.category.strip().upper() in HEAVY,
        hosted=demande.hosted,
        photo_code=demande.photo_code is not None,
    )
