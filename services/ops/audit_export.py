"""The audit as JSON lines, to be checked elsewhere; who takes it away is written down first."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TextIO

from services.ops.command import Place
from services.ops.connection import storing
from shared.adapters.audit_trail import MongoAuditTrail
from shared.adapters.clock import SystemClock
from shared.domain.audit import Act, AuditEntry, Deed, account_chain
from shared.pipeline.audit_check import PAGE
from shared.pipeline.witness import AuditTrail, Witness


async def export_audit(place: Place, chain: str, out: Path) -> int:
    """One chain, or all without a name. Exit code 1 where there is nothing, or a file of before."""
    try:
        target = _opened(out)
    except FileExistsError:
        place.console.print(f"{out} is there already: name a new file.", markup=False)
        return 1
    count = 0
    with target:
        async with storing(place.settings) as database:
            trail = MongoAuditTrail(database)
            if chain and await trail.last(chain) is None:
                place.console.print(f"No audit of {chain}.", markup=False)
                return 1
            act = Act(actor=place.account, action=Deed.AUDIT_EXPORTED)
            # of all chains, one line is kept: with whoever took them
            await Witness(trail, SystemClock()).record(chain or account_chain(place.account), act)
            async for entry in _entries(trail, chain):
                target.write(json.dumps(entry_line(entry)) + "\n")
                count += 1
    place.console.print(f"{count} entries written to {out}", markup=False, soft_wrap=True)
    return 0


def entry_line(entry: AuditEntry) -> dict[str, str | int]:
    """Every field, written as `digest_of` reads it."""
    return {
        "chain": entry.chain,
        "seq": entry.seq,
        "previous": entry.previous,
        "at": entry.at.isoformat(timespec="milliseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "token": entry.token,
        "digest": entry.digest,
    }


def _opened(out: Path) -> TextIO:
    """For its owner only from the first byte on; raises FileExistsError for a file of before."""
    return os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")


async def _entries(trail: AuditTrail, chain: str) -> AsyncIterator[AuditEntry]:
    if chain:
        for entry in await trail.entries(chain):
            yield entry
        return
    after = ""
    while page := await trail.page(after, PAGE):
        for _, entry in page:
            yield entry
        after = page[-1][0]
