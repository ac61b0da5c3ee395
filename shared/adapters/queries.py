"""Every question that is asked of the dossiers again and again, beside the index that answers it.

A question may read dossiers that stand somewhere, never the archive of those that ended.
`tests/contract/test_query_plans.py` asks the store itself by which way it goes.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.adapters.layout import READABLE, UNDERSTOOD
from shared.domain.dossier import StageStatus
from shared.domain.retention import Kept
from shared.domain.review import Outcome
from shared.domain.title_moves import TO_HAND_OVER
from shared.domain.title_table import TITLE_TABLE
from shared.stages import StageName

Query = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index of the collection `dossiers`: fields with 1 for upwards, -1 for downwards."""

    fields: Mapping[str, int]
    #: Leaves out what lacks the field, so that a dossier that ended takes no place in it.
    sparse: bool = False


INDEXES: Sequence[Index] = (
    Index(fields={"open.stage": 1}),
    Index(fields={"open.due": 1}, sparse=True),
    Index(fields={"outbox.created_at": 1}, sparse=True),
    Index(fields={"owner": 1, "created_at": -1}),
    Index(fields={"owner": 1, "open.stage": 1}),
    Index(fields={"owner": 1, "words": 1}),
    Index(fields={"blobs": 1}),
    Index(fields={"persons": 1}),
    Index(fields={"title_clock.due": 1}, sparse=True),
    Index(fields={"title_clock.state": 1}, sparse=True),
    Index(fields={"addresses": 1, "created_at": -1}),
    Index(fields={"updated_at": 1}),
    Index(fields={"decision.decided_at": 1}, sparse=True),
    Index(fields={"kept": 1, "outcome": 1, "ended_at": 1}),
)


def due(now: dt.datetime) -> Query:
    """Dossiers of which a clock has something due, and which this version may move."""
    return {"open.due": {"$lte": now}, **UNDERSTOOD}


def due_and_sent(now: dt.datetime) -> Query:
    """Those of them of which every message has left."""
    return {**due(now), "outbox": {"$size": 0}}


def due_and_unsent(now: dt.datetime) -> Query:
    """Those with a message that has not left, as in an outage of the broker."""
    return {**due(now), "outbox": {"$ne": []}}


def unsent(before: dt.datetime) -> Query:
    """Dossiers with a message written before then and not yet sent."""
    return {"outbox.created_at": {"$lt": before}, **UNDERSTOOD}


def owned(owner: str, before: dt.datetime, since: dt.datetime | None = None) -> Query:
    """The owner's dossiers created before then, and not before `since`, that this version reads."""
    created = {"$lt": before} | ({"$gte": since} if since else {})
    return {"owner": owner, "created_at": created, **UNDERSTOOD}


def owned_at(owner: str, moment: dt.datetime) -> Query:
    """The owner's dossiers of one moment, as one batch may file them."""
    return {"owner": owner, "created_at": moment, **UNDERSTOOD}


def owned_standing(owner: str, stages: Sequence[StageName]) -> Query:
    """The owner's dossiers that stand in one of these stages, and that this version reads."""
    standing_there = {"open.stage": {"$in": [stage.value for stage in stages]}}
    return {"owner": owner, **standing_there, **UNDERSTOOD}


def owned_named(owner: str, word: str) -> Query:
    """The owner's dossiers of which a name or the reference begins so; the word is folded.

    Too wide: of several words one may stand after the first bound and another before the second.
    A pattern would be exact, but the one-machine store finds no index for one beside an owner.
    """
    return {"owner": owner, "words": {"$gte": word, "$lt": f"{word}\U0010ffff"}, **UNDERSTOOD}


def naming_blobs(blob_ids: Sequence[str]) -> Query:
    """Dossiers that need one of these bytes."""
    return {"blobs": {"$in": list(blob_ids)}}


def of_address(address: str) -> Query:
    """Dossiers of which a person has this address, and that this version reads; it is folded."""
    return {"addresses": address, **UNDERSTOOD}


def naming_persons(persons: Sequence[str]) -> Query:
    """Requests under way for one of these persons and the same licence."""
    return {"persons": {"$in": list(persons)}}


def changed_since(start: dt.datetime) -> Query:
    """Dossiers that changed since then; what finished since is among them."""
    return {"updated_at": {"$gte": start}}


def standing(stage: StageName, **more: object) -> Query:
    """Dossiers open in a stage, further narrowed by fields of its row in `open`."""
    return _in_stage(stage, StageStatus.OPEN, **more)


def parked_in(stage: StageName) -> Query:
    """Dossiers of which this stage was set aside."""
    return _in_stage(stage, StageStatus.PARKED)


def _in_stage(stage: StageName, status: StageStatus, **more: object) -> Query:
    """The stage stands there twice: not every store looks into an `$elemMatch` for an index."""
    row = {"stage": stage.value, "status": status.value, **more}
    return {"open.stage": stage.value, "open": {"$elemMatch": row}}


def standing_anywhere() -> Query:
    """Dossiers that have not ended, or have a letter or a parked stage left."""
    return {"open.stage": {"$in": [name.value for name in StageName]}}


def beyond_us() -> Query:
    """Dossiers that stand somewhere and that only a newer version may move."""
    return {"open.stage": {"$gt": ""}, "version": {"$gt": READABLE}}


def titles_due(now: dt.datetime) -> Query:
    """Dossiers whose title has something due."""
    return {"title_clock.due": {"$lte": now}, **UNDERSTOOD}


def titles_to_order() -> Query:
    """Dossiers whose title the office has not taken an order for."""
    row = {"state": {"$in": sorted(TO_HAND_OVER)}, "handed_over": False}
    return {"title_clock.state": row["state"], "title_clock": {"$elemMatch": row}, **UNDERSTOOD}


def titles_under_way() -> Query:
    """Dossiers whose title is on its way."""
    return {"title_clock.state": {"$in": [state.value for state in TITLE_TABLE]}}


def erasable(outcome: Outcome, kept: Kept, before: dt.datetime) -> Query:
    """Dossiers that ended so before then and still hold that much."""
    ended = {"kept": kept.value, "outcome": outcome.value, "ended_at": {"$lte": before}}
    return {**ended, **UNDERSTOOD}


def erasable_of_before(outcome: Outcome, before: dt.datetime) -> Query:
    """Those that ended before their end was written down: their last change stands for it."""
    return {"kept": None, "outcome": outcome.value, "updated_at": {"$lte": before}, **UNDERSTOOD}
