"""A check that comes too late for a dossier: without its piece, or once that was compared."""

import dataclasses

import pytest

from shared.domain.dossier import StageStatus
from shared.domain.events import StageFinished, Submitted
from shared.domain.piece import PieceKind
from shared.domain.transitions import advance
from shared.stages import TABLE, StageName
from tests.builders import NOW, PIECES, a_divergence, a_draft, a_piece, a_result

S = StageName
#: The check that is new: dossiers sent before it do not name it.
NEW = S.JDC
CHECKS = (S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS)


def sent_before(*, with_piece):
    """A dossier as the version before sent it: without a word of the new check."""
    draft = a_draft(*PIECES)
    if with_piece:
        pieces = {**draft.pieces, PieceKind.JDC: a_piece(PieceKind.JDC)}
        draft = dataclasses.replace(draft, pieces=pieces)
    return forgotten(step(draft, Submitted(needs_validation=False)))


def forgotten(dossier):
    """What the version before makes of the same change."""
    stages = {name: run for name, run in dossier.stages.items() if name is not NEW}
    return dataclasses.replace(dossier, stages=stages)


def step(dossier, event):
    change = advance(dossier, event, NOW, TABLE)
    assert change is not None
    return change.dossier


def done(stage, result=None):
    return StageFinished(stage=stage, run=1, attempt=1, result=result or a_result())


def status(dossier, stage):
    return dossier.stage(stage).status


@pytest.mark.parametrize(
    ("with_piece", "expected"), [(True, StageStatus.OPEN), (False, StageStatus.NOT_REQUIRED)]
)
def test_a_dossier_sent_before_and_received_after_is_checked_where_the_piece_is_there(
    with_piece, expected
):
    received = step(sent_before(with_piece=with_piece), done(S.RECEPTION))
    assert status(received, NEW) is expected


@pytest.mark.parametrize("with_piece", [True, False])
def test_a_dossier_received_before_takes_the_check_in_until_the_comparison(with_piece):
    dossier = forgotten(step(sent_before(with_piece=with_piece), done(S.RECEPTION)))
    for name in CHECKS:
        dossier = step(dossier, done(name))
    if with_piece:
        assert status(dossier, S.DIVERGENCE) is StageStatus.WAITING
        dossier = step(dossier, done(NEW))
    assert status(dossier, S.DIVERGENCE) is StageStatus.OPEN


@pytest.mark.parametrize("with_piece", [True, False])
def test_once_compared_it_goes_on_without(with_piece):
    dossier = forgotten(step(sent_before(with_piece=with_piece), done(S.RECEPTION)))
    for name in CHECKS:
        dossier = dataclasses.replace(
            dossier,
            stages={
                **dossier.stages,
                name: dataclasses.replace(dossier.stage(name), status=StageStatus.DONE),
            },
        )
    comparing = dataclasses.replace(dossier.stage(S.PHOTO), status=StageStatus.OPEN)
    dossier = dataclasses.replace(dossier, stages={**dossier.stages, S.DIVERGENCE: comparing})
    dossier = step(dossier, done(S.DIVERGENCE, a_divergence()))
    assert status(dossier, S.REVIEW) is StageStatus.OPEN
    assert NEW not in dossier.stages


def test_a_dossier_of_which_only_the_new_check_was_unnamed_is_compared_all_the_same():
    """Nothing else would ever wake it up."""
    dossier = sent_before(with_piece=False)
    stages = dict(dossier.stages)
    for name in CHECKS:
        stages[name] = dataclasses.replace(dossier.stage(name), status=StageStatus.NOT_REQUIRED)
    received = step(dataclasses.replace(dossier, stages=stages), done(S.RECEPTION))
    assert status(received, S.DIVERGENCE) is StageStatus.OPEN
