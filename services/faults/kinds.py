"""Every kind of fault, and the schedule that a seed makes of them. Pure."""

import enum
import random
from dataclasses import dataclass
from itertools import cycle, islice


class Fault(enum.StrEnum):
    """What can go wrong with a service, a server or what lies between."""

    #: SIGKILL to one service; the machine starts it again.
    KILL_INTAKE = "kill_intake"
    KILL_IMAGECHECK = "kill_imagecheck"
    KILL_INSTRUCTION = "kill_instruction"
    KILL_NOTIFIER = "kill_notifier"
    #: The relay of what others left behind, and the sweep of the deadlines.
    KILL_WATCH = "kill_watch"
    #: SIGTERM to one service: it must finish what it holds.
    DRAIN_SERVICE = "drain_service"
    #: SIGSTOP to one service, SIGCONT some seconds later: connected, and deaf.
    DEAF_SERVICE = "deaf_service"
    #: SIGKILL to a server, and a start on the same data.
    KILL_BROKER = "kill_broker"
    KILL_STORE = "kill_store"
    #: TCP reset of every connection of one server.
    RESET_BROKER = "reset_broker"
    RESET_STORE = "reset_store"
    #: Nothing gets through for some seconds, and nobody is told.
    BLACK_HOLE_BROKER = "black_hole_broker"
    BLACK_HOLE_STORE = "black_hole_store"
    #: A write reaches the server, its reply is lost with the connection.
    DROP_REPLY_BROKER = "drop_reply_broker"
    DROP_REPLY_STORE = "drop_reply_store"
    #: The same of a letter: the mail server has it, its sender does not know.
    DROP_REPLY_MAIL = "drop_reply_mail"
    #: Every message of every queue is thrown away.
    WIPE_QUEUES = "wipe_queues"


class Weakness(enum.StrEnum):
    """A guarantee to take away, so that a campaign can show that it is needed."""

    #: Messages of earlier runs act, and letters are sent without claiming them.
    INBOX = "inbox"
    #: Writes are acknowledged before they are on disk.
    JOURNAL = "journal"
    #: Nobody sends what a crash left unsent, nobody looks at deadlines.
    SWEEP = "sweep"


#: How often a kind is drawn beside another. A kill of the broker costs ten seconds of outage.
WEIGHTS: dict[Fault, int] = {
    **dict.fromkeys(Fault, 3),
    Fault.KILL_BROKER: 1,
    Fault.WIPE_QUEUES: 2,
    Fault.BLACK_HOLE_BROKER: 2,
    Fault.BLACK_HOLE_STORE: 2,
}

#: Seconds that a fault lasts, for those that do. The longest black hole outlasts a publish's
#: time limit and the first missed heartbeat.
LASTING: dict[Fault, tuple[float, float]] = {
    Fault.DEAF_SERVICE: (2.0, 8.0),
    Fault.BLACK_HOLE_BROKER: (2.0, 12.0),
    Fault.BLACK_HOLE_STORE: (1.0, 6.0),
    Fault.KILL_BROKER: (0.2, 2.0),
    Fault.KILL_STORE: (0.2, 2.0),
}

#: Seconds between two faults.
PAUSES = (0.5, 3.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFault:
    """One fault of a schedule."""

    #: Seconds since the schedule began.
    at: float
    fault: Fault
    #: Seconds that it lasts; 0 for those that are over at once.
    lasts: float
    #: Which of several targets, as a number to take the remainder of.
    target: int


#: What shows that a guarantee is missing: every other fault of a negative control is one of these
#: in turn. A missing inbox needs none: duplicates of messages show it. A crash seldom hits the
#: milliseconds between write and publish, so the lack of a sweep is shown by lost messages too.
SHOWN_BY: dict[Weakness, tuple[Fault, ...]] = {
    Weakness.JOURNAL: (Fault.KILL_STORE,),
    Weakness.SWEEP: (Fault.KILL_INTAKE, Fault.WIPE_QUEUES),
}


def plan_faults(seed: int, count: int, weaken: Weakness | None = None) -> tuple[PlannedFault, ...]:
    """The schedule of a seed: each kind once before any comes again, as far as they go."""
    chance = random.Random(seed)
    kinds = list(Fault)
    chance.shuffle(kinds)
    drawn = chance.choices(list(WEIGHTS), list(WEIGHTS.values()), k=max(0, count - len(kinds)))
    faults = [*kinds, *drawn][:count]
    if weaken in SHOWN_BY:
        faults[::2] = islice(cycle(SHOWN_BY[weaken]), len(faults[::2]))
    planned, at = [], 0.0
    for fault in faults:
        at += chance.uniform(*PAUSES)
        planned.append(_planned(fault, at, chance))
    return tuple(planned)


def single_fault(fault: Fault) -> PlannedFault:
    """That fault alone, at once, in its longest form."""
    return PlannedFault(at=0, fault=fault, lasts=LASTING.get(fault, (0, 0))[1], target=0)


def _planned(fault: Fault, at: float, chance: random.Random) -> PlannedFault:
    shortest, longest = LASTING.get(fault, (0.0, 0.0))
    return PlannedFault(
        at=at, fault=fault, lasts=chance.uniform(shortest, longest), target=chance.randrange(1000)
    )
