"""A correction by the candidate: the asked pieces and fields, then one button to send it back."""

from dataclasses import dataclass

from aiohttp import web

from services.intake.candidate_access import CandidateDoor
from services.intake.candidate_fields import asked_fields, mended_demande
from services.intake.candidate_links import candidate_of
from services.intake.filing import FilingDesk
from services.intake.filing_form import Form, form_of
from services.intake.filing_rows import slots_of, still_missing
from services.intake.pages import MINE
from services.intake.requests import piece_kind
from services.intake.uploads import Receiver
from shared.domain.dossier import Dossier
from shared.domain.filing import asks_for
from shared.domain.piece import PieceKind
from shared.web.access import may_read
from shared.web.frame import page
from shared.web.problems import Problem, ProblemType
from shared.web.sessions import begin_session

#: Pieces that a phone's camera takes on the spot, and the camera that it takes them with.
CAMERAS = {PieceKind.PHOTO: "user"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateCorrectionPages:
    """Everything on one page; each act answers there, and keeps what was typed."""

    door: CandidateDoor
    desk: FilingDesk
    receiver: Receiver

    def routes(self) -> list[web.RouteDef]:
        """The page and its acts."""
        one = f"{MINE}/{{dossier_id}}/correction"
        return [
            web.get(one, self.show, name="candidate_correction", allow_head=False),
            web.post(f"{one}/pieces/{{kind}}", self.upload, name="candidate_upload"),
            web.post(f"{one}/champs", self.rewrite, name="candidate_rewrite"),
            web.post(f"{one}/envoi", self.send, name="candidate_send"),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """What is asked, each with the place to mend it."""
        _, dossier = await self.door.to_mend(request)
        return self._page(request, dossier, form_of(dossier.demande))

    async def upload(self, request: web.Request) -> web.Response:
        """Keep a file; one that cannot be taken is said at its place."""
        _, dossier = await self.door.to_mend(request)
        kind = piece_kind(request)
        if not any(asks_for(item, kind) for item in dossier.items):
            raise Problem(ProblemType.WRONG_STATE)
        try:
            piece = await self.receiver.form(request, kind, dossier.dossier_id)
            await self.desk.keep(dossier, piece)
        except Problem as problem:
            if problem.type is ProblemType.WRONG_STATE:
                raise
            form = form_of(dossier.demande)
            return self._page(request, dossier, form, {kind.value: problem.detail})
        raise web.HTTPSeeOther(f"{MINE}/{dossier.dossier_id}/correction#piece-{kind}")

    async def rewrite(self, request: web.Request) -> web.Response:
        """Keep the asked fields; sent unchanged, they are confirmed."""
        typed = {name: str(value) for name, value in (await request.post()).items()}
        # asked after the body has come: it may take its time, and access may end meanwhile
        account, dossier = await self.door.to_mend(request)
        read = mended_demande(dossier, typed)
        if isinstance(read, Form):
            return self._page(request, dossier, read)
        changed = await self.desk.rewrite(account, dossier, read)
        leaving = web.HTTPSeeOther(f"{MINE}/{dossier.dossier_id}/correction#envoi")
        if not may_read(account, changed):  # the address that led here was itself corrected
            await begin_session(request, candidate_of(changed, changed.links_from), leaving)
        raise leaving

    async def send(self, request: web.Request) -> web.Response:
        """Send it back; what is missing is said on the same page."""
        account, dossier = await self.door.to_mend(request)
        try:
            await self.desk.submit(account, dossier)
        except Problem as problem:
            if problem.type is not ProblemType.INCOMPLETE_DOSSIER:
                raise
            return self._page(request, dossier, form_of(dossier.demande), status=422)
        raise web.HTTPSeeOther(f"{MINE}/{dossier.dossier_id}")

    def _page(
        self,
        request: web.Request,
        dossier: Dossier,
        form: Form,
        refused: dict[str, str] | None = None,
        *,
        status: int = 200,
    ) -> web.Response:
        now = self.door.clock.now()
        slots = slots_of(dossier, now.date())
        return page(
            request,
            "candidate_correction.html",
            status=422 if refused or form.errors else status,
            dossier=dossier,
            now=now,
            slots=[slot for slot in slots if slot.asked],
            fields=asked_fields(dossier),
            field_items=[item for item in dossier.items if item.piece is None],
            typed=form.typed,
            errors=form.errors,
            refused=refused or {},
            missing=still_missing(dossier, now.date()),
            cameras={kind.value: camera for kind, camera in CAMERAS.items()},
        )
