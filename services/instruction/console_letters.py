"""The letter that a decision would send, word for word: the decision is tried on a copy."""

import datetime as dt
from dataclasses import dataclass

from services.instruction.bodies import PreparedBody
from shared.domain.dossier import Dossier
from shared.domain.letter import Reader
from shared.domain.review import Prepared
from shared.domain.review_events import CorrectionAsked, Decided
from shared.domain.transitions import advance
from shared.letters import compose
from shared.stages import StageTable

#: In place of the reader's own link: it opens the dossier, so an agent does not see it.
LINK = "(lien personnel du destinataire)"
SECOND_READER = (
    "Aucun courrier ne part maintenant. Un second agent lira le dossier et décidera avec vous."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would leave, or why nothing would."""

    subject: str = ""
    text: str = ""
    notice: str = ""


def preview(
    dossier: Dossier, body: PreparedBody, agent: str, now: dt.datetime, table: StageTable
) -> Preview | None:
    """The candidate's letter; None where the agent no longer holds the dossier."""
    prepared = body.to_prepared()
    change = advance(dossier, _event(agent, prepared), now, table)
    if change is None:
        return None
    new = change.dossier.letters[len(dossier.letters) :]
    if not new:
        return Preview(notice=SECOND_READER)
    written = compose(change.dossier, new[-1], Reader.CANDIDATE, LINK)
    return Preview(subject=written.subject, text=written.text)


def _event(agent: str, prepared: Prepared) -> Decided | CorrectionAsked:
    if prepared.outcome is None:
        return CorrectionAsked(agent=agent, items=prepared.items)
    return Decided(
        agent=agent,
        outcome=prepared.outcome,
        reason=prepared.reason,
        reason_code=prepared.reason_code,
        suspicion=prepared.suspicion,
    )
