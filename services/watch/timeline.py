"""A dossier's timeline in French words: what happened, to which step, and why."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.domain.dossier import Outcome
from shared.domain.history import HistoryEntry
from shared.domain.letter import Reader
from shared.domain.piece import PIECE_LABELS, PieceKind
from shared.domain.review import SecondCause
from shared.domain.states import STAGE_LABELS
from shared.domain.title import TitleState
from shared.domain.title_table import label_of

#: Causes by their code, as the end of a sentence. One without words here is a fault of ours, told
#: by its name, for which the logs can be searched.
CAUSES: dict[str, str] = {
    "ServerUnavailable": "un serveur ne répondait pas",
    "NewerFormat": "une version plus récente est nécessaire",
    "EffectInDoubt": "un serveur s’est tu pendant un envoi",
    "CheckCrashed": "le contrôle s’est arrêté net",
    "CheckTimedOut": "le contrôle a dépassé son temps",
    "ConsumerCrashed": "le message a arrêté plusieurs fois son service",
    "DeadlinePassed": "personne ne l’a traité dans le délai",
    "InvalidMessage": "le message est illisible",
    "MissingBlob": "le fichier d’une pièce est introuvable",
    "HeifMissing": "les photos HEIC des téléphones ne sont pas lues sur cette installation",
    "KeyErased": "les pièces ont été effacées : fin de conservation",
    "AlteredBlob": "le fichier d’une pièce a été modifié là où il est gardé",
    "UnknownMasterKey": "la clé qui protège les pièces n’est plus dans les réglages",
    "ChainBusy": "le journal d’audit était sans cesse occupé",
    "PhotoCodePending": "le code photo n’est pas encore disponible",
    "PieceAltered": "le fichier d’une pièce n’est plus celui qui a été reçu",
    "PieceMissing": "une pièce manque",
    "LetterInOtherHands": "le courrier part déjà d’ailleurs",
    "LetterUndeliverable": "aucun courrier n’arrive au candidat",
    "MailRefused": "le serveur de courrier refuse l’adresse",
    "MailServerRefuses": "le serveur de courrier refuse nos envois",
    "SmsRefused": "le numéro de mobile ne reçoit rien",
    "NoRecipient": "personne n’a d’adresse",
    "TooManyWriters": "le dossier changeait sans cesse",
}

READERS: dict[str, str] = {
    Reader.CANDIDATE: "au candidat",
    Reader.REPRESENTATIVE: "à son représentant",
    Reader.SCHOOL: "à l’auto-école",
}

_ENDED: dict[str, str] = {
    Outcome.ACCEPTED: "demande acceptée",
    Outcome.REFUSED: "demande refusée",
    Outcome.CLOSED: "demande classée sans suite",
    Outcome.EXPIRED: "demande expirée",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """One line of the timeline."""

    at: dt.datetime
    #: Name of the step; empty where the whole dossier is concerned.
    stage: str
    text: str
    run: int
    attempt: int


def timeline_of(history: Sequence[HistoryEntry]) -> tuple[TimelineLine, ...]:
    """The lines to show, the newest first."""
    return tuple(
        TimelineLine(
            at=entry.at,
            stage=STAGE_LABELS[entry.stage] if entry.stage else "",
            text=TEXTS.get(entry.event, _OTHER)(entry),
            run=entry.run,
            attempt=entry.attempt,
        )
        for entry in reversed(history)
    )


def cause_text(cause: str | None) -> str:
    """« le contrôle a dépassé son temps », or the code of what nobody foresaw."""
    return CAUSES.get(cause or "", f"erreur du programme, {cause}" if cause else "cause inconnue")


def _plain(text: str) -> Callable[[HistoryEntry], str]:
    return lambda _: text


def _by(text: str) -> Callable[[HistoryEntry], str]:
    """With the account that did it, where one is known."""
    return lambda entry: f"{text} ({entry.detail})" if entry.detail else text


def _why(text: str) -> Callable[[HistoryEntry], str]:
    return lambda entry: f"{text} : {cause_text(entry.detail)}"


def _piece(text: str) -> Callable[[HistoryEntry], str]:
    """With the piece, and the account that looked at it."""

    def tell(entry: HistoryEntry) -> str:
        kind, _, account = (entry.detail or "").partition(":")
        told = f"{text} : {PIECE_LABELS[PieceKind(kind)]}"
        return f"{told} ({account})" if account else told

    return tell


def _letter(text: str) -> Callable[[HistoryEntry], str]:
    """With the letter's number, whom it was for, and why it did not arrive."""

    def tell(entry: HistoryEntry) -> str:
        seq, reader, cause = (entry.detail or "::").split(":", 2)
        return f"{text} : n° {seq}, {READERS.get(reader, reader)}, {CAUSES.get(cause, cause)}"

    return tell


