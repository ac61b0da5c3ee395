"""The table of titles: each state's owner, deadline, and what happens when that passes.

A request ends with its acceptance, and its stages with it; the title has a table of its own.
`tests/rules/test_title_table.py` proves that each column is obeyed.
"""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.demande import DemandeKind
from shared.domain.letter import LetterKind
from shared.domain.title import TitleState

_T = TitleState
_DAY = dt.timedelta(days=1)

#: The procedures that end with a title; the others end with an inscription (seed deck).
TITLED = frozenset({DemandeKind.TITLE, DemandeKind.TRAINING_TITLE, DemandeKind.PROFESSIONAL})

#: How long an error on a title may be reported: six months. RULEBOOK 7.
ERROR_REPORT = 183 * _DAY


class TitleOwner(enum.StrEnum):
    """Who has to act. The value is shown to people."""

    OFFICE = "centre de production"
    CARRIER = "La Poste"
    HOLDER = "candidat"


class TitleEnding(enum.StrEnum):
    """What happens when the deadline of a state passes."""

    #: The office is asked again, and ops see an incident until there is news.
    INQUIRE = "inquire"
    #: It counts as returned, even where nobody says so.
    RETURN = "return"
    #: It counts as destroyed: a new request is needed, and the holder is told.
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRow:
    """One state that somebody has to end."""

    label: str
    owner: TitleOwner
    deadline: dt.timedelta
    ending: TitleEnding
    #: States that news of the office may lead to from here.
    next: frozenset[TitleState]
    #: The letter that tells of this state.
    letter: LetterKind | None = None
    #: Time before the deadline at which the holder is warned; None without a warning.
    warning: dt.timedelta | None = None
    #: What people read about the deadline.
    then: str


_ARRIVED = frozenset({_T.AT_POST_OFFICE, _T.RETURNED, _T.DELIVERED})
_LATE = "Passé ce délai, nous interrogeons le centre."

TITLE_TABLE: Mapping[TitleState, TitleRow] = {
    _T.ORDERED: TitleRow(
        label="Fabrication demandée",
        owner=TitleOwner.OFFICE,
        deadline=3 * _DAY,  # [D]
        ending=TitleEnding.INQUIRE,
        next=frozenset({_T.IN_PRODUCTION, _T.DISPATCHED}) | _ARRIVED,
        then=_LATE,
    ),
    _T.IN_PRODUCTION: TitleRow(
        label="En fabrication",
        owner=TitleOwner.OFFICE,
        deadline=30 * _DAY,  # [D]
        ending=TitleEnding.INQUIRE,
        next=frozenset({_T.DISPATCHED}) | _ARRIVED,
        then=_LATE,
    ),
    _T.DISPATCHED: TitleRow(
        label="Envoyé à votre domicile",
        owner=TitleOwner.CARRIER,
        deadline=15 * _DAY,  # [D]
        ending=TitleEnding.INQUIRE,
        next=_ARRIVED,
        letter=LetterKind.TITLE_DISPATCHED,
        then=_LATE,
    ),
    _T.AT_POST_OFFICE: TitleRow(
        label="À retirer au bureau de poste",
        owner=TitleOwner.HOLDER,
        deadline=15 * _DAY,  # from the first passage: RULEBOOK 7, seed deck
        ending=TitleEnding.RETURN,
        next=frozenset({_T.RETURNED, _T.DELIVERED}),
        letter=LetterKind.TITLE_AT_POST_OFFICE,
        then="Passé ce délai, il repart au centre. Un nouvel envoi pourra être demandé.",
    ),
    _T.RETURNED: TitleRow(
        label="Revenu au centre, nouvel envoi possible",
        owner=TitleOwner.HOLDER,
        deadline=183 * _DAY,  # six months: RULEBOOK 7, seed deck
        ending=TitleEnding.DESTROY,
        # DISPATCHED: some offices send again by themselves (RULEBOOK 7, fiche of 2022)
        next=frozenset({_T.DISPATCHED, _T.DELIVERED, _T.DESTROYED}),
        letter=LetterKind.TITLE_RETURNED,
        warning=30 * _DAY,  # [D]
        then="Passé ce délai, il est détruit. Une nouvelle demande sera alors nécessaire.",
    ),
    _T.REDISPATCH_ASKED: TitleRow(
        label="Nouvel envoi demandé",
        owner=TitleOwner.OFFICE,
        deadline=15 * _DAY,  # [D]
        ending=TitleEnding.INQUIRE,
        next=frozenset({_T.DISPATCHED}) | _ARRIVED,
        then=_LATE,
    ),
}

#: How a title ends, with the letter that tells of it.
TITLE_ENDS: Mapping[TitleState, LetterKind | None] = {
    _T.DELIVERED: None,
    _T.DESTROYED: LetterKind.TITLE_DESTROYED,
}

#: What people read of a title that has ended.
END_LABELS: Mapping[TitleState, str] = {_T.DELIVERED: "Remis", _T.DESTROYED: "Détruit"}

#: The letters whose date is the title's deadline.
DATED_LETTERS = frozenset(
    {
        LetterKind.TITLE_AT_POST_OFFICE,
        LetterKind.TITLE_RETURNED,
        LetterKind.TITLE_DESTRUCTION_NEAR,
    }
)


class StuckTitle(Exception):
    """A state of titles has no row and is no end: nobody would notice a title that stays there."""


def validate_titles(table: Mapping[TitleState, TitleRow]) -> None:
    """Refuse a table with a state that nothing ends, or a deadline that is none."""
    for state in TitleState:
        row = table.get(state)
        if (row is None) != (state in TITLE_ENDS):
            raise StuckTitle(state)
        if row is not None and (row.deadline <= dt.timedelta() or not row.next):
            raise StuckTitle(state)


def label_of(state: TitleState) -> str:
    """The state in French."""
    row = TITLE_TABLE.get(state)
    return row.label if row else END_LABELS[state]
