"""Which layout a stored dossier needs, and which ones this version understands.

A release raises the number only for what an older one could not understand: a stage, a kind or a
code that is new, bytes or a person named in a new place. A dossier gets the number with the first
write that makes it so, and whoever knows less leaves it alone: it waits, and watch says so.
RUNBOOK.md, « Upgrade », is the other half of this promise.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shared.domain.dossier import Dossier
from shared.errors import NewerFormat

#: The newest layout that this version understands.
READABLE = 1

#: Layouts after the first, each with how one tells that a dossier needs it.
NEEDED: Sequence[tuple[int, Callable[[Dossier], bool]]] = ()

#: The dossiers of which this version may change something.
UNDERSTOOD: Mapping[str, Any] = {"version": {"$lte": READABLE}}


def layout_of(dossier: Dossier) -> int:
    """The oldest layout that says all of this dossier."""
    return max((number for number, needs in NEEDED if needs(dossier)), default=1)


def is_understood(document: Mapping[str, Any]) -> bool:
    """True where this version knows what every part of the document means."""
    return bool(document.get("version", 1) <= READABLE)


def refuse_newer(document: Mapping[str, Any]) -> None:
    """Raise NewerFormat rather than read half of a document, and write half of it back."""
    if not is_understood(document):
        raise NewerFormat(str(document["_id"]))
