"""What a change writes: single fields of what lives on, so that a newer version's stay beside.

Another version may have added fields that this one neither reads nor knows. Where a thing is still
the same thing, only the fields that moved are written, and the others stand as they stood. What is
replaced (a new run of a stage, another file, another result) is written whole: a newer field that
spoke of the one before goes with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.demande import Demande
from shared.domain.dossier import Dossier, StageRun
from shared.domain.letter import Letter
from shared.domain.piece import Piece
from shared.domain.review import Comment, Enquiry, ReadingFix, ReviewFile
from shared.domain.title import Title

#: By what one tells that a thing is the same as before; what is not named here is replaced whole.
_SAME: Mapping[type, Callable[[Any], object]] = {
    Demande: lambda _: True,
    CivilIdentity: lambda _: True,
    PostalAddress: lambda _: True,
    ReviewFile: lambda _: True,
    StageRun: lambda run: run.run,
    Letter: lambda letter: letter.seq,
    Piece: lambda piece: piece.blob_id,
    Comment: lambda comment: comment.at,
    Enquiry: lambda enquiry: enquiry.at,
    ReadingFix: lambda fix: (fix.field, fix.at),
    Title: lambda title: title.order,
}

#: What the adapter writes by itself: the key, and the timeline, which is appended to.
_BY_ITSELF = ("dossier_id", "history")


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Dotted names of fields with their new values, and of those that are gone."""

    #: A value as the store keeps it.
    plain: Callable[[Any], Any]
    written: dict[str, Any] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    def note(self, path: str, before: Any, after: Any) -> None:
        """Compare one value with the one that stands in the store."""
        if after is before or after == before:
            return
        if _is_same(before, after):
            for one in fields(after):
                self.note(f"{path}.{one.name}", getattr(before, one.name), getattr(after, one.name))
        elif isinstance(before, dict) and isinstance(after, dict):
            self._by_key(path, before, after)
        elif _has_grown(before, after):
            for place, value in enumerate(after):
                self.note(f"{path}.{place}", before[place] if place < len(before) else None, value)
        else:
            self.written[path] = self.plain(after)

    def _by_key(self, path: str, before: dict[Any, Any], after: dict[Any, Any]) -> None:
        for key, value in after.items():
            self.note(f"{path}.{key}", before.get(key), value)
        self.gone.extend(f"{path}.{key}" for key in before if key not in after)


def differences(before: Dossier, after: Dossier, plain: Callable[[Any], Any]) -> Differences:
    """Everything that one change of a dossier writes."""
    found = Differences(plain=plain)
    erased = before.kept is not after.kept
    for one in fields(Dossier):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if one.name in _BY_ITSELF or new is old:
            continue
        if erased:  # what a newer version knows of the person goes as well
            found.written[one.name] = plain(new)
        else:
            found.note(one.name, old, new)
    return found


def _is_same(before: Any, after: Any) -> bool:
    key = _SAME.get(type(after))
    return key is not None and type(before) is type(after) and key(before) == key(after)


def _has_grown(before: Any, after: Any) -> bool:
    """True for a row of things of which none was taken away.

    An empty row may be missing in an older document, where a place of it would make no row.
    """
    if not (isinstance(before, tuple) and isinstance(after, tuple) and before):
        return False
    kept = zip(before, after, strict=False)
    return len(after) >= len(before) and all(
        is_dataclass(new) and (new == old or _is_same(old, new)) for old, new in kept
    )
