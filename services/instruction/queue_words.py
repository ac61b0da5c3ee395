"""Why a dossier waits, in the words of a list: one short label a reason."""

from services.instruction.audiences import LABELS
from shared.domain.overturn import CLEAN_PILE
from shared.domain.piece import PIECE_LABELS, PieceKind
from shared.domain.states import STAGE_LABELS
from shared.stages import StageName

#: What a criterion looks at. One that is not named here is told by its check alone.
_CRITERIA: dict[str, str] = {
    "age": "date du document",
    "aspect_ratio": "proportions",
    "background": "fond",
    "blank": "page vide",
    "centering": "cadrage",
    "check_unavailable": "contrôle indisponible",
    "colour": "couleur",
    "compression": "compression",
    "cropped": "bord coupé",
    "document_kind": "type de document",
    "duplicate_dossier": "autre demande en cours",
    "dynamic_range": "contraste",
    "email_elsewhere": "adresse électronique partagée",
    "exam_result": "résultat de l’examen",
    "expiry": "date de validité",
    "exposure": "exposition",
    "expression": "expression",
    "eyes_open": "yeux",
    "face_count": "nombre de visages",
    "face_lighting": "éclairage du visage",
    "file": "fichier",
    "frame": "cadre",
    "glasses": "lunettes",
    "head_size": "taille du visage",
    "holder": "titulaire",
    "ink_colour": "couleur de l’encre",
    "ink_contrast": "encre trop claire",
    "legibility": "lisibilité",
    "moire": "photo d’écran",
    "mouth_closed": "bouche",
    "mrz_check_digits": "clés de la bande de lecture",
    "mrz_found": "bande de lecture",
    "no_finding": "aucune réponse du contrôle",
    "not_a_signature": "signature non reconnue",
    "open": "contrôle non terminé",
    "orientation": "sens de l’image",
    "paper": "papier",
    "parked": "contrôle arrêté",
    "photographic": "image non photographique",
    "pose": "pose",
    "printed_text": "texte imprimé",
    "proof_kind": "type de justificatif",
    "red_eye": "yeux rouges",
    "resolution": "définition",
    "scribble": "gribouillage",
    "shadow": "ombre",
    "sharpness": "netteté",
    "signatures": "signatures",
    "two_d_doc_signature": "signature du 2D-Doc",
    "unread": "à lire par un agent",
}


#: Fields of readings that no comparison names.
_READ: dict[str, str] = {
    "address": "adresse",
    "document_number": "numéro du document",
    "expiry_date": "date de validité",
    "height": "taille",
    "holder": "nom",
    "issued_on": "date du document",
    "issuer": "émetteur",
    "kind": "type de document",
    "nationality": "nationalité",
    "postcode": "code postal",
    "street": "rue",
    "town": "commune",
}


def reason_words(code: str) -> str:
    """« Photo : netteté » for "photo.sharpness"."""
    if code == CLEAN_PILE:
        return "Aucune réserve"
    subject, dot, criterion = code.partition(".")
    if not dot:
        label = LABELS.get(code.removeprefix("divergence_"))
        compared = STAGE_LABELS[StageName.DIVERGENCE]
        return f"{compared} : {label[:1].lower()}{label[1:]}" if label else compared
    named = _CRITERIA.get(criterion)
    label = _subject(subject)
    return f"{label} : {named}" if named else label


def field_words(field: str) -> str:
    """« Justificatif d’identité : date de naissance » for "identity.birth_date"."""
    stage, _, name = field.partition(".")
    label = _READ.get(name) or LABELS.get(name)
    return f"{_subject(stage)} : {label[:1].lower()}{label[1:]}" if label else _subject(stage)


def _subject(name: str) -> str:
    if name in set(StageName):
        return STAGE_LABELS[StageName(name)]
    if name in set(PieceKind):
        label = PIECE_LABELS[PieceKind(name)]
        return label[:1].upper() + label[1:]
    return "Autre point"
