"""What somebody does by a command outside any dossier is in the audit before it is done."""

from services.ops.command import Place
from services.ops.connection import storing
from shared.adapters.audit_trail import MongoAuditTrail
from shared.adapters.clock import SystemClock
from shared.domain.audit import Act, Deed, account_chain
from shared.pipeline.witness import Witness


async def note_deed(place: Place, deed: Deed) -> None:
    """Write it into the chain of the account that gives the command."""
    async with storing(place.settings) as database:
        witness = Witness(MongoAuditTrail(database), SystemClock())
        act = Act(actor=place.account, action=deed)
        await witness.record(account_chain(place.account), act)
