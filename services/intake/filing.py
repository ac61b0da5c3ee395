"""The acts of a filer on a dossier of its own, the same for the API and the pages."""

from dataclasses import dataclass, replace

from services.intake.references import new_reference, reference_for
from services.intake.requests import check_ready
from shared.domain.demande import Demande
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.events import DemandeChanged, Event, PieceAdded, PieceRemoved, Submitted
from shared.domain.kept_bytes import let_go
from shared.domain.piece import Piece, PieceKind
from shared.domain.transitions import open_dossier
from shared.errors import DossierExists
from shared.pipeline.ports import Blobs, Clock
from shared.pipeline.register import Register
from shared.stages import StageName
from shared.web.access import Account, Role, is_confined
from shared.web.problems import Problem, ProblemType


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingDesk:
    """Every act answers with the dossier as it then stands, or with a Problem and no effect."""

    register: Register
    blobs: Blobs
    clock: Clock

    async def open(
        self, account: Account, demande: Demande, key: str | None = None
    ) -> tuple[Dossier, bool]:
        """A new draft, and True; with a key used before, the draft that it made, and False."""
        if is_confined(account):
            raise Problem(ProblemType.FORBIDDEN)
        demande = with_agrement(demande, account, account.agrement)
        reference = reference_for(account.account_id, key) if key else new_reference()
        change = open_dossier(
            reference, account.account_id, demande, self.clock.now(), self.register.table
        )
        try:
            return await self.register.open(change), True
        except DossierExists:
            existing = await self.register.dossiers.get(reference)
            if existing is None:
                raise
            return _same(existing, demande), False

    async def rewrite(self, account: Account, dossier: Dossier, demande: Demande) -> Dossier:
        """Replace the declared part; a correction leaves the number as it was sent."""
        drafting = dossier.stage(StageName.DRAFT).status is StageStatus.OPEN
        number = account.agrement if drafting else dossier.demande.agrement
        demande = with_agrement(demande, account, number)
        return await self._apply(dossier, DemandeChanged(demande=demande))

    async def keep(self, dossier: Dossier, piece: Piece) -> tuple[Dossier, bool]:
        """Add a stored piece, and True; the same bytes again change nothing, and False."""
        before = dossier.pieces.get(piece.kind)
        if before is not None and before.sha256 == piece.sha256:
            await self.blobs.delete(piece.blob_id)
            return dossier, False
        try:
            changed = await self._apply(dossier, PieceAdded(piece=piece))
        except Problem:
            await self.blobs.delete(piece.blob_id)
            raise
        await self._forget(dossier, changed, piece.kind)
        return changed, True

    async def _forget(self, before: Dossier, changed: Dossier, kind: PieceKind) -> None:
        """Delete what the change let go, and what an upload at the same moment had put there."""
        unneeded, replaced = let_go(before, changed), changed.pieces[kind].replaces
        if replaced and changed.stage(StageName.DRAFT).status is StageStatus.OPEN:
            unneeded.add(replaced)
        for blob_id in sorted(unneeded):
            await self.blobs.delete(blob_id)

    async def remove(self, dossier: Dossier, kind: PieceKind) -> Dossier:
        """Take a piece out of a draft."""
        if kind not in dossier.pieces:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        changed = await self._apply(dossier, PieceRemoved(kind=kind))
        await self.blobs.delete(dossier.pieces[kind].blob_id)
        return changed

    async def submit(self, account: Account, dossier: Dossier) -> Dossier:
        """Send it: from here on the system, not the sender, watches over it."""
        check_ready(dossier, self.clock.now().date())
        # whoever files for somebody else needs that person's consent, named school or not
        filed_by_other = account.role is Role.SCHOOL or dossier.demande.agrement is not None
        return await self._apply(dossier, Submitted(needs_validation=filed_by_other))

    async def _apply(self, dossier: Dossier, event: Event) -> Dossier:
        changed = await self.register.apply(dossier.dossier_id, event, known=dossier)
        if changed is None:
            raise Problem(ProblemType.WRONG_STATE)
        return changed


def with_agrement(demande: Demande, account: Account, number: str | None) -> Demande:
    """The request under the school's own number; a Problem where it bears another school's.

    Candidates who file alone name their school, and an account whose number is not known is
    believed.
    """
    if account.role is not Role.SCHOOL or number is None:
        return demande
    if demande.agrement not in (None, number):
        raise Problem(ProblemType.FOREIGN_AGREMENT)
    return replace(demande, agrement=number)


def _same(existing: Dossier, demande: Demande) -> Dossier:
    if existing.demande != demande:
        raise Problem(ProblemType.IDEMPOTENCY_CONFLICT)
    return existing
