"""Which requests of a batch may leave: whole, and without a file that a first look refuses."""

import datetime as dt

from services.intake.filing_rows import still_missing
from services.intake.previews import Preview, Previews
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.findings import Verdict
from shared.domain.piece import PieceKind
from shared.domain.states import state_of
from shared.stages import StageName
from shared.web.rail_node import NodeState


def in_draft(dossier: Dossier) -> bool:
    """True until it is sent."""
    return dossier.stage(StageName.DRAFT).status is StageStatus.OPEN


def looks_of(dossier: Dossier, previews: Previews) -> dict[PieceKind, Preview]:
    """The first look at each piece of a draft; what is sent is judged by its own checks."""
    if not in_draft(dossier):
        return {}
    return {kind: previews.of(piece) for kind, piece in dossier.pieces.items()}


def is_ready(dossier: Dossier, today: dt.date, previews: Previews) -> bool:
    """True for a draft that lacks nothing and of which no piece is red or still looked at."""
    if not in_draft(dossier) or still_missing(dossier, today):
        return False
    looks = looks_of(dossier, previews).values()
    return not any(look.looking or look.verdict is Verdict.FAIL for look in looks)


def standing_of(
    dossier: Dossier | None, now: dt.datetime, previews: Previews
) -> tuple[NodeState, str]:
    """Where a line of the batch stands, in a few words."""
    if dossier is None:
        return NodeState.TROUBLE, "ligne à corriger"
    if not in_draft(dossier):
        asked = any(not item.mended for item in dossier.items)
        return NodeState.TROUBLE if asked else NodeState.RUNNING, state_of(dossier, now).label
    if is_ready(dossier, now.date(), previews):
        return NodeState.DONE, "prête à envoyer"
    missing = len(still_missing(dossier, now.date()))
    if missing:
        many = "1 élément manque" if missing == 1 else f"{missing} éléments manquent"
        return NodeState.PERSON, many
    if any(look.looking for look in looks_of(dossier, previews).values()):
        return NodeState.RUNNING, "vérification en cours"
    return NodeState.TROUBLE, "une pièce est à refaire"
