"""What an agent asks of the pile, and the line that each dossier of it is."""

import datetime as dt
from dataclasses import dataclass

from shared.domain.demande import DemandeKind
from shared.domain.dossier import Dossier, Route, StageStatus
from shared.domain.review import SecondCause
from shared.stages import StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The départements of a centre; those of all others taken away for the centre of the rest."""

    only: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()

    def holds(self, departement: str | None) -> bool:
        """True where the centre instructs requests from there."""
        if self.only:
            return departement in self.only
        return departement not in self.but


@dataclass(frozen=True, slots=True, kw_only=True)
class PileQuestion:
    """Which dossiers of the pile. Nothing set asks for all."""

    territory: Territory = Territory()
    route: Route | None = None
    kind: DemandeKind | None = None
    #: Code of a reason, for example "photo.sharpness".
    reason: str | None = None
    #: In review since before then.
    before: dt.datetime | None = None
    #: Leaves out what this agent must not or does not want to take.
    agent: str | None = None
    #: Leaves out what somebody holds at that moment, and what that agent may not take.
    free_at: dt.datetime | None = None
    #: In the hands of this agent, lost leases too.
    holder: str | None = None
    #: Waits for a second reading for this cause.
    cause: SecondCause | None = None
    #: Leaves out what another agent suspects.
    unsuspected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PileRow:
    """One dossier in review, as a list shows it: no name, no address."""

    dossier_id: str
    kind: DemandeKind
    category: str
    departement: str | None
    route: Route | None
    reasons: tuple[str, ...]
    since: dt.datetime
    deadline: dt.datetime
    escalations: int
    #: Who holds it; None for nobody.
    agent: str | None
    #: True where another agent has decided already and a second reading is wanted.
    second: bool
    #: Until when it is held, or when what was decided takes effect.
    until: dt.datetime | None = None
    #: True where the holder has decided and may still take it back.
    prepared: bool = False
    #: Agents who left it to others, or read it first.
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is left of the pile for whoever comes next."""

    count: int
    #: Since when the oldest of them waits; None where none does.
    oldest: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedBy:
    """One decision that stands, as the workload counts it."""

    agent: str
    at: dt.datetime


def reasons_of(dossier: Dossier) -> tuple[str, ...]:
    """Why an agent must look, gravest first; empty for the clean pile."""
    result = dossier.stage(StageName.DIVERGENCE).result
    return tuple(str(result.facts.get("reasons") or "").split()) if result else ()


def in_review(dossier: Dossier) -> bool:
    """True while an agent has to decide."""
    return dossier.stage(StageName.REVIEW).status is StageStatus.OPEN
