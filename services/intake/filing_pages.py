"""Filing by form, in three steps: the request, its pieces, the check before sending."""

from dataclasses import dataclass

from aiohttp import web

from services.intake.filing import FilingDesk
from services.intake.filing_form import Form, faulty_form, form_of, new_form, read_form
from services.intake.filing_rows import slots_of, still_missing
from services.intake.piece_looks import piece_looks
from services.intake.piece_pictures import PiecePictures
from services.intake.request_lines import request_lines
from services.intake.requests import piece_kind, readable_dossier
from services.intake.sign_in import HOME, filer_of
from services.intake.uploads import Receiver
from shared.domain.dossier import Dossier, StageStatus
from shared.pipeline.ports import Dossiers
from shared.stages import StageName
from shared.web.access import Account, may_file
from shared.web.frame import page
from shared.web.problems import Problem, ProblemType
from shared.web.sessions import comes_from_our_pages

_ONE = f"{HOME}/dossiers/{{dossier_id}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingPages:
    """Every step works without a script, and keeps what was typed or sent before."""

    desk: FilingDesk
    receiver: Receiver
    dossiers: Dossiers
    pictures: PiecePictures

    def routes(self) -> list[web.RouteDef]:
        """Each step is read at one address and acted on there."""
        return [
            web.get(f"{HOME}/nouvelle", self.blank, name="filing_new", allow_head=False),
            web.post(f"{HOME}/nouvelle", self.open, name="filing_open"),
            web.get(f"{_ONE}/demande", self.edit, name="filing_edit", allow_head=False),
            web.post(f"{_ONE}/demande", self.rewrite, name="filing_rewrite"),
            web.get(f"{_ONE}/pieces", self.pieces, name="filing_pieces", allow_head=False),
            web.post(f"{_ONE}/pieces/{{kind}}", self.upload, name="filing_upload"),
            web.post(f"{_ONE}/pieces/{{kind}}/retrait", self.remove, name="filing_remove"),
            web.get(f"{_ONE}/envoi", self.check, name="filing_check", allow_head=False),
            web.post(f"{_ONE}/envoi", self.send, name="filing_send"),
        ]

    async def blank(self, request: web.Request) -> web.Response:
        """Step 1, empty."""
        account = await filer_of(request)
        return self._form(request, account, new_form(account.agrement), None)

    async def open(self, request: web.Request) -> web.Response:
        """A new draft."""
        account = await self._acting(request)
        read = read_form(await _typed(request))
        if isinstance(read, Form):
            return self._form(request, account, read, None)
        try:
            dossier, _ = await self.desk.open(account, read)
        except Problem as problem:
            return self._form(request, account, faulty_form(read, problem), None)
        raise web.HTTPSeeOther(f"{HOME}/dossiers/{dossier.dossier_id}/pieces")

    async def edit(self, request: web.Request) -> web.Response:
        """Step 1, with what is declared."""
        account, dossier = await self._find(request)
        return self._form(request, account, form_of(dossier.demande), dossier)

    async def rewrite(self, request: web.Request) -> web.Response:
        """Keep what was typed."""
        account, dossier = await self._find_to_change(request)
        read = read_form(await _typed(request))
        if isinstance(read, Form):
            return self._form(request, account, read, dossier)
        try:
            await self.desk.rewrite(account, dossier, read)
        except Problem as problem:
            return self._form(request, account, faulty_form(read, problem), dossier)
        raise web.HTTPSeeOther(f"{HOME}/dossiers/{dossier.dossier_id}/pieces")

    async def pieces(self, request: web.Request) -> web.Response:
        """Step 2: one row a piece, with its file or the place for one."""
        account, dossier = await self._find(request)
        return self._slots(request, account, dossier)

    async def upload(self, request: web.Request) -> web.Response:
        """Keep a file; one that cannot be taken is said at its row, and the others stay."""
        account, dossier = await self._find_to_change(request)
        kind = piece_kind(request)
        try:
            piece = await self.receiver.form(request, kind, dossier.dossier_id)
            await self.desk.keep(dossier, piece)
        except Problem as problem:
            if problem.type is ProblemType.WRONG_STATE:
                raise
            return self._slots(request, account, dossier, {kind.value: problem.detail})
        raise web.HTTPSeeOther(f"{HOME}/dossiers/{dossier.dossier_id}/pieces#piece-{kind}")

    async def remove(self, request: web.Request) -> web.Response:
        """Take a piece out of a draft."""
        _, dossier = await self._find_to_change(request)
        await self.desk.remove(dossier, piece_kind(request))
        raise web.HTTPSeeOther(f"{HOME}/dossiers/{dossier.dossier_id}/pieces")

    async def check(self, request: web.Request) -> web.Response:
        """Step 3: everything once more, and what is missing."""
        account, dossier = await self._find(request)
        return self._check(request, account, dossier)

    async def send(self, request: web.Request) -> web.Response:
        """Send it; what is missing is said on the same page."""
        account, dossier = await self._find_to_change(request)
        try:
            await self.desk.submit(account, dossier)
        except Problem as problem:
            if problem.type is not ProblemType.INCOMPLETE_DOSSIER:
                raise
            return self._check(request, account, dossier, status=422)
        raise web.HTTPSeeOther(f"{HOME}/dossiers/{dossier.dossier_id}")

    def _form(
        self, request: web.Request, account: Account, form: Form, dossier: Dossier | None
    ) -> web.Response:
        return page(
            request,
            "filing_form.html",
            status=422 if form.errors else 200,
            account=account,
            typed=form.typed,
            errors=form.errors,
            dossier=dossier,
        )

    def _slots(
        self,
        request: web.Request,
        account: Account,
        dossier: Dossier,
        refused: dict[str, str] | None = None,
    ) -> web.Response:
        today = self.desk.clock.now().date()
        return page(
            request,
            "filing_pieces.html",
            status=422 if refused else 200,
            account=account,
            dossier=dossier,
            slots=slots_of(dossier, today),
            looks=piece_looks(dossier, self.pictures),
            refused=refused or {},
        )

    def _check(
        self, request: web.Request, account: Account, dossier: Dossier, status: int = 200
    ) -> web.Response:
        today = self.desk.clock.now().date()
        return page(
            request,
            "filing_check.html",
            status=status,
            account=account,
            dossier=dossier,
            missing=still_missing(dossier, today),
            lines=request_lines(dossier.demande),
            slots=slots_of(dossier, today),
        )

    async def _find(self, request: web.Request) -> tuple[Account, Dossier]:
        """An own dossier that can be changed now; any other is shown instead."""
        account = await filer_of(request)
        dossier = await readable_dossier(request, account, self.dossiers)
        if not (may_file(account, dossier) and _open_to_filers(dossier)):
            raise web.HTTPSeeOther(f"{HOME}/dossiers/{dossier.dossier_id}")
        return account, dossier

    async def _find_to_change(self, request: web.Request) -> tuple[Account, Dossier]:
        await self._acting(request)
        return await self._find(request)

    async def _acting(self, request: web.Request) -> Account:
        """Browsers may carry a key too: a form of another site must not use it."""
        if not comes_from_our_pages(request):
            raise Problem(ProblemType.FORBIDDEN)
        return await filer_of(request)


def _open_to_filers(dossier: Dossier) -> bool:
    stages = (StageName.DRAFT, StageName.CORRECTION)
    return any(dossier.stage(name).status is StageStatus.OPEN for name in stages)


async def _typed(request: web.Request) -> dict[str, str]:
    return {name: str(value) for name, value in (await request.post()).items()}
