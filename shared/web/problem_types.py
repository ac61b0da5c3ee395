"""Every kind of error answer, with the French text that says what to do."""

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    status: int
    title: str
    detail: str


class ProblemType(enum.Enum):
    """Every kind of error answer; the name, in kebab case, is its stable type."""

    AUTHENTICATION_REQUIRED = _Kind(
        status=401,
        title="Identification requise",
        detail="Identifiez-vous avec votre compte, puis recommencez.",
    )
    FORBIDDEN = _Kind(
        status=403,
        title="Accès refusé",
        detail="Votre compte ne permet pas cette action. Utilisez un compte qui y est autorisé.",
    )
    DOSSIER_NOT_FOUND = _Kind(
        status=404,
        title="Dossier introuvable",
        detail="Aucun dossier de votre compte ne porte cette référence. Vérifiez-la.",
    )
    PIECE_NOT_FOUND = _Kind(
        status=404,
        title="Pièce introuvable",
        detail="Cette pièce n’est pas dans le dossier. Vérifiez son nom.",
    )
    DOCUMENT_NOT_FOUND = _Kind(
        status=404,
        title="Document indisponible",
        detail="Cette demande ne donne pas ce document, ou pas encore. Consultez son état.",
    )
    DOCUMENT_UNPRINTABLE = _Kind(
        status=409,
        title="Document impossible à imprimer",
        detail="Un nom contient un caractère que nous ne savons pas imprimer. "
        "Votre demande reste acceptée : demandez ce document au centre d’instruction, "
        "avec votre référence.",
    )
    PAGE_NOT_FOUND = _Kind(
        status=404,
        title="Page introuvable",
        detail="Cette adresse n’existe pas. Vérifiez-la.",
    )
    METHOD_NOT_ALLOWED = _Kind(
        status=405,
        title="Action impossible à cette adresse",
        detail="Cette adresse n’accepte pas cette action. Consultez la documentation.",
    )
    WRONG_STATE = _Kind(
        status=409,
        title="Action impossible à cette étape",
        detail="Le dossier n’est plus à l’étape qui permet cette action. Consultez son état.",
    )
    IDEMPOTENCY_CONFLICT = _Kind(
        status=409,
        title="Clé déjà utilisée",
        detail="Cette clé d’idempotence a servi à une autre demande. Employez une clé nouvelle.",
    )
    CHANGED_MEANWHILE = _Kind(
        status=412,
        title="Dossier modifié entre-temps",
        detail="Le dossier a changé depuis votre lecture. Relisez-le, puis recommencez.",
    )
    DIGEST_MISMATCH = _Kind(
        status=422,
        title="Fichier modifié pendant l’envoi",
        detail="Le fichier reçu diffère de celui que vous avez envoyé. Renvoyez-le.",
    )
    UPLOAD_INTERRUPTED = _Kind(
        status=400,
        title="Envoi interrompu",
        detail="L’envoi s’est interrompu. Rien n’a été gardé : recommencez-le.",
    )
    INVALID_REQUEST = _Kind(
        status=422,
        title="Demande à corriger",
        detail="Certaines informations manquent ou ne conviennent pas. "
        "Corrigez-les, puis renvoyez.",
    )
    REQUEST_TOO_LARGE = _Kind(
        status=413,
        title="Demande trop longue",
        detail="Les informations envoyées sont trop longues. Raccourcissez-les, puis renvoyez.",
    )
    FOREIGN_AGREMENT = _Kind(
        status=422,
        title="Numéro d’agrément d’une autre auto-école",
        detail="Ce numéro d’agrément n’est pas celui de votre compte. Corrigez-le, "
        "ou laissez le champ vide : le vôtre sera inscrit.",
    )
    INCOMPLETE_DOSSIER = _Kind(
        status=422,
        title="Dossier incomplet",
        detail="Ajoutez ou corrigez ce qui est indiqué, puis envoyez le dossier.",
    )
    FILE_REFUSED = _Kind(status=422, title="Fichier refusé", detail="")
    FILE_TOO_LARGE = _Kind(status=413, title="Fichier trop lourd", detail="")
    FILE_TYPE_REFUSED = _Kind(status=415, title="Format de fichier refusé", detail="")
    TOO_MANY_REQUESTS = _Kind(
        status=429,
        title="Trop de demandes à la fois",
        detail="Beaucoup de demandes sont arrivées de votre côté en peu de temps. "
        "Attendez un peu, puis recommencez.",
    )
    OVERLOADED = _Kind(
        status=503,
        title="Service très sollicité",
        detail="Beaucoup de demandes arrivent en ce moment. Réessayez dans une minute : "
        "ce qui a été confirmé est conservé et avance.",
    )
    UNAVAILABLE = _Kind(
        status=503,
        title="Service momentanément indisponible",
        detail="Le service ne répond pas pour le moment. Réessayez dans une minute : "
        "ce qui a été confirmé est conservé.",
    )
    INTERNAL = _Kind(
        status=500,
        title="Incident technique",
        detail="Un incident technique est survenu. Réessayez plus tard : "
        "ce qui a été confirmé est conservé.",
    )
