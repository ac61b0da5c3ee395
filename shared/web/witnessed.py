"""What people do on a face outside any dossier is written into the audit before it is done."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from shared.domain.audit import Act, AuditEntry, Deed, account_chain
from shared.web.access import Account, Role

#: Appends to a chain; raises where that cannot be.
Record = Callable[[str, Act], Awaitable[AuditEntry]]

RECORD: web.AppKey[Record] = web.AppKey("audit_record")


async def note_sign_in(request: web.Request, account: Account) -> None:
    """Write down who signs in. Candidates see what is their own: that leaves no trace of them."""
    record = request.app.get(RECORD)
    if record is not None and account.role is not Role.CANDIDATE:
        act = Act(actor=account.account_id, action=Deed.SIGNED_IN)
        await record(account_chain(account.account_id), act)
