"""The purge by hand: says what would go, or erases it."""

from rich.console import Console
from rich.table import Table

from shared.adapters.purge_wiring import purge_of
from shared.adapters.wiring import connect_servers
from shared.domain.retention import BadRetention, Kept, days_of
from shared.settings import Settings

_WHAT = {Kept.ALL: "pieces", Kept.NO_PIECES: "names and findings"}


async def purge(settings: Settings, console: Console, account: str, *, dry_run: bool) -> int:
    """Show the table with what is due; erase it unless this is a dry run."""
    async with connect_servers(settings) as servers:
        try:
            job = purge_of(servers, settings, account)
        except BadRetention as error:
            console.print(f"GUICHET_RETENTION: {error.__doc__} ({error})", markup=False)
            return 1
        due = await job.due()
        erased = 0 if dry_run else await job.round()
    table = Table(title="Retention", title_justify="left")
    for name in ("ending", "pieces, days", "names, days", "due now"):
        table.add_column(name)
    for outcome, (pieces, person) in days_of(job.retentions).items():
        waiting = [f"{count} {_WHAT[kept]}" for (of, kept), count in due.items() if of is outcome]
        table.add_row(outcome.value, str(pieces), str(person), ", ".join(waiting) or "–")
    console.print(table)
    console.print("Nothing was erased." if dry_run else f"{erased} dossiers lost something.")
    return 0
