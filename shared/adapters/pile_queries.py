"""What agents and their heads ask of the dossiers; each question goes by an index of `queries`."""

import datetime as dt
from dataclasses import replace

from shared.adapters.layout import UNDERSTOOD
from shared.adapters.queries import Query, standing
from shared.domain.leases import RESERVATION
from shared.domain.pile import PileQuestion, Territory
from shared.domain.review import SecondCause
from shared.stages import StageName


def pile(question: PileQuestion) -> Query:
    """Dossiers in review that this version reads, as an agent narrows them."""
    query = {**standing(StageName.REVIEW), **UNDERSTOOD} | of(question.territory)
    if question.route is not None:
        query["route"] = question.route.value
    if question.kind is not None:
        query["demande.kind"] = question.kind.value
    if question.reason is not None:
        query["reasons"] = question.reason
    if question.before is not None:
        query["stages.review.since"] = {"$lt": question.before}
    if question.holder is not None:
        query["stages.review.claim.agent"] = question.holder
    if question.cause is not None:
        query["review.second.cause"] = question.cause.value
    elif question.unsuspected:
        query["review.second.cause"] = {"$ne": SecondCause.SUSPICION.value}
    return query | (_free(question.agent, question.free_at) if question.free_at else {})


def claimable(question: PileQuestion, now: dt.datetime) -> Query:
    """Those of them that this agent may take."""
    return pile(replace(question, free_at=now))


def reserved(agent: str, now: dt.datetime) -> Query:
    """Dossiers kept ready for this agent: by the end of such a claim, which is due soon."""
    return {
        "open.due": {"$lte": now + RESERVATION},
        "stages.review.claim.agent": agent,
        "stages.review.claim.until": {"$gt": now},
        "stages.review.claim.prepared": None,
        "review.claimed_at": None,
        **UNDERSTOOD,
    }


def _free(agent: str | None, now: dt.datetime) -> Query:
    """Held by nobody: without a claim there is no `until` to be later."""
    free: Query = {
        "stages.review.claim.until": {"$not": {"$gt": now}},
        "stages.review.claim.prepared": None,
    }
    if agent is not None:
        free["review.second.first.agent"] = {"$ne": agent}
        free["review.passed"] = {"$ne": agent}
    return free


def decided_since(start: dt.datetime) -> Query:
    """Dossiers that an agent decided since then, and that this version reads."""
    return {"decision.decided_at": {"$gte": start}, **UNDERSTOOD}


def decided_in(territory: Territory, start: dt.datetime) -> Query:
    """Those of them of a centre."""
    return decided_since(start) | of(territory)


def of(territory: Territory) -> Query:
    """What one centre instructs."""
    if territory.only:
        return {"departement": {"$in": sorted(territory.only)}}
    return {"departement": {"$nin": sorted(territory.but)}} if territory.but else {}
