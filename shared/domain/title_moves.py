"""What each event does to a title: the table's columns at work."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shared.domain.dossier import Outcome
from shared.domain.editor import Editor
from shared.domain.letter import LetterKind
from shared.domain.title import Title, TitleState
from shared.domain.title_events import (
    RedispatchAsked,
    TitleHandedOver,
    TitleReported,
    TitleTicked,
)
from shared.domain.title_table import TITLE_ENDS, TITLE_TABLE, TITLED, TitleEnding

#: The states that wait for an order to be taken.
TO_HAND_OVER = frozenset({TitleState.ORDERED, TitleState.REDISPATCH_ASKED})


def open_title(editor: Editor) -> None:
    """Order the title of an accepted request; the other procedures have none."""
    dossier = editor.dossier
    titled = dossier.outcome is Outcome.ACCEPTED and dossier.demande.kind in TITLED
    if titled and dossier.title is None:
        _enter(editor, TitleState.ORDERED, editor.now, order=1)


def hand_over(editor: Editor, event: TitleHandedOver) -> bool:
    """Note that the office took the order."""
    title = editor.dossier.title
    if title is None or title.order != event.order or title.handed_over:
        return False
    editor.dossier = replace(editor.dossier, title=replace(title, handed_over=True))
    editor.note("title_handed_over", detail=str(event.order))
    return True


def report(editor: Editor, event: TitleReported) -> bool:
    """Follow the office's news; what it said before, or of an earlier order, changes nothing."""
    title = editor.dossier.title
    row = TITLE_TABLE.get(title.state) if title else None
    if title is None or row is None or event.order != title.order or event.state not in row.next:
        return False
    _enter(editor, event.state, min(event.at, editor.now), order=title.order)
    return True


def ask_redispatch(editor: Editor, _: RedispatchAsked) -> bool:
    """Ask the office to send it again, while it lies there."""
    title = editor.dossier.title
    if title is None or title.state is not TitleState.RETURNED:
        return False
    if title.deadline is None or title.deadline <= editor.now:
        return False
    _enter(editor, TitleState.REDISPATCH_ASKED, editor.now, order=title.order + 1)
    return True


def due_of(title: Title | None) -> dt.datetime | None:
    """When the sweep must look at the title; None when no clock runs."""
    row = TITLE_TABLE.get(title.state) if title else None
    if title is None or title.deadline is None or row is None:
        return None
    if row.warning is not None and not title.warned:
        return title.deadline - row.warning
    return title.deadline


def tick(editor: Editor, _: TitleTicked) -> bool:
    """Do what is due; False when nothing is."""
    title, due = editor.dossier.title, due_of(editor.dossier.title)
    if title is None or title.deadline is None or due is None or due > editor.now:
        return False
    if title.deadline > editor.now:
        editor.dossier = replace(editor.dossier, title=replace(title, warned=True))
        editor.note("title_warned")
        editor.write_letter(LetterKind.TITLE_DESTRUCTION_NEAR)
        return True
    match TITLE_TABLE[title.state].ending:
        case TitleEnding.INQUIRE:
            _inquire(editor, title)
        case TitleEnding.RETURN:
            _enter(editor, TitleState.RETURNED, editor.now, order=title.order)
        case TitleEnding.DESTROY:
            _enter(editor, TitleState.DESTROYED, editor.now, order=title.order)
    return True


def _inquire(editor: Editor, title: Title) -> None:
    """Ask the office again. An order that it never answered goes once more, under its own key."""
    again = title.state in TO_HAND_OVER
    late = replace(
        title,
        late=title.late + 1,
        deadline=editor.now + TITLE_TABLE[title.state].deadline,
        handed_over=title.handed_over and not again,
    )
    editor.dossier = replace(editor.dossier, title=late)
    editor.note("title_late", detail=title.state.value)


def _enter(editor: Editor, state: TitleState, since: dt.datetime, *, order: int) -> None:
    """Begin a state under its row: clock, timeline, letter."""
    row = TITLE_TABLE.get(state)
    title = Title(
        state=state,
        since=since,
        deadline=since + row.deadline if row else None,
        order=order,
        handed_over=state not in TO_HAND_OVER,
    )
    editor.dossier = replace(editor.dossier, title=title)
    editor.note("title_moved", detail=state.value)
    letter = row.letter if row else TITLE_ENDS[state]
    if letter is not None:
        editor.write_letter(letter)


#: Every move of a title, by the event that makes it.
TITLE_MOVES: Mapping[type[Any], Callable[[Editor, Any], bool]] = {
    TitleHandedOver: hand_over,
    TitleReported: report,
    TitleTicked: tick,
    RedispatchAsked: ask_redispatch,
}
