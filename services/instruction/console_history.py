"""The history of a dossier in an agent's words, newest first."""

import datetime as dt
from dataclasses import dataclass

from shared.domain.dossier import Dossier
from shared.domain.review import SecondCause
from shared.domain.states import STAGE_LABELS
from shared.stages import TABLE, StageName, Turn

#: Events that people caused or feel. Steps of the machine show as the end of their check.
_WORDS: dict[str, str] = {
    "claimed": "pris par un agent",
    "released": "rendu par un agent",
    "passed": "laissé à un autre agent",
    "lease_expired": "rendu à la pile, faute d’activité",
    "decision_prepared": "décision prise",
    "decision_undone": "décision annulée",
    "second_reading": "second avis demandé",
    "commented": "note ajoutée",
    "opinion_asked": "avis demandé",
    "opinion_given": "avis reçu",
    "reading_fixed": "lecture corrigée",
    "piece_viewed": "pièce regardée",
    "earlier_piece_viewed": "ancienne pièce regardée",
    "piece_added": "pièce déposée",
    "demande_changed": "demande modifiée",
    "email_corrected": "adresse électronique corrigée",
    "escalated": "délai dépassé, responsable alerté",
    "reminded": "rappel envoyé",
    "parked": "mis de côté",
    "done": "terminé",
    "letter_bounced": "courrier revenu",
    "letter_undeliverable": "courrier non distribué",
    "ended": "demande terminée",
}
#: What would tell the second of two blind readers that there was a first.
_OF_A_FIRST_READING = frozenset({"second_reading", "decision_prepared", "decision_undone"})
#: Lines shown: what matters to a decision lies near.
SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One event."""

    at: dt.datetime
    stage: str
    text: str


def history_lines(dossier: Dossier) -> tuple[HistoryLine, ...]:
    """The newest events that have words."""
    second = dossier.review.second
    is_blind = second is not None and second.cause is SecondCause.SAMPLE
    hidden = _OF_A_FIRST_READING if is_blind else frozenset[str]()
    lines = [
        HistoryLine(
            at=entry.at,
            stage=STAGE_LABELS[entry.stage] if entry.stage else "",
            text=_WORDS[entry.event],
        )
        for entry in reversed(dossier.history)
        if entry.event in _WORDS
        and entry.event not in hidden
        and not _is_quiet(entry.stage, entry.event)
    ]
    # a lease renewed again and again is one line
    told = [
        line
        for line, after in zip(lines, [None, *lines], strict=False)
        if after is None or (line.stage, line.text) != (after.stage, after.text)
    ]
    return tuple(told[:SHOWN])


def _is_quiet(stage: StageName | None, event: str) -> bool:
    """The machine's own letters and comparisons end without telling."""
    machine = stage is not None and TABLE[stage].turn is Turn.SYSTEM and TABLE[stage].piece is None
    return event == "done" and machine
