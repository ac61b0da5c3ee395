"""The French sentences on identity proofs, beside each other so that they sound alike."""

import datetime as dt

from services.imagecheck.identity.expiry import Validity
from shared.domain.findings import Verdict

#: On the scan itself.
ABOUT_SCAN = {
    "legible": "Le document est lisible.",
    "blank": "L’image paraît vide ou presque unie. "
    "Numérisez de nouveau le document, bien à plat et bien éclairé, puis renvoyez-le.",
    "small": "L’image est trop petite pour lire le document. "
    "Prenez-le de plus près ou numérisez-le à 300 points par pouce, puis renvoyez-le.",
    "blurred": "L’image est floue et le document ne peut pas être lu. "
    "Reprenez la photo sans bouger, avec plus de lumière, puis renvoyez-la.",
}

#: On what was read.
ABOUT_DOCUMENT = {
    "mrz": "Les lignes de caractères prévues pour la lecture automatique ont été trouvées.",
    "no_mrz": "Les lignes de caractères prévues pour la lecture automatique n’ont pas été lues. "
    "Un agent regarde le document. Vérifiez que les deux faces sont envoyées.",
    "digits": "Les clés de contrôle du document sont justes.",
    "wrong_digits": "Certaines clés de contrôle ne correspondent pas au texte lu. "
    "Il s’agit le plus souvent d’une difficulté de lecture : un agent vérifie.",
    "no_digits": "Les clés de contrôle n’ont pas été lues. Un agent regarde le document.",
    "twice": "Deux lectures séparées du document donnent le même résultat.",
    "once": "Une seule lecture du nom et des prénoms est disponible. Un agent les compare.",
    "doubtful": "Le nom et les prénoms n’ont pas été lus deux fois de la même façon. "
    "Un agent les compare.",
    "printed": "Le nom et les prénoms ont été lus, sans les lignes de caractères qui les "
    "confirment. Un agent regarde le document.",
    "zones_agree": "Le texte imprimé et les lignes de caractères disent la même chose.",
    "zones_differ": "Le texte imprimé et les lignes de caractères ne disent pas la même chose. "
    "Il peut s’agir d’une difficulté de lecture : un agent vérifie.",
    "one_zone": "Une seule des deux parties du document a été lue.",
    "truncated": "Le nom ou le prénom remplit toute la place prévue et peut être coupé. "
    "Un agent le compare.",
    "not_read": "Le nom et les prénoms n’ont pas été lus. Un agent regarde le document.",
    "kind": "Ce document fait partie des titres qui portent une identité.",
    "sample": "Ce document ressemble à un spécimen. Un agent vérifie.",
    "visa": "Ce document est un visa. Un agent vérifie si un autre titre est nécessaire : "
    "vous pouvez déjà envoyer votre passeport ou votre titre de séjour.",
    "unknown": "La nature du document n’a pas été reconnue. Un agent le regarde.",
}

#: What each format is.
FORMAT_LABELS = {
    "td1": "carte (3 lignes de 30 caractères)",
    "td2": "document (2 lignes de 36 caractères)",
    "td3": "passeport (2 lignes de 44 caractères)",
    "mrva": "visa (2 lignes de 44 caractères)",
    "mrvb": "visa (2 lignes de 36 caractères)",
    "old_cni": "carte nationale d’identité d’avant 2021",
    "licence": "permis de conduire",
}

#: What each check digit protects.
FAILED_LABELS = {
    "number": "numéro",
    "birth_date": "date de naissance",
    "expiry_date": "date de fin de validité",
    "optional": "données facultatives",
    "overall": "ensemble",
}

#: Fields that stand on both parts of a document.
FIELD_LABELS = {
    "birth_name": "nom",
    "given_names": "prénoms",
    "birth_date": "date de naissance",
    "expiry_date": "date de fin de validité",
    "document_number": "numéro",
    "sex": "sexe",
}


def french_date(day: dt.date) -> str:
    """31/12/2026."""
    return day.strftime("%d/%m/%Y")


def expiry_message(validity: Validity) -> tuple[str, str | None]:
    """The sentence on validity, and what was expected."""
    expected = (
        "en cours de validité, ou expiré depuis moins de cinq ans"
        if validity.tolerated
        else "en cours de validité"
    )
    if validity.verdict is Verdict.PASS:
        return "La date de validité du document convient.", expected
    if validity.verdict is Verdict.WARN:
        return (
            "La date de fin de validité est proche de la limite. Un agent la vérifie.",
            expected,
        )
    if validity.verdict is Verdict.NOT_EVALUATED:
        return "La date de fin de validité n’a pas été lue. Un agent la vérifie.", None
    return _refusal(validity), expected


def _refusal(validity: Validity) -> str:
    advice = (
        "Envoyez un titre en cours de validité : carte d’identité, passeport ou titre de séjour."
    )
    if validity.expires is None or validity.serves_until is None:
        return f"Cette carte est expirée depuis trop longtemps pour être acceptée. {advice}"
    ended = f"Ce document a expiré le {french_date(validity.expires)}."
    if validity.tolerated:
        limit = french_date(validity.serves_until)
        return f"{ended} Il pouvait servir jusqu’au {limit}. {advice}"
    return f"{ended} {advice}"
