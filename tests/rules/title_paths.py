"""Titles walked to where a test begins."""

from dataclasses import replace

from shared.domain.demande import DemandeKind
from shared.domain.dossier import Dossier, Outcome
from shared.domain.events import StageFinished
from shared.domain.review_events import Claimed, Decided
from shared.domain.title import TitleState
from shared.domain.title_events import TitleHandedOver, TitleReported
from shared.stages import StageName
from tests.builders import NOW, a_divergence, a_dossier, a_result, after

CHECKS = (StageName.PHOTO, StageName.SIGNATURE, StageName.IDENTITY, StageName.ADDRESS)


def accepted(kind: DemandeKind = DemandeKind.TITLE, dossier_id: str = "G-TEST") -> Dossier:
    """A request that an agent has just accepted."""
    dossier = replace(a_dossier(needs_validation=False, kind=kind), dossier_id=dossier_id)
    for name in (StageName.RECEPTION, *CHECKS):
        done = StageFinished(stage=name, run=1, attempt=1, result=a_result())
        dossier = after(dossier, done)
    compared = StageFinished(stage=StageName.DIVERGENCE, run=1, attempt=1, result=a_divergence())
    decided = Decided(agent="agent-1", outcome=Outcome.ACCEPTED)
    return after(dossier, compared, Claimed(agent="agent-1"), decided)


def reported(dossier: Dossier, *states: TitleState, order: int = 1, at=NOW) -> Dossier:
    """The dossier once the office has said these states at that moment."""
    for state in states:
        dossier = after(dossier, TitleReported(state=state, order=order, at=at), now=at)
    return dossier


def handed_over(dossier: Dossier) -> Dossier:
    """The dossier whose order the office has taken."""
    return after(dossier, TitleHandedOver(order=1))
