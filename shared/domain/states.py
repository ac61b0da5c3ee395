"""What people read of a dossier: its state, whose turn it is, by when and what happens then.

The state is worked out from the stages and stored nowhere, so the two cannot disagree.
Labels: RULEBOOK 8; the attested ones are kept to the letter.
"""

import datetime as dt
import enum
from dataclasses import dataclass

from shared.domain.dossier import Dossier, Outcome, StageStatus
from shared.domain.review import shown_claim
from shared.stages import CHECKED, TABLE, StageName, Turn


class StateCode(enum.StrEnum):
    """Every state that people see."""

    DRAFT = "BROUILLON"
    RECEIVED = "RECU"
    AWAITING_CANDIDATE = "ATTENTE_USAGER"
    AWAITING_PHOTO = "ATTENTE_PHOTO"
    CHECKING_IMAGES = "VERIF_IMAGES"
    READING = "LECTURE"
    COMPARING = "CONTROLE_ID"
    CORRECTION = "CORRECTION"
    TO_REVIEW = "A_INSTRUIRE"
    IN_REVIEW = "INSTRUCTION"
    ACCEPTED = "ACCEPTEE"
    REFUSED = "REFUSEE"
    CLOSED = "CLASSEE"
    EXPIRED = "EXPIREE"
    INCIDENT = "INCIDENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateText:
    """How a state is told."""

    label: str
    #: What happens when its deadline passes, or next; empty at the end of the road.
    then: str


_TEXTS: dict[StateCode, StateText] = {
    StateCode.DRAFT: StateText(
        label="Demande en préparation",
        then="Sans envoi avant cette date, la demande est classée et vous êtes prévenu.",
    ),
    StateCode.RECEIVED: StateText(
        label="Demande reçue",
        then="Passé ce délai, un incident est ouvert et l’équipe technique intervient.",
    ),
    StateCode.AWAITING_CANDIDATE: StateText(
        label="Attente validation usager",
        then="Sans validation avant cette date, la demande expire et vous êtes prévenu.",
    ),
    StateCode.AWAITING_PHOTO: StateText(
        label="Code photo pas encore disponible",
        then="Passé ce délai, la photo et la signature vous sont demandées.",
    ),
    StateCode.CHECKING_IMAGES: StateText(
        label="Vérification des images",
        then="Passé ce délai, un agent examine la demande à la place du système.",
    ),
    StateCode.READING: StateText(
        label="Lecture des justificatifs",
        then="Passé ce délai, un agent examine la demande à la place du système.",
    ),
    StateCode.COMPARING: StateText(
        label="Contrôle d’identité",
        then="Passé ce délai, un agent examine la demande à la place du système.",
    ),
    StateCode.CORRECTION: StateText(
        label="Correction demandée",
        then="Sans correction avant cette date, la demande est classée et vous êtes prévenu.",
    ),
    StateCode.TO_REVIEW: StateText(
        label="En attente d’instruction",
        then="Passé ce délai, le responsable du centre est alerté.",
    ),
    StateCode.IN_REVIEW: StateText(
        label="En cours d’instruction",
        then="Sans décision dans ce délai, la demande revient dans la file du centre.",
    ),
    StateCode.ACCEPTED: StateText(label="Acceptée", then=""),
    StateCode.REFUSED: StateText(label="Refusée", then=""),
    StateCode.CLOSED: StateText(label="Classée sans suite", then=""),
    StateCode.EXPIRED: StateText(label="Expirée", then=""),
    StateCode.INCIDENT: StateText(
        label="Incident technique, votre dossier n’est pas perdu",
        then="L’équipe technique est prévenue ; passé ce délai, l’astreinte est appelée.",
    ),
}

_OUTCOMES = {
    Outcome.ACCEPTED: StateCode.ACCEPTED,
    Outcome.REFUSED: StateCode.REFUSED,
    Outcome.CLOSED: StateCode.CLOSED,
    Outcome.EXPIRED: StateCode.EXPIRED,
}

