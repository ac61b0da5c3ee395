"""How long what is kept of a dossier that has ended, and why. Nothing here decides before the end.

A dossier that has not ended is kept whole: `shared/stages.py` gives each of its stages an end.
[D] marks a delay that no text gives; an operator may set another one (GUICHET_RETENTION).
"""

import datetime as dt
import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.domain.review import Outcome

_DAY = dt.timedelta(days=1)


class Kept(enum.StrEnum):
    """What is left of a dossier."""

    ALL = "all"
    #: Its pieces and their copies are gone, and the key that sealed them.
    NO_PIECES = "no_pieces"
    #: Nothing says any more whose it was: kind, dates, stages and outcome remain.
    NO_PERSON = "no_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The delays of one ending, counted from it."""

    outcome: Outcome
    #: Until identity papers, photos, all other pieces and their copies are erased.
    pieces: dt.timedelta
    #: Until names, contacts, readings, findings, reasons and notes are erased.
    person: dt.timedelta
    #: Where the delays come from.
    source: str


RETENTIONS: tuple[Retention, ...] = (
    Retention(
        outcome=Outcome.ACCEPTED,
        pieces=183 * _DAY,
        person=365 * _DAY,
        # the pieces show whose error it was
        source="RULEBOOK 7: an error on the title is reported within six months; person [D]",
    ),
    Retention(
        outcome=Outcome.REFUSED,
        pieces=183 * _DAY,
        person=365 * _DAY,
        source="as long as for an acceptance, so that a refusal can be contested [D]",
    ),
    Retention(
        outcome=Outcome.CLOSED,
        pieces=30 * _DAY,
        person=183 * _DAY,
        # nothing was decided on them
        source="pieces [D]; person RULEBOOK 7: the mandate's paper is kept six months",
    ),
    Retention(
        outcome=Outcome.EXPIRED,
        pieces=30 * _DAY,
        person=183 * _DAY,
        source="pieces [D]; person RULEBOOK 7: the mandate's paper is kept six months",
    ),
)

_CHANGE = re.compile(r"(?P<outcome>[a-z]+)\.(?P<part>pieces|person)=(?P<days>\d{1,5})")


class BadRetention(ValueError):
    """A part of GUICHET_RETENTION is not like accepted.pieces=90, or erases persons first."""


def retentions_with(text: str) -> tuple[Retention, ...]:
    """The table with an operator's own delays; raises BadRetention."""
    rows = {row.outcome: row for row in RETENTIONS}
    for part in text.replace(",", " ").split():
        change = _CHANGE.fullmatch(part)
        if change is None or change["outcome"] not in rows:
            raise BadRetention(part)
        outcome, days = Outcome(change["outcome"]), int(change["days"]) * _DAY
        row = rows[outcome]
        is_pieces = change["part"] == "pieces"
        rows[outcome] = replace(row, pieces=days) if is_pieces else replace(row, person=days)
    late = [row.outcome for row in rows.values() if row.person < row.pieces]
    if late:
        raise BadRetention(*late)
    return tuple(rows.values())


def days_of(rows: tuple[Retention, ...]) -> Mapping[Outcome, tuple[int, int]]:
    """Days of pieces and of the person, by ending: for people to read."""
    return {row.outcome: (row.pieces.days, row.person.days) for row in rows}
