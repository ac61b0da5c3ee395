"""What the ops pages say in French: codes of incidents, acts and hindrances as sentences."""

from shared.domain.repair import Hindrance
from shared.pipeline.repair_ports import Action

#: Incidents by their code; one without a sentence here shows its code.
INCIDENTS: dict[str, str] = {
    "dossier_without_message": "Dossiers sans message, renvoyés",
    "message_without_dossier": "Messages que plus aucun dossier n’attend",
    "parking_uneven": "Mis de côté : files et dossiers diffèrent, corrigés",
    "queue_without_consumer": "File que personne ne traite",
    "canary_late": "Sonde en retard : la file est sourde ou engorgée",
    "line_stopped": "Chaîne arrêtée après trop d’échecs identiques",
    "written_by_newer": "Dossiers d’une version plus récente : remettez-la en marche",
    "round_failed": "Tâche de fond en échec, réessayée : lisez son journal",
    "title_late": "Titres sans nouvelles après leur délai",
}

HINDRANCES: dict[Hindrance, str] = {
    Hindrance.UNKNOWN_DOSSIER: "Ce dossier n’existe pas. Vérifiez sa référence.",
    Hindrance.CHANGED_MEANWHILE: "Le dossier vient de changer. Relisez-le avant de recommencer.",
    Hindrance.NOT_PARKED: "Cette étape n’est plus mise de côté. Il n’y a rien à relancer.",
    Hindrance.NOT_IN_A_QUEUE: "Cette étape n’attend aucun message. Il n’y a rien à renvoyer.",
    Hindrance.ENDED: "La demande est terminée. Seuls ses courriers peuvent être relancés.",
    Hindrance.CLAIMED: "Un agent instruit ce dossier. Relancez l’étape quand il l’aura rendu.",
    Hindrance.IN_CORRECTION: "Une correction est en cours. Le contrôle sera refait après elle.",
}

#: Code of a form sent without its reason.
REASON_MISSING = "reason"
REFUSALS: dict[str, str] = {
    **{hindrance.value: text for hindrance, text in HINDRANCES.items()},
    REASON_MISSING: "Indiquez un motif de 10 à 300 caractères, sans nom de personne.",
}

DONE: dict[str, str] = {
    Action.REPLAY: "L’étape est relancée.",
    Action.DISCARD: "L’étape est abandonnée. Le motif est inscrit au journal.",
    Action.REDRIVE: "Le message est renvoyé.",
}

ACTS: dict[Action, str] = {
    Action.REPLAY: "relance",
    Action.DISCARD: "abandon",
    Action.REDRIVE: "renvoi du message",
}


def incident_text(kind: str) -> str:
    """The sentence of an incident."""
    return INCIDENTS.get(kind, kind)


def brief(seconds: float) -> str:
    """« 3 min »: a delay for a narrow column, in the largest unit that fits at least once."""
    for size, unit in ((86_400, "j"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s" if seconds >= 1 else "< 1 s"


def rate(per_minute: float | None) -> str:
    """« 3,2/min »; empty where no minute was watched yet."""
    if per_minute is None:
        return ""
    if per_minute == 0:
        return "0"
    text = f"{per_minute:.0f}" if per_minute >= 10 else f"{per_minute:.1f}".replace(".", ",")
    return "< 0,1/min" if text == "0,0" else f"{text}/min"
