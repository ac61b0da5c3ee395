"""THE TABLE. Every stage of a dossier: whose turn, how long, how many tries, what happens then.

Open this file first. The runner, the transitions, the sweep and the pages read their numbers
here and nowhere else; `tests/test_stage_table.py` proves that each column is obeyed.
Deadlines of people: RULEBOOK 7 and 8 (seed deck of 17 October 2017); those of machines: DESIGN 2.
"""

import datetime as dt
from collections.abc import Mapping

from shared.domain.piece import PieceKind
from shared.stage_row import Ending, Stage, StageName, Turn, paced

__all__ = ["TABLE", "Ending", "Stage", "StageName", "StageTable", "Turn", "paced"]


_S = StageName
_DAY = dt.timedelta(days=1)
_HOUR = dt.timedelta(hours=1)
_MINUTE = dt.timedelta(minutes=1)
_SECOND = dt.timedelta(seconds=1)
#: Candidate reminders at day 1, 3 and 6: RULEBOOK 8, ATTENTE_USAGER.
_REMINDERS = (1 * _DAY, 3 * _DAY, 6 * _DAY)

#: The checks of pieces: each needed where its piece is there.
CHECKED = (
    *(_S.PHOTO, _S.SIGNATURE, _S.IDENTITY, _S.ADDRESS),
    *(_S.JDC, _S.ASSR, _S.CEPC, _S.AAC),
    *(_S.REPRESENTATIVE_IDENTITY, _S.HOSTING, _S.HOST_IDENTITY),
)


def _check(name: StageName, piece: PieceKind, *, minutes: int, seconds: int) -> Stage:
    """Row of one piece's check: they differ in deadline and time limit only."""
    return Stage(
        name=name,
        turn=Turn.SYSTEM,
        service="imagecheck",
        deadline=minutes * _MINUTE,
        ending=Ending.REVIEW,
        next=(_S.DIVERGENCE,),
        queue=f"q.{name}",
        handler=f"services.imagecheck.handler:check_{name}",
        piece=piece,
        tries=4,
        first_wait=5 * _SECOND,
        growth=3,
        redrives=3,
        time_limit=seconds * _SECOND,
    )


