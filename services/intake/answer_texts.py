"""What the candidate's page says of each state and calls each letter."""

from shared.domain.dossier import LetterKind
from shared.domain.states import StateCode
from shared.web.rail_node import NodeState

LETTER_LABELS: dict[LetterKind, str] = {
    LetterKind.RECEIVED: "Demande reçue",
    LetterKind.VALIDATION_REQUEST: "Demande à valider",
    LetterKind.VALIDATION_REMINDER: "Rappel : demande à valider",
    LetterKind.CORRECTION_REQUEST: "Correction demandée",
    LetterKind.CORRECTION_REMINDER: "Rappel : correction attendue",
    LetterKind.DRAFT_REMINDER: "Rappel : demande à envoyer",
    LetterKind.INCIDENT: "Incident technique",
    LetterKind.INCIDENT_OVER: "Fin de l’incident technique",
    LetterKind.REVIEW_DELAYED: "Examen plus long que prévu",
    LetterKind.UNREACHABLE: "Courrier non remis",
    LetterKind.ACCEPTED: "Demande acceptée",
    LetterKind.REFUSED: "Demande refusée",
    LetterKind.CLOSED: "Demande classée sans suite",
    LetterKind.EXPIRED: "Demande expirée",
    LetterKind.TITLE_DISPATCHED: "Titre envoyé",
    LetterKind.TITLE_AT_POST_OFFICE: "Titre à retirer à la poste",
    LetterKind.TITLE_RETURNED: "Nouvel envoi du titre possible",
    LetterKind.TITLE_DESTRUCTION_NEAR: "Rappel : titre bientôt détruit",
    LetterKind.TITLE_DESTROYED: "Titre détruit",
}

#: Headline, what comes next, and how it looks, where the state alone decides.
STATE_TEXTS: dict[StateCode, tuple[str, str, NodeState]] = {
    StateCode.DRAFT: (
        "Votre demande est en préparation : elle n’est pas encore envoyée.",
        "Les vérifications commencent dès son envoi.",
        NodeState.PERSON,
    ),
    StateCode.RECEIVED: (
        "Votre demande est bien arrivée.",
        "Nous contrôlons que chaque fichier est complet et lisible.",
        NodeState.RUNNING,
    ),
    StateCode.AWAITING_PHOTO: (
        "Nous attendons la photo et la signature de votre code.",
        "Vous n’avez rien à faire : elles arrivent un à deux jours après la prise de vue.",
        NodeState.RUNNING,
    ),
    StateCode.COMPARING: (
        "Vos pièces sont lues. Nous comparons les noms et les dates.",
        "Ensuite, un agent examine votre demande.",
        NodeState.RUNNING,
    ),
    StateCode.TO_REVIEW: (
        "Votre demande est complète : un agent va l’examiner.",
        "Vous n’avez rien à faire. Nous vous écrirons dès qu’il aura décidé.",
        NodeState.PERSON,
    ),
    StateCode.IN_REVIEW: (
        "Un agent examine votre demande en ce moment.",
        "Vous n’avez rien à faire. Nous vous écrirons dès qu’il aura décidé.",
        NodeState.PERSON,
    ),
    StateCode.ACCEPTED: (
        "Votre demande est acceptée.",
        "Vous n’avez plus rien à faire pour cette demande.",
        NodeState.DONE,
    ),
    StateCode.REFUSED: (
        "Votre demande est refusée.",
        "Vous pouvez faire une nouvelle demande en tenant compte de ce motif.",
        NodeState.STOPPED,
    ),
    StateCode.CLOSED: (
        "Votre demande est classée sans suite.",
        "Elle n’est plus étudiée. Vous pouvez faire une nouvelle demande.",
        NodeState.STOPPED,
    ),
    StateCode.EXPIRED: (
        "Votre demande a expiré : elle n’a pas été validée à temps.",
        "Vous pouvez faire une nouvelle demande.",
        NodeState.STOPPED,
    ),
    StateCode.INCIDENT: (
        "Un incident technique retarde votre demande. Votre dossier n’est pas perdu.",
        "L’équipe technique est prévenue et reprend votre demande.",
        NodeState.TROUBLE,
    ),
}
