"""Where decisions are kept for the figures on quality."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from shared.domain.decision_row import DecisionRow
from shared.domain.dossier import Dossier
from shared.domain.pile import Territory


class Decisions(Protocol):
    """One row a decision, written once and kept when its dossier is gone."""

    def decided(self, since: dt.datetime) -> AsyncIterator[Dossier]:
        """Dossiers that an agent decided since then, in that order, without their timeline."""
        ...

    async def keep(self, rows: Sequence[DecisionRow]) -> int:
        """Keep those that are not kept yet; how many those were."""
        ...

    async def last(self) -> dt.datetime | None:
        """When the newest kept decision was taken; None when there is none."""
        ...

    async def between(
        self, start: dt.datetime, end: dt.datetime, territory: Territory
    ) -> Sequence[DecisionRow]:
        """The decisions of a centre from `start` on and before `end`, oldest first."""
        ...
