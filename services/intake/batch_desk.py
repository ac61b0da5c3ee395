"""The acts on a batch: begin it, mend a line, place a file, send what is ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from services.intake.batch_csv import read_rows
from services.intake.batch_ready import is_ready
from services.intake.filing import FilingDesk
from services.intake.filing_form import Form, read_form
from services.intake.previews import Previews
from services.intake.references import new_reference
from shared.domain.batch import KEPT, Batch, BatchRow, row_of, with_row
from shared.domain.demande import Demande
from shared.domain.dossier import Dossier
from shared.pipeline.batch_ports import Batches
from shared.web.access import Account
from shared.web.problems import Problem, ProblemType

#: Tries to change a batch that another window of the same school is changing too.
TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDesk:
    """Every request of a batch is a draft of its own, changed through the same desk as any."""

    desk: FilingDesk
    batches: Batches
    previews: Previews

    async def begin(self, account: Account, data: bytes) -> Batch:
        """A new batch, and a draft for each line that can be read; raises UnreadableCsv."""
        rows, now = read_rows(data), self.desk.clock.now()
        batch = Batch(
            batch_id=new_reference().replace("G-", "L-", 1),
            owner=account.account_id,
            created_at=now,
            until=now + KEPT,
            rows=rows,
        )
        await self.batches.add(batch)
        return await self.settle(account, batch)

    async def settle(self, account: Account, batch: Batch) -> Batch:
        """Open the drafts that are wanting: of new lines, and of a process that ended midway."""
        opened = [await self._opened(account, batch, row) for row in batch.rows]
        rows = {row.line: row for row in opened if row is not None}
        if not rows:
            return batch

        def with_drafts(found: Batch) -> Batch:
            return replace(found, rows=tuple(rows.get(row.line, row) for row in found.rows))

        return await self.change(batch, with_drafts)

    async def _opened(self, account: Account, batch: Batch, row: BatchRow) -> BatchRow | None:
        """The line with its draft; None where it has one, or cannot have one yet."""
        read = read_form(row.typed) if row.dossier_id is None else None
        if not isinstance(read, Demande):
            return None
        # the same line asks for the same draft, however often it is asked
        key = f"{batch.batch_id}/{row.line}"
        try:
            dossier, _ = await self.desk.open(account, read, key)
        except Problem:  # a number of another school: the line says so when it is opened
            return None
        return replace(row, dossier_id=dossier.dossier_id, typed={})

    async def mend(
        self, account: Account, batch: Batch, line: int, typed: Mapping[str, str]
    ) -> Form | None:
        """Write these fields of a line anew; the form again where one of them is still wrong."""
        row = row_of(batch, line)
        if row is None:
            raise Problem(ProblemType.PAGE_NOT_FOUND)
        if row.dossier_id is not None:
            return None
        merged = {**row.typed, **typed}
        given = merged.get("candidate.given_names", "").split(",")[0]
        name = f"{given} {merged.get('candidate.birth_name', '')}".strip() or row.name
        mended = replace(row, typed=merged, name=name)
        batch = await self.change(batch, lambda found: with_row(found, mended))
        read = read_form(merged)
        if isinstance(read, Form):
            return read
        await self.settle(account, batch)
        return None

    async def send(self, account: Account, batch: Batch) -> int:
        """Send every request that is ready; how many that were. The others stay as they are."""
        sent, today = 0, self.desk.clock.now().date()
        for _, dossier in await self.dossiers(batch):
            if dossier is None or not is_ready(dossier, today, self.previews):
                continue
            try:
                await self.desk.submit(account, dossier)
            except Problem:  # changed or sent from another window since: the table shows it
                continue
            sent += 1
        return sent

    async def dossiers(self, batch: Batch) -> list[tuple[BatchRow, Dossier | None]]:
        """Each line with its request as it stands."""
        read = self.desk.register.dossiers
        return [
            (row, await read.get(row.dossier_id, timeline=False) if row.dossier_id else None)
            for row in batch.rows
        ]

    async def change(self, batch: Batch, change: Callable[[Batch], Batch]) -> Batch:
        """Apply a change to the batch as it then stands; a Problem after many lost races."""
        for _ in range(TRIES):
            found = await self.batches.get(batch.owner, batch.batch_id)
            if found is None:
                raise Problem(ProblemType.PAGE_NOT_FOUND)
            until = self.desk.clock.now() + KEPT
            changed = replace(change(found), rev=found.rev + 1, until=until)
            if await self.batches.save(changed):
                return changed
        raise Problem(ProblemType.WRONG_STATE)
