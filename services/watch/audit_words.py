"""What people did, in French words: acts and what they are done to, by their codes."""

from shared.domain.dossier import Outcome
from shared.domain.issued import DOCUMENT_LABELS, DocumentKind
from shared.domain.piece import PIECE_LABELS, PieceKind
from shared.domain.states import STAGE_LABELS
from shared.stages import StageName

#: Deeds, and events that name an agent or an account. One without words is told by its code.
ACT_WORDS: dict[str, str] = {
    "signed_in": "s’est connecté",
    "audit_read": "a lu le journal",
    "audit_exported": "a exporté le journal",
    "dossier_read": "a lu le dossier",
    "dossier_prepared": "a reçu l’écran du dossier, sans l’ouvrir",
    "opened": "a ouvert le dossier préparé",
    "document_taken": "a téléchargé un document",
    "piece_viewed": "a regardé une pièce",
    "piece_exported": "a exporté une pièce",
    "backup_taken": "a fait une sauvegarde de tout",
    "claimed": "a pris le dossier",
    "released": "a rendu le dossier",
    "passed": "a laissé le dossier à un collègue",
    "reserved": "a réservé le dossier",
    "unreserved": "a rendu le dossier réservé",
    "clean_approved": "a approuvé le dossier",
    "correction_asked": "a demandé une correction",
    "decision_prepared": "a préparé une décision",
    "decision_undone": "a annulé sa décision",
    "decided": "a décidé",
    "commented": "a laissé une note",
    "opinion_asked": "a demandé un avis",
    "opinion_given": "a inscrit un avis",
    "reading_fixed": "a corrigé une lecture",
    "candidate_email_corrected": "a corrigé l’adresse du candidat",
    "validation_resent": "a renvoyé le lien au candidat",
    "replayed": "a relancé une étape",
    "redriven": "a renvoyé un message",
    "discarded": "a abandonné une étape",
    "pieces_erased": "a effacé les pièces",
    "person_erased": "a effacé la personne",
}

_OUTCOMES: dict[str, str] = {
    Outcome.ACCEPTED: "acceptation",
    Outcome.REFUSED: "refus",
    Outcome.CLOSED: "classement sans suite",
    "correction": "correction",
}
_NOT_APPLIED = ":not_applied"


def act_words(action: str) -> str:
    """The act; one that came too late and changed nothing says so."""
    code = action.removesuffix(_NOT_APPLIED)
    words = ACT_WORDS.get(code, code)
    return f"{words} (sans effet)" if code != action else words


def subject_words(subject: str) -> str:
    """What it was done to; empty for the dossier itself, the code where there are no words."""
    label, _, rest = subject.partition(":")
    name, _, earlier = rest.partition(":")
    words = f"champ « {rest} »" if label == "field" else _NAMED.get(label, {}).get(name, subject)
    return f"{words} (version remplacée)" if earlier else words


_NAMED: dict[str, dict[str, str]] = {
    "piece": {kind.value: PIECE_LABELS[kind] for kind in PieceKind},
    "document": {kind.value: DOCUMENT_LABELS[kind] for kind in DocumentKind},
    "stage": {name.value: STAGE_LABELS[name] for name in StageName},
    "outcome": {str(name): words for name, words in _OUTCOMES.items()},
}
