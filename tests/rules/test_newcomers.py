"""A check that is newer than a dossier neither holds it up nor passes it by."""

from dataclasses import replace

from shared.domain.dossier import StageStatus
from shared.domain.piece import PieceKind
from shared.domain.review_events import Claimed
from shared.stages import StageName
from tests.builders import PIECES, a_dossier, after
from tests.rules.dossier_paths import CHECKS, finished, in_review

NEW = (StageName.REPRESENTATIVE_IDENTITY, StageName.HOSTING, StageName.HOST_IDENTITY)


def as_written_before(dossier):
    """The dossier without the stages that its table had not."""
    kept = {name: run for name, run in dossier.stages.items() if name not in NEW}
    return replace(dossier, stages=kept)


def received(*pieces):
    dossier = finished(a_dossier(*PIECES, *pieces, needs_validation=False), StageName.RECEPTION)
    return as_written_before(dossier)


def test_a_check_that_a_dossier_does_not_need_does_not_hold_it_up():
    dossier = finished(received(), *CHECKS)

    assert {dossier.stage(name).status for name in NEW} == {StageStatus.NOT_REQUIRED}
    assert dossier.stage(StageName.DIVERGENCE).status is StageStatus.OPEN


def test_a_check_whose_piece_is_there_runs_before_the_comparison():
    dossier = finished(received(PieceKind.HOSTING), *CHECKS)

    assert dossier.stage(StageName.HOSTING).status is StageStatus.OPEN
    assert dossier.stage(StageName.DIVERGENCE).status is StageStatus.WAITING

    dossier = finished(dossier, StageName.HOSTING)
    assert dossier.stage(StageName.DIVERGENCE).status is StageStatus.OPEN


def test_a_dossier_that_is_with_an_agent_gets_no_check_behind_their_back():
    dossier = after(as_written_before(in_review()), Claimed(agent="agent-1"))

    assert set(NEW).isdisjoint(dossier.stages)
