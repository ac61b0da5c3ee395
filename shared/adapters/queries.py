"""Every question that is asked of the dossiers again and again, beside the index that answers it.

A question may read dossiers that stand somewhere, never the archive of those that ended.
`tests/contract/test_query_plans.py` asks the store itself by which way it goes.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.domain.dossier import StageStatus
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
    Index(fields={"updated_at": 1}),
)


def due(now: dt.datetime) -> Query:
    """Dossiers of which a clock has something due."""
    return {"open.due": {"$lte": now}}


def due_and_sent(now: dt.datetime) -> Query:
    """Those of them of which every message has left."""
    return {**due(now), "outbox": {"$size": 0}}


def due_and_unsent(now: dt.datetime) -> Query:
    """Those with a message that has not left, as in an outage of the broker."""
    return {**due(now), "outbox": {"$ne": []}}


def unsent(before: dt.datetime) -> Query:
    """Dossiers with a message written before then and not yet sent."""
    return {"outbox.created_at": {"$lt": before}}


def owned(owner: str, before: dt.datetime) -> Query:
    """The owner's dossiers created before then."""
    return {"owner": owner, "created_at": {"$lt": before}}


def owned_standing(owner: str, stages: Sequence[StageName]) -> Query:
    """The owner's dossiers that stand in one of these stages."""
    return {"owner": owner, "open.stage": {"$in": [stage.value for stage in stages]}}


def owned_named(owner: str, word: str) -> Query:
    """The owner's dossiers of which a name or the reference begins so; the word is folded."""
    return {"owner": owner, "words": {"$regex": f"^{re.escape(word)}"}}


def naming_blobs(blob_ids: Sequence[str]) -> Query:
    """Dossiers that need one of these bytes."""
    return {"blobs": {"$in": list(blob_ids)}}


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


def claimable(now: dt.datetime) -> Query:
    """Dossiers in review that no agent holds; without a claim there is no `until` to be later."""
    return {**standing(StageName.REVIEW), "stages.review.claim.until": {"$not": {"$gt": now}}}


def standing_anywhere() -> Query:
    """Dossiers that have not ended, or have a letter or a parked stage left."""
    return {"open.stage": {"$in": [name.value for name in StageName]}}
