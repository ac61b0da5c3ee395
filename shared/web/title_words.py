"""What people read of a title: its sentence, and its step of the rail."""

import datetime as dt
from dataclasses import dataclass

from shared.domain.dossier import Dossier
from shared.domain.title import Title, TitleState
from shared.domain.title_table import (
    ERROR_REPORT,
    TITLE_TABLE,
    TitleEnding,
    TitleOwner,
    label_of,
)
from shared.web.french import PARIS, long_date
from shared.web.rail_node import NodeState, RailNode, timed

_T = TitleState

#: What the holder reads first, in each state.
SENTENCES: dict[TitleState, str] = {
    _T.ORDERED: "La fabrication de votre titre est demandée. Vous n’avez rien à faire.",
    _T.IN_PRODUCTION: "Votre titre est en fabrication. Vous n’avez rien à faire.",
    _T.DISPATCHED: "Votre titre est en route vers votre domicile. Vérifiez le nom sur votre boîte "
    "aux lettres.",
    _T.AT_POST_OFFICE: "Votre titre vous attend au bureau de poste. Prenez une pièce d’identité "
    "et l’avis de passage.",
    _T.RETURNED: "Votre titre est revenu au centre. Demandez un nouvel envoi.",
    _T.REDISPATCH_ASKED: "Votre nouvel envoi est demandé. Vous n’avez rien à faire.",
    _T.DELIVERED: "Votre titre vous a été remis.",
    _T.DESTROYED: "Votre titre a été détruit. Pour en obtenir un, faites une nouvelle demande.",
}


def may_redispatch(title: Title | None, now: dt.datetime) -> bool:
    """True while a new dispatch may be asked for."""
    if title is None or title.state is not _T.RETURNED or title.deadline is None:
        return False
    return title.deadline > now


def error_until(title: Title) -> dt.datetime | None:
    """Until when an error on the title may be reported; None before it was delivered."""
    return title.since + ERROR_REPORT if title.state is _T.DELIVERED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleCard:
    """What a page shows of a title."""

    label: str
    #: The sentence to read first.
    said: str
    #: What else the holder should know of it; may be empty.
    more: str
    since: dt.datetime
    deadline: dt.datetime | None
    then: str
    #: True where the holder has to act.
    own_turn: bool
    may_redispatch: bool


def title_card(title: Title | None, now: dt.datetime) -> TitleCard | None:
    """The title in words; None where there is none."""
    if title is None:
        return None
    row = TITLE_TABLE.get(title.state)
    return TitleCard(
        label=label_of(title.state),
        said=SENTENCES[title.state],
        more=_more(title, now),
        since=title.since,
        deadline=title.deadline,
        then=row.then if row else "",
        own_turn=row is not None and row.owner is TitleOwner.HOLDER,
        may_redispatch=may_redispatch(title, now),
    )


def _more(title: Title, now: dt.datetime) -> str:
    until = error_until(title)
    if title.late:
        return "C’est plus long que prévu. Nous interrogeons le centre pour vous."
    if until is not None and until > now:
        day = long_date(until.astimezone(PARIS).date())
        return f"Une erreur sur le titre ? Signalez-la avant le {day}."
    return ""


def title_node(dossier: Dossier, now: dt.datetime) -> RailNode | None:
    """The title as the last step of the rail; None where there is none."""
    title = dossier.title
    if title is None:
        return None
    node = RailNode(
        key="title",
        label="Titre",
        state=NodeState.DONE if title.state is _T.DELIVERED else NodeState.STOPPED,
        word=label_of(title.state).lower(),
        since=title.since,
    )
    row = TITLE_TABLE.get(title.state)
    if row is None:
        return node
    state = NodeState.PERSON if row.owner is TitleOwner.HOLDER else NodeState.RUNNING
    state = NodeState.TROUBLE if title.late and row.ending is TitleEnding.INQUIRE else state
    opened = RailNode(
        key=node.key,
        label=node.label,
        state=state,
        word=node.word,
        open=True,
        turn=row.owner,
        since=title.since,
        deadline=title.deadline,
        then=row.then,
    )
    return timed(opened, now)
