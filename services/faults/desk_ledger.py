"""What agents were told, written down on their side and compared with the store afterwards."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.domain.dossier import Dossier, StageStatus
from shared.stages import StageName


@dataclass(slots=True, kw_only=True)
class Hold:
    """From the answer that gave an agent the dossier to the request that gave it away."""

    agent: str
    begun: float
    ended: float = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A decision that the service answered for."""

    dossier_id: str
    agent: str
    #: "accepted", "refused" or "correction".
    outcome: str


@dataclass(slots=True, kw_only=True)
class DeskLedger:
    """Every hold and every decision that an agent was told of."""

    holds: dict[str, list[Hold]] = field(default_factory=lambda: defaultdict(list))
    decisions: list[Answered] = field(default_factory=list)
    #: Requests that were never answered: the service was dead.
    unanswered: int = 0

    def took(self, agent: str, dossier_id: str, now: float) -> None:
        """The service said that the agent holds it; once more changes nothing."""
        mine = self._last(agent, dossier_id)
        if mine is None or mine.ended < float("inf"):
            self.holds[dossier_id].append(Hold(agent=agent, begun=now))

    def gives(self, agent: str, dossier_id: str, now: float) -> None:
        """The agent is about to give it away; whether that counts is the service's to say."""
        mine = self._last(agent, dossier_id)
        if mine is not None:
            mine.ended = min(mine.ended, now)

    def double_claims(self) -> list[str]:
        """Dossiers that two agents were told they hold at the same time."""
        return [dossier_id for dossier_id, holds in self.holds.items() if _overlap(holds)]

    def lost(self, stored: Mapping[str, Dossier]) -> list[str]:
        """Dossiers of which the store does not know the decision that was answered for."""
        return [one.dossier_id for one in self.decisions if not _kept(one, stored)]

    def _last(self, agent: str, dossier_id: str) -> Hold | None:
        own = [hold for hold in self.holds[dossier_id] if hold.agent == agent]
        return own[-1] if own else None


def _overlap(holds: list[Hold]) -> bool:
    """The answer comes after the claim and the request before its effect: no overlap is right."""
    ordered = sorted(holds, key=lambda hold: hold.begun)
    pairs = ((one, two) for i, one in enumerate(ordered) for two in ordered[i + 1 :])
    return any(one.agent != two.agent and two.begun < one.ended for one, two in pairs)


def _kept(answered: Answered, stored: Mapping[str, Dossier]) -> bool:
    dossier = stored.get(answered.dossier_id)
    if dossier is None:
        return False
    if answered.outcome == "correction":
        return dossier.stage(StageName.CORRECTION).status is StageStatus.OPEN
    second = dossier.review.second
    given = [one for one in (dossier.decision, second.first if second else None) if one]
    return any((one.agent, one.outcome) == (answered.agent, answered.outcome) for one in given)
