"""Dossiers walked to where a test begins."""

from shared.domain.dossier import CorrectionItem, Dossier, Route
from shared.domain.events import ClockTicked, StageFailed, StageFinished
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import NOW, a_divergence, a_dossier, a_result, after

S = StageName
CHECKS = (S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS)


def finished(dossier: Dossier, *names: StageName, result=None, now=NOW) -> Dossier:
    for name in names:
        run = dossier.stage(name)
        event = StageFinished(
            stage=name, run=run.run, attempt=run.attempt, result=result or a_result()
        )
        dossier = after(dossier, event, now=now)
    return dossier


def parked(dossier: Dossier, name: StageName) -> Dossier:
    run = dossier.stage(name)
    event = StageFailed(
        stage=name, run=run.run, attempt=run.attempt, cause="CheckCrashed", final=True
    )
    return after(dossier, event)


def in_review(**options) -> Dossier:
    dossier = finished(a_dossier(needs_validation=False, **options), S.RECEPTION, *CHECKS)
    return finished(dossier, S.DIVERGENCE, result=a_divergence())


def in_correction() -> Dossier:
    dossier = finished(a_dossier(needs_validation=False), S.RECEPTION, *CHECKS)
    items = (CorrectionItem(message="La photo est floue.", piece=PieceKind.PHOTO),)
    return finished(dossier, S.DIVERGENCE, result=a_divergence(Route.CORRECTION, items=items))


def expired() -> Dossier:
    """Checked, and never validated by the candidate."""
    dossier = finished(a_dossier(), S.RECEPTION, *CHECKS)
    dossier = finished(dossier, S.DIVERGENCE, result=a_divergence())
    deadline = dossier.stage(S.USER_VALIDATION).deadline
    assert deadline is not None
    return after(dossier, ClockTicked(stage=S.USER_VALIDATION), now=deadline)
