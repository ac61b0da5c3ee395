"""The divergence stage: compare every source of identity, then say where the dossier goes."""

from dataclasses import dataclass

from services.instruction.decision import compare_and_decide
from shared.domain.dossier import DivergenceResult, Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The comparison needs nothing of the outside but an operator's word."""

    #: Rules that are said and weigh nothing, because agents overturn them too often.
    advice_only: frozenset[str] = frozenset()


async def compare_identities(dossier: Dossier, tools: Tools) -> DivergenceResult:
    """Compare and decide; pure, so a second delivery gives the same answer."""
    return compare_and_decide(dossier, tools.advice_only)
