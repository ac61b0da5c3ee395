"""The batch desk: a class of candidates from one file, and everything of it in one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from services.intake.batch_csv import CsvFault, template
from services.intake.batch_desk import BatchDesk
from services.intake.batch_panel import Panel, panel_of
from services.intake.batch_table import label_of, table_of
from services.intake.piece_pictures import PiecePictures
from services.intake.sign_in import HOME, filer_of
from shared.domain.batch import Batch, BatchRow
from shared.domain.dossier import Dossier
from shared.domain.piece import PieceKind, front_of
from shared.web.access import Account
from shared.web.frame import page
from shared.web.problems import Problem, ProblemType

LOT = f"{HOME}/lot"
#: Batches of the list: a school has one or two under way.
MOST_SHOWN = 20
#: Digits of a line number or of a count in an address.
LONGEST_NUMBER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPages:
    """What is read; the acts are forms of their own, and each ends here."""

    desk: BatchDesk
    pictures: PiecePictures

    def routes(self) -> list[web.RouteDef]:
        """The list, the file to fill, the table."""
        return [
            web.get(LOT, self.index, name="batch_list", allow_head=False),
            web.get(f"{LOT}/modele.csv", self.model, name="batch_model", allow_head=False),
            web.get(f"{LOT}/{{batch_id}}", self.show, name="batch_show", allow_head=False),
        ]

    async def index(self, request: web.Request) -> web.Response:
        """Begin a batch, or come back to one."""
        return await self.list_of(request, await filer_of(request))

    async def model(self, request: web.Request) -> web.Response:
        """The file to fill."""
        await filer_of(request)
        headers = {"Content-Disposition": 'attachment; filename="modele-lot.csv"'}
        return web.Response(body=template(), content_type="text/csv", headers=headers)

    async def show(self, request: web.Request) -> web.Response:
        """The table, with one cell open where one was asked for."""
        account, batch = await self.find(request)
        return await self.table(request, account, await self.desk.settle(account, batch))

    async def find(self, request: web.Request) -> tuple[Account, Batch]:
        """The batch of the address; somebody else's looks unknown."""
        account = await filer_of(request)
        batch = await self.desk.batches.get(account.account_id, request.match_info["batch_id"])
        if batch is None:
            raise Problem(ProblemType.PAGE_NOT_FOUND)
        return account, batch

    async def list_of(
        self, request: web.Request, account: Account, faults: tuple[CsvFault, ...] = ()
    ) -> web.Response:
        """The form of a new batch, what is wrong with its file, and the earlier ones."""
        return page(
            request,
            "batch_list.html",
            status=422 if faults else 200,
            account=account,
            faults=faults,
            batches=await self.desk.batches.of(account.account_id, MOST_SHOWN),
        )

    async def table(
        self,
        request: web.Request,
        account: Account,
        batch: Batch,
        refused: Mapping[str, str] | None = None,
    ) -> web.Response:
        """Everything of the batch; `refused` names the cell whose file was not taken, and why."""
        now, pairs = self.desk.desk.clock.now(), await self.desk.dossiers(batch)
        asked = refused or request.query
        return page(
            request,
            "batch.html",
            status=422 if refused else 200,
            account=account,
            batch=batch,
            table=table_of(pairs, now, self.desk.previews),
            panel=self._panel(asked, pairs),
            refusal=(refused or {}).get("message", ""),
            kinds=[(kind.value, label_of(kind)) for kind in PieceKind if front_of(kind) is kind],
            sent_now=_number(request.query.get("envoyees", "")),
        )

    def _panel(
        self, asked: Mapping[str, str], pairs: list[tuple[BatchRow, Dossier | None]]
    ) -> Panel | None:
        line, column = _number(asked.get("ligne", "")), asked.get("piece", "")
        today = self.desk.desk.clock.now().date()
        for row, dossier in pairs:
            if row.line == line:
                return panel_of(row, dossier, column, today, self.pictures)
        return None


def _number(text: str) -> int:
    """A number of an address; 0 where it is none."""
    usable = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if usable else 0
