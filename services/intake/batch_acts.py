"""What a school does to a batch: each act is a form, and ends at the table."""

from dataclasses import dataclass

from aiohttp import web

from services.intake.batch_columns import BY_FIELD
from services.intake.batch_csv import MOST_BYTES, UnreadableCsv
from services.intake.batch_files import BatchFiles
from services.intake.batch_pages import LOT, BatchPages
from services.intake.batch_table import DEMANDE, faults_of
from services.intake.forms import first_file
from services.intake.requests import piece_kind
from services.intake.sign_in import filer_of
from shared.domain.batch import Batch, BatchRow, row_of
from shared.domain.piece import PieceKind
from shared.web.access import Account
from shared.web.problems import Problem, ProblemType
from shared.web.sessions import comes_from_our_pages

_ONE = f"{LOT}/{{batch_id}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchActs:
    """All of it works without a script."""

    pages: BatchPages
    files: BatchFiles

    def routes(self) -> list[web.RouteDef]:
        """One address an act."""
        piece = f"{_ONE}/lignes/{{line}}/pieces/{{kind}}"
        return [
            web.post(LOT, self.begin, name="batch_begin"),
            web.post(f"{_ONE}/fichiers", self.take, name="batch_files"),
            web.post(f"{_ONE}/ranger", self.place, name="batch_place"),
            web.post(f"{_ONE}/lignes/{{line}}", self.mend, name="batch_mend"),
            web.post(piece, self.replace, name="batch_piece"),
            web.post(f"{_ONE}/envoi", self.send, name="batch_send"),
        ]

    async def begin(self, request: web.Request) -> web.Response:
        """A new batch; a file that cannot be read is told line by line, and nothing is kept."""
        account = await _acting(request)
        try:
            batch = await self.pages.desk.begin(account, await _list(request))
        except UnreadableCsv as unreadable:
            return await self.pages.list_of(request, account, unreadable.faults)
        raise web.HTTPSeeOther(f"{LOT}/{batch.batch_id}")

    async def take(self, request: web.Request) -> web.Response:
        """Many files at once."""
        _, batch = await self._find(request)
        await self.files.take(request, batch)
        raise web.HTTPSeeOther(f"{LOT}/{batch.batch_id}#fichiers")

    async def place(self, request: web.Request) -> web.Response:
        """Say whose piece a file is, or forget the file."""
        _, batch = await self._find(request)
        typed = await request.post()
        blob_id = str(typed.get("fichier", ""))
        if "jeter" in typed:
            await self.files.drop(batch, blob_id)
        else:
            row = _row(batch, str(typed.get("ligne", "")))
            await self.files.place(batch, blob_id, row, _kind(str(typed.get("piece", ""))))
        raise web.HTTPSeeOther(f"{LOT}/{batch.batch_id}#fichiers")

    async def mend(self, request: web.Request) -> web.Response:
        """Write some fields of a line anew."""
        account, batch = await self._find(request)
        row = _row(batch, request.match_info["line"])
        sent = (await request.post()).items()
        asked = BY_FIELD.keys() | faults_of(row).errors.keys()
        typed = {name: str(value).strip() for name, value in sent if name in asked}
        if await self.pages.desk.mend(account, batch, row.line, typed) is not None:
            raise web.HTTPSeeOther(_cell(batch, row, DEMANDE))
        _, batch = await self.pages.find(request)
        await self.files.place_by_name(batch)
        raise web.HTTPSeeOther(f"{LOT}/{batch.batch_id}#ligne-{row.line}")

    async def replace(self, request: web.Request) -> web.Response:
        """Another file for one cell; one that cannot be taken is said in the open cell."""
        account, batch = await self._find(request)
        row, kind = _row(batch, request.match_info["line"]), piece_kind(request)
        try:
            await self.files.take_one(await first_file(request), row, kind)
        except Problem as problem:
            refused = {"ligne": str(row.line), "piece": kind.value, "message": problem.detail}
            return await self.pages.table(request, account, batch, refused)
        raise web.HTTPSeeOther(_cell(batch, row, kind.value))

    async def send(self, request: web.Request) -> web.Response:
        """Send what is ready; the others stay with what they lack."""
        account, batch = await self._find(request)
        sent = await self.pages.desk.send(account, batch)
        raise web.HTTPSeeOther(f"{LOT}/{batch.batch_id}?envoyees={sent}")

    async def _find(self, request: web.Request) -> tuple[Account, Batch]:
        await _acting(request)
        return await self.pages.find(request)


async def _acting(request: web.Request) -> Account:
    """Browsers may carry a key too: a form of another site must not use it."""
    if not comes_from_our_pages(request):
        raise Problem(ProblemType.FORBIDDEN)
    return await filer_of(request)


def _row(batch: Batch, line: str) -> BatchRow:
    # a list has a few dozen lines; thousands of digits are no number to Python
    is_number = len(line) <= 4 and line.isascii() and line.isdecimal()
    row = row_of(batch, int(line)) if is_number else None
    if row is None:
        raise Problem(ProblemType.PAGE_NOT_FOUND)
    return row


def _kind(text: str) -> PieceKind:
    try:
        return PieceKind(text)
    except ValueError as error:
        raise Problem(ProblemType.PIECE_NOT_FOUND) from error


def _cell(batch: Batch, row: BatchRow, column: str) -> str:
    return f"{LOT}/{batch.batch_id}?ligne={row.line}&piece={column}#cellule"


async def _list(request: web.Request) -> bytes:
    """The bytes of the list, one more than allowed at most."""
    part, data = await first_file(request), b""
    while len(data) <= MOST_BYTES and (chunk := await part.read_chunk()):
        data += chunk
    return data
