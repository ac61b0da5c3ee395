"""What watch does for privacy: the purge every hour, the audit's heads once a day."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import structlog

from services.watch.turn import Round
from shared.adapters.audit_heads import last_sealed_at, seal_heads
from shared.adapters.purge_wiring import purge_of
from shared.adapters.wiring import Servers
from shared.pipeline.ports import Clock
from shared.pipeline.purge import Purge
from shared.pipeline.witness import AuditTrail
from shared.settings import Settings
from shared.web.receipts import ReceiptSigner

log = structlog.get_logger()

#: Delays of the retention table are days: an hour more is no difference.
PURGE_PAUSE = 3600.0
#: Looks whether a day has passed; several watches may both seal, which only makes two files.
SEAL_PAUSE = 600.0
SEALED_EVERY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DailySeal:
    """Exports the signed heads of the audit once a day."""

    trail: AuditTrail
    signer: ReceiptSigner
    folder: Path
    clock: Clock

    async def look(self) -> int:
        """Seal when the last seal is a day old; how many heads."""
        now = self.clock.now()
        last = last_sealed_at(self.folder, self.signer.public_key)
        if last is not None and now - last < SEALED_EVERY:
            return 0
        _, count = await seal_heads(self.trail, self.signer, self.folder, now)
        log.info("heads of the audit sealed", action="audit_sealed", count=count)
        return count


def privacy_rounds(servers: Servers, settings: Settings) -> tuple[Round, ...]:
    """The purge always; the seal where a folder takes it."""
    purge = purge_of(servers, settings)
    rounds = (Round(name="purge", pause=PURGE_PAUSE, work=lambda: _purge(purge)),)
    if not settings.audit_folder:
        return rounds
    seal = DailySeal(
        trail=servers.witness.trail,
        signer=ReceiptSigner(settings),
        folder=Path(settings.audit_folder),
        clock=servers.clock,
    )
    return (*rounds, Round(name="seal", pause=SEAL_PAUSE, work=seal.look))


async def _purge(purge: Purge) -> int:
    erased = await purge.round()
    if erased:
        log.info("retention ended", action="purged", count=erased)
    return erased