#: The state that an open stage shows, the one that people should see first on top.
_SHOWN: tuple[tuple[StageName, StateCode], ...] = (
    (StageName.DRAFT, StateCode.DRAFT),
    (StageName.CORRECTION, StateCode.CORRECTION),
    (StageName.RECEPTION, StateCode.RECEIVED),
    (StageName.PHOTO_CODE, StateCode.AWAITING_PHOTO),
    (StageName.PHOTO, StateCode.CHECKING_IMAGES),
    (StageName.SIGNATURE, StateCode.CHECKING_IMAGES),
    *((name, StateCode.READING) for name in CHECKED[2:]),
    (StageName.DIVERGENCE, StateCode.COMPARING),
    (StageName.USER_VALIDATION, StateCode.AWAITING_CANDIDATE),
    (StageName.REVIEW, StateCode.TO_REVIEW),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a dossier is."""

    code: StateCode
    label: str
    turn: Turn
    since: dt.datetime
    #: None once the dossier has ended.
    deadline: dt.datetime | None
    then: str


def state_of(dossier: Dossier, now: dt.datetime) -> State:
    """The state to show; every dossier has one, and a turn and a deadline unless it ended."""
    if dossier.outcome is not None:
        code = _OUTCOMES[dossier.outcome]
        return _state(code, Turn.NOBODY, dossier.updated_at, None)
    parked = dossier.stage(StageName.RECEPTION)
    if parked.status is StageStatus.PARKED:
        return _state(StateCode.INCIDENT, Turn.OPS, _since(parked.since), parked.deadline)
    for name, code in _SHOWN:
        run = dossier.stage(name)
        if run.status is not StageStatus.OPEN:
            continue
        claim = shown_claim(run.claim, dossier.review)
        if claim is not None and (claim.prepared or claim.until > now):
            return _state(StateCode.IN_REVIEW, Turn.CERT, _since(run.since), claim.until)
        if code is StateCode.AWAITING_PHOTO and run.attempt == 1:
            code = StateCode.CHECKING_IMAGES  # nobody knows yet that it is not available
        return _state(code, TABLE[name].turn, _since(run.since), run.deadline)
    raise StatelessDossier(dossier.dossier_id)


class StatelessDossier(Exception):
    """A dossier that has neither ended nor anything open: the state machine is broken."""


def _since(moment: dt.datetime | None) -> dt.datetime:
    assert moment is not None  # a stage that began knows when
    return moment


def _state(code: StateCode, turn: Turn, since: dt.datetime, deadline: dt.datetime | None) -> State:
    text = _TEXTS[code]
    return State(
        code=code, label=text.label, turn=turn, since=since, deadline=deadline, then=text.then
    )


#: Names of the stages for people.
STAGE_LABELS: dict[StageName, str] = {
    StageName.DRAFT: "Préparation",
    StageName.RECEPTION: "Réception",
    StageName.PHOTO_CODE: "Code photo-signature",
    StageName.PHOTO: "Photo",
    StageName.SIGNATURE: "Signature",
    StageName.IDENTITY: "Justificatif d’identité",
    StageName.ADDRESS: "Justificatif de domicile",
    StageName.JDC: "Journée défense et citoyenneté",
    StageName.ASSR: "ASSR2 ou ASR",
    StageName.CEPC: "Certificat d’examen",
    StageName.AAC: "Livret d’apprentissage",
    StageName.REPRESENTATIVE_IDENTITY: "Identité du représentant légal",
    StageName.HOSTING: "Attestation d’hébergement",
    StageName.HOST_IDENTITY: "Identité de l’hébergeant",
    StageName.DIVERGENCE: "Contrôle d’identité",
    StageName.USER_VALIDATION: "Validation par le candidat",
    StageName.CORRECTION: "Correction",
    StageName.REVIEW: "Instruction par le CERT",
    StageName.NOTIFICATION: "Envoi des courriers",
}

#: Names of the statuses for people.
STATUS_LABELS: dict[StageStatus, str] = {
    StageStatus.WAITING: "à venir",
    StageStatus.OPEN: "en cours",
    StageStatus.DONE: "terminé",
    StageStatus.PARKED: "non évalué",
    StageStatus.NOT_REQUIRED: "sans objet",
    StageStatus.CANCELLED: "arrêté",
}
