"""Several readings of one block: which text is the best, and whether unlike readers agree on it."""

import enum
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from services.imagecheck.identity.mrz_checks import Fitted
from services.imagecheck.identity.mrz_match import Match, match_block, rank
from services.imagecheck.identity.name_confirmation import confirms

#: Views by one reader that must give the whole text alike, where no other reader gives it.
AGREEING_VIEWS = 2

#: Characters of a name line that a reader must have seen before its other reading is a doubt.
SEEN_LENGTH = 20


class Reader(enum.Enum):
    """Who read a view; two members of this list share no training material."""

    MRZ_MODEL = enum.auto()
    #: Tesseract's model for ordinary print: a witness for letters, lost on fillers.
    PLAIN_MODEL = enum.auto()
    SECOND = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The lines of a block, as one reader gave them once."""

    reader: Reader
    texts: tuple[str, ...]


Views = Sequence[View]


def best_match(views: Views) -> Match | None:
    """Each line from the view that reads it best; of equal readings, what most readers saw."""
    whole = [view.texts for view in views if view.reader is not Reader.PLAIN_MODEL]
    lines = (dict.fromkeys(readings) for readings in zip(*whole, strict=True))
    found = [match for mixture in itertools.product(*lines) if (match := match_block(mixture))]
    found += [match for texts in whole if (match := match_block(texts, shape_is_enough=True))]

    def order(match: Match) -> tuple[float, int, bool, float, int]:
        wrong, misfits, searched, changed = rank(match.fitted)
        return wrong, misfits, searched, -_votes(match, views), changed

    return min(found, key=order, default=None)


def _votes(match: Match, views: Views) -> float:
    """How many readers saw these names; the views of one reader share its vote."""
    if match.fitted.layout.names_are_covered:
        return 0.0
    votes = 0.0
    for reader in Reader:
        own = [view for view in views if view.reader is reader]
        votes += sum(sees_names(view, match) for view in own) / max(1, len(own))
    return votes


def sees_names(view: View, match: Match) -> bool:
    """True when the view holds every name of the match, whole and in order."""
    return confirms(name_line(view, match), match.fitted)


def name_line(view: View, match: Match) -> str:
    """The view's text of the line that holds the names, without the edge of the card."""
    line = match.fitted.layout.names[0][0]
    own = match_block(view.texts) if view.reader is not Reader.PLAIN_MODEL else None
    if own is not None and own.fitted.layout == match.fitted.layout:
        return own.fitted.lines[line]
    return view.texts[match.start + line]


def is_verified(match: Match, views: Views) -> bool:
    """The digits hold untouched, the whole text was seen twice, and unlike readers saw the names.

    Where a check digit covers the names, two views of one reader are enough. A single view with
    other names makes it a doubt: on small pictures unlike readers err alike.
    """
    fitted = match.fitted
    if fitted.failed or fitted.searched or fitted.misfits or _is_contradicted(match, views):
        return False
    same = [view for view in views if _gives(view, fitted)]
    readers = {view.reader for view in same}
    if len(readers) > 1:
        return True
    mended = fitted.reshaped or fitted.names_changed
    if mended or len(same) < AGREEING_VIEWS:
        return False
    return fitted.layout.names_are_covered or has_witness(match, views)


def seen_twice(match: Match, views: Views) -> bool:
    """True when the digits hold and two views give the whole text alike, whoever read them."""
    fitted = match.fitted
    sound = not (fitted.failed or fitted.searched or fitted.misfits)
    return sound and sum(_gives(view, fitted) for view in views) >= AGREEING_VIEWS


def has_witness(match: Match, views: Views) -> bool:
    """True when a reader other than the zone's own model saw the same names."""
    others = [view for view in views if view.reader is not Reader.MRZ_MODEL]
    return any(sees_names(view, match) for view in others)


def readers_differ(match: Match, views: Views) -> bool:
    """True when a view that fits holds other names, or the second reader never saw these."""
    if match.fitted.layout.names_are_covered and not match.fitted.failed:
        return False
    if _is_contradicted(match, views):
        return True
    second = [view for view in views if view.reader is Reader.SECOND]
    saw = [view for view in second if len(name_line(view, match)) >= SEEN_LENGTH]
    return bool(saw) and not any(sees_names(view, match) for view in saw)


def _is_contradicted(match: Match, views: Views) -> bool:
    """True when a view that fits holds other names, or another text whose digits hold as well."""
    if match.fitted.layout.names_are_covered:
        return False
    fitting = [view for view in views if view.reader is not Reader.PLAIN_MODEL and _fits(view)]
    same_names = all(sees_names(view, match) for view in fitting)
    return not same_names or any(_rivals(view, match.fitted) for view in fitting)


def _rivals(view: View, fitted: Fitted) -> bool:
    """True when the view alone would be as sound, and says something else."""
    own = match_block(view.texts)
    if own is None or own.fitted.failed or own.fitted.searched or own.fitted.reshaped:
        return False
    return own.fitted.lines != fitted.lines


def _fits(view: View) -> bool:
    return match_block(view.texts) is not None


def _gives(view: View, fitted: Fitted) -> bool:
    other = match_block(view.texts) if view.reader is not Reader.PLAIN_MODEL else None
    return other is not None and other.fitted.lines == fitted.lines and not other.fitted.searched
