"""One step of the stage rail: what it shows."""

import datetime as dt
import enum
from dataclasses import dataclass, replace

from shared.domain.title_table import TitleOwner
from shared.stages import Turn


class NodeState(enum.StrEnum):
    """How a step looks. Each has a colour, a shape and a word of its own."""

    DONE = "done"
    #: A machine works on it.
    RUNNING = "running"
    #: It waits for a person.
    PERSON = "person"
    #: Late or parked: ops have to look.
    TROUBLE = "trouble"
    #: Its turn has not come.
    WAITING = "waiting"
    #: The dossier ended before the step did.
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class RailNode:
    """One step."""

    key: str
    label: str
    state: NodeState
    #: The state in French.
    word: str
    #: True while a clock runs on it.
    open: bool = False
    #: True for the one step that people should read first.
    current: bool = False
    turn: Turn | TitleOwner | None = None
    since: dt.datetime | None = None
    deadline: dt.datetime | None = None
    #: What is left of the time allowed, 1 to 0; None when no clock runs.
    share_left: float | None = None
    #: What happens when the deadline passes.
    then: str = ""
    #: When the next automatic try begins; None when none waits.
    retry_at: dt.datetime | None = None
    #: Checks that run side by side, stacked in one step.
    parts: tuple["RailNode", ...] = ()


def share_left(since: dt.datetime, deadline: dt.datetime, now: dt.datetime) -> float:
    """What is left of the time between `since` and `deadline`, from 1 down to 0."""
    allowed = (deadline - since).total_seconds()
    left = (deadline - now).total_seconds()
    return min(1.0, max(0.0, left / allowed)) if allowed > 0 else 0.0


def timed(node: RailNode, now: dt.datetime) -> RailNode:
    """The step with its share of time; one whose deadline has passed is in trouble."""
    if node.since is None or node.deadline is None:
        return node
    if node.deadline < now:
        return replace(node, state=NodeState.TROUBLE, word="délai dépassé", share_left=0.0)
    return replace(node, share_left=share_left(node.since, node.deadline, now))