def _redriven(entry: HistoryEntry) -> str:
    if entry.detail:
        return f"message renvoyé par l’exploitation ({entry.detail})"
    return "délai dépassé, message renvoyé"


def _title(entry: HistoryEntry) -> str:
    return f"titre : {label_of(TitleState(entry.detail)).lower()}" if entry.detail else "titre"


def _title_late(entry: HistoryEntry) -> str:
    return f"{_title(entry)}, sans nouvelles après son délai"


_SECOND: dict[str, str] = {
    SecondCause.SUSPICION: "second avis demandé : soupçon",
    SecondCause.SAMPLE: "tiré au sort pour un second avis",
}

#: What a newer version of another service wrote.
_OTHER = _plain("autre événement")

#: Every event of the timeline, as `shared/domain` writes it.
TEXTS: dict[str, Callable[[HistoryEntry], str]] = {
    "started": _plain("commence"),
    "done": _plain("terminé"),
    "retry": _why("nouvel essai prévu"),
    "parked": _why("mis de côté"),
    "gave_up": _why("attente terminée, pièces demandées"),
    "reset": _plain("à refaire : ce qui précède a changé"),
    "replayed": _by("relancé par l’exploitation"),
    "discarded": _by("abandonné par l’exploitation"),
    "redriven": _redriven,
    "still_queued": _plain("attend son tour : la file est longue"),
    "resent": _plain("message perdu, renvoyé"),
    "reminded": _plain("rappel envoyé"),
    "escalated": _plain("délai dépassé, responsable alerté"),
    "deadline_passed": _plain("délai dépassé"),
    "lease_expired": _plain("rendu à la file : pas de décision à temps"),
    "claimed": _by("pris en charge par un agent"),
    "released": _by("rendu par l’agent"),
    "passed": _by("laissé à d’autres par l’agent"),
    "decision_prepared": _by("décision prise, encore annulable"),
    "decision_undone": _by("décision annulée par l’agent"),
    "second_reading": lambda entry: _SECOND.get(entry.detail or "", "second avis demandé"),
    "commented": _by("note d’un agent"),
    "opinion_asked": _by("avis demandé"),
    "opinion_given": _by("avis reçu"),
    "reading_fixed": _by("lecture corrigée par un agent"),
    "piece_added": _piece("pièce reçue"),
    "piece_removed": _piece("pièce retirée"),
    "piece_viewed": _piece("pièce consultée"),
    "earlier_piece_viewed": _piece("pièce d’avant correction consultée"),
    "pieces_erased": _plain("pièces effacées : fin de conservation"),
    "person_erased": _plain("données personnelles effacées : fin de conservation"),
    "title_handed_over": _plain("commande du titre transmise au centre"),
    "title_moved": _title,
    "title_late": _title_late,
    "title_warned": _plain("destruction du titre annoncée"),
    "demande_changed": _plain("demande modifiée"),
    "validation_resent": _by("lien de validation renvoyé"),
    "email_corrected": _by("adresse du candidat corrigée"),
    "letter_undeliverable": _letter("courrier non remis"),
    "letter_bounced": _letter("courrier revenu"),
    "ended": lambda entry: _ENDED.get(entry.detail or "", "demande terminée"),
}
