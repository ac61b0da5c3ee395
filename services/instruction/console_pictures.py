"""Pages of pieces as pictures for the review screen; each look is written down."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from aiohttp import web

from services.instruction.console_evidence import PageCounts
from services.instruction.desk import agent_of
from services.instruction.drawn_pages import PDF, NotDrawn, pages_in
from services.instruction.routes import PIECE_HEADERS, ReviewDesk, kind_of
from shared.domain.dossier import Dossier
from shared.domain.kept_bytes import copy_of
from shared.domain.piece import PieceKind
from shared.errors import KeyErased, MissingBlob
from shared.web.problems import Problem, ProblemType

#: Copies whose number of pages is remembered: two hundred dossiers a day, a few copies each. [D]
REMEMBERED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Pages of the pieces that agents look at."""

    review: ReviewDesk
    #: Number of pages by stored copy; a copy never changes.
    known: OrderedDict[str, int] = field(default_factory=OrderedDict)

    def routes(self) -> list[web.RouteDef]:
        """The picture of one page."""
        return [
            web.get(
                "/console/dossiers/{dossier_id}/images/{kind}/{page}",
                self.picture,
                name="console_picture",
                allow_head=False,
            )
        ]

    async def picture(self, request: web.Request) -> web.Response:
        """One page; « avant » is what a correction replaced."""
        if request.match_info["page"] == "avant":
            whole = await self.review.piece_before(request)
            number = "1"
        else:
            agent, dossier = await self.review.desk.found_for(request, agent_of(request))
            kind = kind_of(request.match_info["kind"])
            whole = await self.review.answer_piece(agent, dossier, kind)
            number = request.match_info["page"]
        return await _one_page(whole, number)

    async def counts(self, dossier: Dossier) -> PageCounts:
        """The pages of each piece; one where that is not known."""
        return {kind: await self._count(dossier, kind) for kind in dossier.pieces}

    async def _count(self, dossier: Dossier, kind: PieceKind) -> int:
        copy = copy_of(dossier, kind)
        # a picture has one page: only the copy of a PDF has to be opened
        if copy is None or dossier.pieces[kind].media_type != PDF:
            return 1
        if copy not in self.known:
            try:
                data = await self.review.blobs.read(copy)
                self.known[copy] = len(await asyncio.to_thread(pages_in, data))
            except (MissingBlob, KeyErased, NotDrawn):
                return 1
            if len(self.known) > REMEMBERED:
                self.known.popitem(last=False)
        return self.known[copy]


async def _one_page(whole: web.Response, number: str) -> web.Response:
    """The page cut out of a copy of several; anything that is no drawn PDF as it is."""
    data = whole.body
    if whole.content_type != PDF or not isinstance(data, bytes):
        return whole
    try:
        pages = await asyncio.to_thread(pages_in, data)
    except NotDrawn:
        return whole
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    if not 1 <= place <= len(pages):
        raise Problem(ProblemType.PIECE_NOT_FOUND)
    return web.Response(body=pages[place - 1], content_type="image/jpeg", headers=PIECE_HEADERS)
