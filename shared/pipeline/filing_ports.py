"""What the filers' pages ask of the store."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from shared.domain.dossier import Dossier
from shared.domain.filings import FilingQuestion
from shared.stages import StageName


class Filings(Protocol):
    """A filer's own dossiers. Reading only; no decision rests on it."""

    async def find(self, question: FilingQuestion) -> Sequence[Dossier]:
        """The dossiers asked for, newest first; timelines and findings may stay behind."""
        ...

    async def standing(self, owner: str, stages: Sequence[StageName]) -> Mapping[StageName, int]:
        """How many of the owner's dossiers stand in each of these stages that has any."""
        ...
