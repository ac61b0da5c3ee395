"""One dossier as ops see it: its steps, its timeline, what may be done. No personal data."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from services.watch.timeline import cause_text, timeline_of
from services.watch.words import ACTS, DONE, REFUSALS
from shared.domain.dossier import Dossier
from shared.domain.repair import (
    ends_the_dossier,
    hindrance_to_discard,
    hindrance_to_redrive,
    hindrance_to_replay,
)
from shared.domain.states import STAGE_LABELS, state_of
from shared.pipeline.ports import Clock, Dossiers
from shared.pipeline.repair_ports import Audit, AuditLine
from shared.stages import TABLE, StageName
from shared.web.access import Role
from shared.web.frame import page, signed_in
from shared.web.problems import Problem, ProblemType
from shared.web.rail import rail_of

#: Acts of ops shown.
ACTS_SHOWN = 50
#: Seconds until the page is read again.
REFRESH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """What ops may do to one stage."""

    stage: StageName
    label: str
    #: Why it stopped: the code, and in French; both empty where nothing failed.
    cause: str
    why: str
    replay: bool
    discard: bool
    #: True where giving the stage up closes the dossier.
    closes: bool
    redrive: bool


def possible_acts(dossier: Dossier) -> tuple[Possible, ...]:
    """The stages on which something can be done."""
    found = (
        Possible(
            stage=name,
            label=STAGE_LABELS[name],
            cause=dossier.stage(name).cause or "",
            why=cause_text(dossier.stage(name).cause) if dossier.stage(name).cause else "",
            replay=hindrance_to_replay(dossier, name) is None,
            discard=hindrance_to_discard(dossier, name) is None,
            closes=ends_the_dossier(name),
            redrive=hindrance_to_redrive(dossier, name) is None,
        )
        for name in TABLE
    )
    return tuple(item for item in found if item.replay or item.discard or item.redrive)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage:
    """The page of one dossier."""

    dossiers: Dossiers
    audit: Audit
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        """The page."""
        return [
            web.get("/dossiers/{dossier_id}", self.show, name="ops_dossier", allow_head=False),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The dossier now; after an act, what was done or why not."""
        await signed_in(request, Role.OPS)
        dossier_id = request.match_info["dossier_id"]
        dossier = await self.dossiers.get(dossier_id)
        if dossier is None:
            raise Problem(ProblemType.PAGE_NOT_FOUND)
        acts = await self.audit.recent(ACTS_SHOWN, dossier_id)
        return page(
            request,
            "ops_dossier.html",
            notice=DONE.get(request.query.get("fait", ""), ""),
            trouble=REFUSALS.get(request.query.get("refus", ""), ""),
            **dossier_values(dossier, self.clock.now(), acts),
        )


def dossier_values(dossier: Dossier, now: dt.datetime, acts: Sequence[AuditLine]) -> dict[str, Any]:
    """What the page is drawn from: codes, identifiers and moments, never the request itself."""
    return {
        "dossier_id": dossier.dossier_id,
        "state": state_of(dossier, now),
        "rail": rail_of(dossier, now),
        "lines": timeline_of(dossier.history),
        "labels": STAGE_LABELS,
        "possible": possible_acts(dossier),
        "acts": acts,
        "act_words": ACTS,
        "now": now,
        "refresh": REFRESH,
    }
