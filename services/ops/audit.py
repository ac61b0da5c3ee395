"""The audit for ops: shown, sealed and checked. Reading a chain is written into it first."""

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from services.ops.connection import storing
from shared.adapters.audit_heads import read_seals, seal_heads
from shared.adapters.audit_trail import MongoAuditTrail
from shared.adapters.clock import SystemClock
from shared.domain.audit import Act, AuditEntry, Deed
from shared.domain.audit_proof import Damage
from shared.pipeline.audit_check import check_audit
from shared.pipeline.witness import Witness
from shared.settings import Settings
from shared.web.receipts import Json, ReceiptSigner

_WORDS = {
    Damage.ALTERED: "was altered",
    Damage.REMOVED: "was removed",
    Damage.REORDERED: "is out of order",
    Damage.REWRITTEN: "was written anew",
    Damage.TRUNCATED: "was cut off the end",
}


async def show_audit(settings: Settings, console: Console, chain: str, account: str) -> int:
    """Who did what to a dossier, this look included. Exit code 1 where there is nothing."""
    async with storing(settings) as database:
        trail = MongoAuditTrail(database)
        if await trail.last(chain) is None:
            console.print(f"No audit of {chain}.", markup=False)
            return 1
        act = Act(actor=account, action=Deed.AUDIT_READ)
        await Witness(trail, SystemClock()).record(chain, act)
        console.print(_table(chain, await trail.entries(chain)))
    return 0


def _table(chain: str, entries: Sequence[AuditEntry]) -> Table:
    table = Table(title=f"Audit of {chain}", title_justify="left")
    for name in ("no.", "at", "account", "act", "of", "digest"):
        table.add_column(name)
    for entry in entries:
        at = entry.at.isoformat(timespec="seconds")
        row = (str(entry.seq), at, entry.actor, entry.action, entry.subject, entry.digest[:12])
        table.add_row(*row)
    return table


async def seal_audit(settings: Settings, console: Console, folder: Path) -> int:
    """Sign the heads of all chains into a new file of the folder."""
    async with storing(settings) as database:
        trail, signer = MongoAuditTrail(database), ReceiptSigner(settings)
        path, count = await seal_heads(trail, signer, folder, SystemClock().now())
    console.print(f"{count} heads sealed in {path}", markup=False, soft_wrap=True)
    return 0


def _public_key(settings: Settings, key: Path | None) -> Json:
    """The key that was kept with the heads, or the one that signs today."""
    if key is None:
        return ReceiptSigner(settings).public_key
    kept: Json = json.loads(key.read_text())
    return kept


async def verify_audit(
    settings: Settings, console: Console, folder: Path | None, key: Path | None = None
) -> int:
    """Check every chain; exit code 1 with what was found."""
    seals = read_seals(folder, _public_key(settings, key)) if folder else None
    async with storing(settings) as database:
        report = await check_audit(MongoAuditTrail(database), seals.sealed if seals else {})
    for name in seals.broken if seals else ():
        console.print(f"{name}: not as it was sealed, or the file before it is gone", markup=False)
    for flaw in report.flaws:
        words = _WORDS[flaw.damage]
        console.print(f"{flaw.chain}: entry {flaw.seq} {words}", markup=False, soft_wrap=True)
    against = f", against {len(seals.sealed)} sealed chains" if seals else ", without sealed heads"
    console.print(f"{report.entries} entries of {report.chains} chains{against}", markup=False)
    return 1 if report.flaws or (seals and seals.broken) else 0