ROWS: tuple[Stage, ...] = (
    Stage(
        name=_S.DRAFT,
        turn=Turn.SCHOOL,
        service="intake",
        deadline=30 * _DAY,
        ending=Ending.CLOSED,
        next=(_S.RECEPTION, _S.USER_VALIDATION),
        reminders=(7 * _DAY,),
    ),
    Stage(
        name=_S.RECEPTION,
        turn=Turn.SYSTEM,
        service="intake",
        deadline=5 * _MINUTE,
        ending=Ending.INCIDENT,
        next=(_S.PHOTO_CODE, *CHECKED),
        queue="q.reception",
        handler="services.intake.handler:receive_dossier",
        tries=6,
        first_wait=2 * _SECOND,
        growth=2,
        redrives=3,
        time_limit=30 * _SECOND,
    ),
    Stage(
        name=_S.PHOTO_CODE,
        turn=Turn.SYSTEM,
        service="intake",
        deadline=48 * _HOUR,  # RULEBOOK 8, ATTENTE_PHOTO, and SG3
        ending=Ending.CORRECTION,
        next=(_S.PHOTO, _S.SIGNATURE),
        queue="q.photo_code",
        handler="services.intake.handler:fetch_pictures",
        tries=8,
        first_wait=20 * _MINUTE,  # the last of eight tries comes after 42 hours
        growth=2,
        redrives=0,  # the deadline is what people were told
        time_limit=60 * _SECOND,
    ),
    _check(_S.PHOTO, PieceKind.PHOTO, minutes=15, seconds=20),
    _check(_S.SIGNATURE, PieceKind.SIGNATURE, minutes=15, seconds=20),
    _check(_S.IDENTITY, PieceKind.IDENTITY, minutes=30, seconds=90),
    _check(_S.ADDRESS, PieceKind.ADDRESS, minutes=30, seconds=90),
    _check(_S.JDC, PieceKind.JDC, minutes=30, seconds=90),
    _check(_S.ASSR, PieceKind.ASSR, minutes=30, seconds=90),
    _check(_S.CEPC, PieceKind.CEPC, minutes=30, seconds=90),
    _check(_S.AAC, PieceKind.AAC, minutes=30, seconds=90),
    _check(_S.REPRESENTATIVE_IDENTITY, PieceKind.REPRESENTATIVE_IDENTITY, minutes=30, seconds=90),
    _check(_S.HOSTING, PieceKind.HOSTING, minutes=30, seconds=90),
    _check(_S.HOST_IDENTITY, PieceKind.HOST_IDENTITY, minutes=30, seconds=90),
    Stage(
        name=_S.DIVERGENCE,
        turn=Turn.SYSTEM,
        service="instruction",
        deadline=5 * _MINUTE,
        ending=Ending.REVIEW,
        next=(_S.REVIEW, _S.CORRECTION),
        queue="q.divergence",
        handler="services.instruction.handler:compare_identities",
        tries=5,
        first_wait=2 * _SECOND,
        growth=2,
        redrives=3,
        time_limit=10 * _SECOND,
    ),
    Stage(
        name=_S.USER_VALIDATION,
        turn=Turn.CANDIDATE,
        service="intake",
        deadline=7 * _DAY,
        deadline_if_activated=183 * _DAY,  # six months
        ending=Ending.EXPIRED,
        next=(_S.REVIEW,),
        reminders=_REMINDERS,
    ),
    Stage(
        name=_S.CORRECTION,
        turn=Turn.SCHOOL,
        service="intake",
        deadline=61 * _DAY,  # two months
        ending=Ending.CLOSED,
        next=(*CHECKED, _S.DIVERGENCE),
        reminders=(7 * _DAY, 30 * _DAY, 54 * _DAY),
    ),
    Stage(
        name=_S.REVIEW,
        turn=Turn.CERT,
        service="instruction",
        deadline=5 * _DAY,  # default threshold of a centre
        ending=Ending.ESCALATED,
        next=(_S.NOTIFICATION,),
        lease=30 * _MINUTE,
    ),
    Stage(
        name=_S.NOTIFICATION,
        turn=Turn.SYSTEM,
        service="notifier",
        deadline=1 * _HOUR,
        ending=Ending.UNDELIVERABLE,
        queue="q.notification",
        handler="services.notifier.handler:send_letters",
        tries=8,
        first_wait=30 * _SECOND,
        growth=2,
        redrives=3,
        time_limit=60 * _SECOND,
    ),
)

StageTable = Mapping[StageName, Stage]

TABLE: StageTable = {row.name: row for row in ROWS}

#: A parked stage belongs to ops; past this the on-call person is told. RULEBOOK 8, INCIDENT.
PARKED_DEADLINE = 1 * _HOUR

#: Crashes of a consumer on one message before the broker dead-letters it. The runner counts
#: failures itself; this catches what kills the whole process.
DELIVERY_LIMIT = 5

#: Where the broker puts a message that passed DELIVERY_LIMIT; watch parks its stage.
DEAD_QUEUE = "q.dead"


def retry_queue(stage: Stage, wait: dt.timedelta) -> str:
    """Queue whose messages come back to the stage after `wait`."""
    return f"{stage.queue}.retry.{wait // dt.timedelta(milliseconds=1)}"


def parking_queue(stage: Stage) -> str:
    """Queue of the stage's messages that wait for a person."""
    return f"{stage.queue}.park"


def queue_stages(table: StageTable) -> tuple[Stage, ...]:
    """The machine's rows, in flow order."""
    return tuple(row for row in table.values() if row.queue is not None)


def predecessors(table: StageTable, name: StageName) -> tuple[StageName, ...]:
    """The stages that must be settled before `name` starts."""
    return tuple(row.name for row in table.values() if name in row.next)
