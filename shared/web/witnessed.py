"""What people do on a face without changing a dossier is in the audit before it is done."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from shared.domain.audit import Act, AuditEntry, Deed, account_chain
from shared.domain.issued import DocumentKind
from shared.domain.piece import IDENTITY_DOCUMENTS, PieceKind
from shared.web.access import Account, Role

#: Appends to a chain; raises where that cannot be.
Record = Callable[[str, Act], Awaitable[AuditEntry]]

RECORD: web.AppKey[Record] = web.AppKey("audit_record")


async def note_sign_in(request: web.Request, account: Account) -> None:
    """Write down who signs in. Candidates see what is their own: that leaves no trace of them."""
    if account.role is not Role.CANDIDATE:
        act = Act(actor=account.account_id, action=Deed.SIGNED_IN)
        await _note(request, account_chain(account.account_id), act)


async def note_reading(request: web.Request, reader: Account, dossier_id: str) -> None:
    """Write down who reads what a dossier says."""
    await _note(request, dossier_id, Act(actor=reader.account_id, action=Deed.DOSSIER_READ))


async def note_prepared(request: web.Request, reader: Account, dossier_id: str) -> None:
    """Write down to whose page a dossier is sent before they come to it."""
    await _note(request, dossier_id, Act(actor=reader.account_id, action=Deed.DOSSIER_PREPARED))


async def note_own_piece(
    request: web.Request, reader: Account, dossier_id: str, kind: PieceKind
) -> None:
    """Write down that a filer looks at an identity document; of candidates, only that it was one.

    A candidate's account may be worked out from an address: it has no place in what is kept.
    """
    if kind in IDENTITY_DOCUMENTS:
        actor = Role.CANDIDATE.value if reader.role is Role.CANDIDATE else reader.account_id
        act = Act(actor=actor, action=Deed.PIECE_VIEWED, subject=f"piece:{kind}")
        await _note(request, dossier_id, act)


async def note_document(
    request: web.Request, reader: Account, dossier_id: str, kind: DocumentKind
) -> None:
    """Write down who takes a document of a dossier away."""
    subject = f"document:{kind}"
    act = Act(actor=reader.account_id, action=Deed.DOCUMENT_TAKEN, subject=subject)
    await _note(request, dossier_id, act)


async def _note(request: web.Request, chain: str, act: Act) -> None:
    record = request.app.get(RECORD)
    if record is not None:
        await record(chain, act)
