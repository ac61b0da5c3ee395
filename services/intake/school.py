"""The filers' pages: every dossier of theirs, and one of them in full."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from services.intake.cursors import cursor, place
from services.intake.documents import document_links
from services.intake.forecasts import Forecasts
from services.intake.letter_rows import letter_rows
from services.intake.piece_pictures import PiecePictures
from services.intake.request_lines import request_lines
from services.intake.requests import readable_dossier
from services.intake.school_rows import headline, rows_of
from services.intake.sign_in import HOME, filer_of
from services.intake.wait_words import wait_said
from shared.domain.dossier import StageStatus
from shared.domain.filings import OUR_TURN, THEIR_TURN, Among, FilingQuestion, Place
from shared.domain.states import state_of
from shared.pipeline.filing_ports import Filings
from shared.pipeline.ports import Clock, Dossiers
from shared.stages import StageName
from shared.web.frame import page
from shared.web.piece_rows import piece_rows
from shared.web.rail import rail_of
from shared.web.title_words import title_card

#: Rows of one page.
PAGE = 30
#: Clocks of several processes differ: a dossier opened just now is on the list all the same.
AHEAD = dt.timedelta(days=1)
#: Characters of a search.
LONGEST_WORD = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPages:
    """Pages of whoever files: a school, or a candidate who files alone."""

    dossiers: Dossiers
    filings: Filings
    clock: Clock
    forecasts: Forecasts
    pictures: PiecePictures

    def routes(self) -> list[web.RouteDef]:
        """For reading; acts have pages of their own."""
        return [
            web.get(HOME, self.index, name="school_home", allow_head=False),
            web.get(
                f"{HOME}/dossiers/{{dossier_id}}",
                self.show,
                name="school_dossier",
                allow_head=False,
            ),
        ]

    async def index(self, request: web.Request) -> web.Response:
        """What asks for an act on top, then the list, by a filter and a search."""
        account, now = await filer_of(request), self.clock.now()
        asked = FilingQuestion(
            owner=account.account_id,
            behind=place(request.query.get("avant")) or Place(created_at=now + AHEAD),
            limit=PAGE,
            among=_among(request),
            word=request.query.get("mot", "").strip()[:LONGEST_WORD],
        )
        found = await self.filings.find(asked)
        return page(
            request,
            "school.html",
            account=account,
            headline=headline(await self._standing(account.account_id)),
            rows=rows_of(found, now),
            asked=asked,
            older=cursor(found[-1]) if len(found) == PAGE else None,
            now=now,
        )

    async def _standing(self, owner: str) -> Mapping[StageName, int]:
        """What waits for the filer; what moves by itself is asked for only where nothing does."""
        waiting = await self.filings.standing(owner, THEIR_TURN)
        return waiting or await self.filings.standing(owner, OUR_TURN)

    async def show(self, request: web.Request) -> web.Response:
        """One dossier: where it is, since when, whose turn, by when, and every verdict."""
        account, now = await filer_of(request), self.clock.now()
        dossier = await readable_dossier(request, account, self.dossiers)
        editable = any(
            dossier.stage(name).status is StageStatus.OPEN
            for name in (StageName.DRAFT, StageName.CORRECTION)
        )
        return page(
            request,
            "school_dossier.html",
            account=account,
            dossier=dossier,
            state=state_of(dossier, now),
            wait=wait_said(await self.forecasts.of(dossier)),
            rail=rail_of(dossier, now),
            title_shown=title_card(dossier.title, now),
            documents=document_links(dossier),
            pieces=piece_rows(dossier),
            shown={kind: self.pictures.shown(dossier, kind) for kind in dossier.pieces},
            letters=letter_rows(dossier),
            request_lines=request_lines(dossier.demande),
            editable=editable,
            now=now,
        )


def _among(request: web.Request) -> Among:
    try:
        return Among(request.query.get("voir", Among.EVERYTHING))
    except ValueError:  # an address typed by hand
        return Among.EVERYTHING
