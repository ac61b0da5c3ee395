"""Whether a stage that waits may begin."""

from shared.domain.dossier import SETTLED, Dossier, Route, StageStatus
from shared.stages import Stage, StageName, StageTable, predecessors


def is_ready(dossier: Dossier, table: StageTable, name: StageName) -> bool:
    """True once all that comes before it is settled, and unless it is not to begin at all."""
    if name is StageName.REVIEW and dossier.route is Route.CORRECTION:
        return False
    before = predecessors(table, name)
    return not _is_late(dossier, table[name]) and all(
        dossier.stage(other).status in SETTLED for other in before
    )


def _is_late(dossier: Dossier, row: Stage) -> bool:
    """True for a check that came into the table too late for the dossier, which does not name it.

    Begun without its piece, or beside the person who has the dossier, it would hold up or
    contradict what is done.
    """
    if row.piece is None or row.name in dossier.stages:
        return False
    compared = dossier.stage(StageName.DIVERGENCE).status is not StageStatus.WAITING
    return compared or row.piece not in dossier.pieces
