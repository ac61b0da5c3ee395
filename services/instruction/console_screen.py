"""Everything that the review screen shows of one dossier, put together without any I/O."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from services.instruction.console_changes import amended_fields, fixed_fields, said
from services.instruction.console_choices import correction_choices, refusal_choices
from services.instruction.console_codes import code_facts
from services.instruction.console_evidence import PageCounts, zones_of
from services.instruction.console_history import history_lines
from services.instruction.console_identity import field_rows
from services.instruction.console_pieces import Wanted, piece_cards
from services.instruction.console_reasons import reasons_of
from shared.domain.demande import DEMANDE_LABELS
from shared.domain.dossier import Claim, Dossier, StageStatus
from shared.domain.read_fields import read_value
from shared.domain.review import Outcome, Prepared, SecondCause
from shared.domain.states import state_of
from shared.stages import StageName
from shared.web.access import Account

#: How an outcome is called on a button and in the banner.
DECISIONS: dict[Outcome | None, str] = {
    Outcome.ACCEPTED: "acceptation",
    Outcome.REFUSED: "refus",
    Outcome.CLOSED: "classement sans suite",
    None: "demande de correction",
}

#: What agents read otherwise than the machine, in their words.
FIX_LABELS: dict[str, str] = {
    "identity.birth_name": "titre : nom de naissance",
    "identity.usage_name": "titre : nom d’usage",
    "identity.given_names": "titre : prénoms",
    "identity.sex": "titre : sexe",
    "identity.birth_date": "titre : date de naissance",
    "identity.birth_place": "titre : lieu de naissance",
    "address.holder": "domicile : nom",
    "address.issued_on": "domicile : date du document",
    "address.street": "domicile : rue",
    "address.postcode": "domicile : code postal",
    "address.town": "domicile : commune",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """A decision that its agent may still take back."""

    dossier_id: str
    what: str
    until: dt.datetime
    #: Seconds left.
    left: float
    suspicion: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Who looks, when, and at which sheet."""

    agent: Account
    now: dt.datetime
    wanted: Wanted
    counts: PageCounts


def screen_values(dossier: Dossier, look: Look) -> dict[str, Any]:
    """The values of the template."""
    run = dossier.stage(StageName.REVIEW)
    zones, review = zones_of(dossier, look.counts), dossier.review
    is_told = review.second is not None and review.second.cause is SecondCause.SUSPICION
    return {
        "dossier": dossier,
        "kind_label": DEMANDE_LABELS[dossier.demande.kind],
        "state": state_of(dossier, look.now),
        "now": look.now,
        "account": look.agent,
        "in_review": run.status is StageStatus.OPEN,
        "holder": holder_of(dossier, look.agent.account_id, look.now),
        "lease_until": run.claim.until if run.claim else None,
        "deadline": run.deadline,
        "escalated": run.escalations > 0,
        "pieces": piece_cards(dossier, look.counts, zones, look.wanted),
        "fields": field_rows(dossier, zones),
        "codes": code_facts(dossier),
        "reasons": reasons_of(dossier, zones),
        "amended": amended_fields(dossier),
        "fixes": fixed_fields(dossier),
        "history": history_lines(dossier),
        "review": review,
        "second": review.second if is_told else None,  # a blind reader learns of none
        "fixable": _fixable(dossier),
        "corrections": correction_choices(dossier),
        "refusals": refusal_choices(),
    }


def holder_of(dossier: Dossier, agent: str, now: dt.datetime) -> str:
    """« mine », « waiting » for a decision of mine that can be undone, « other » or « nobody »."""
    claim = dossier.stage(StageName.REVIEW).claim
    if claim is None or (claim.until <= now and claim.prepared is None):
        return "nobody"
    if claim.agent != agent:
        return "other"
    return "mine" if claim.prepared is None else "waiting"


def undoable(dossier: Dossier | None, agent: str, now: dt.datetime) -> Undoable | None:
    """The agent's own decision on it while it waits for its effect."""
    claim: Claim | None = dossier.stage(StageName.REVIEW).claim if dossier else None
    if dossier is None or claim is None or claim.prepared is None:
        return None
    if claim.agent != agent or claim.until <= now:
        return None
    prepared: Prepared = claim.prepared
    return Undoable(
        dossier_id=dossier.dossier_id,
        what=DECISIONS[prepared.outcome],
        until=claim.until,
        left=(claim.until - now).total_seconds(),
        suspicion=prepared.suspicion,
    )


def _fixable(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Field, its name for people, and what the machine read."""
    return [
        (name, label, said(read_value(dossier, name) or "")) for name, label in FIX_LABELS.items()
    ]
