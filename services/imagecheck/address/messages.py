"""The French sentences on address proofs, beside each other so that they sound alike."""

import datetime as dt

#: What can be sent instead (RULEBOOK AD1).
ACCEPTED_PROOFS = (
    "une facture d’eau, d’électricité, de gaz ou de téléphone de moins de six mois, "
    "un avis d’imposition ou une quittance de loyer d’un organisme"
)

#: By criterion: the sentence when the field was read, and when it was not.
FIELD_MESSAGES = {
    "holder": (
        "Le nom du titulaire a été lu.",
        "Le nom du titulaire n’a pas été lu. Un agent regarde le document.",
    ),
    "issue_date": (
        "La date du document a été lue.",
        "La date du document n’a pas été lue. Un agent regarde le document.",
    ),
    "postcode_town": (
        "Le code postal et la commune ont été lus.",
        "Le code postal et la commune n’ont pas été lus. Un agent regarde le document.",
    ),
}

LEGIBLE = "Le document est lisible."
DOUBTFUL = "Une partie du document se lit mal. Un agent vérifie ce qui a été lu."
UNREADABLE = (
    "Le texte du document n’a pas pu être lu. Numérisez de nouveau la page entière, bien à plat "
    "et bien éclairée, ou envoyez le fichier PDF de votre fournisseur."
)

YOUNG_ENOUGH = "Le document est assez récent."
NO_LIMIT = "Ce document est un avis d’impôt : il n’a pas d’âge limite."
AGE_UNKNOWN = "L’âge du document n’a pas pu être calculé. Un agent regarde le document."
IN_THE_FUTURE = "La date lue est dans le futur. Un agent vérifie le document."


def french_date(day: dt.date) -> str:
    """31/12/2026."""
    return day.strftime("%d/%m/%Y")


def too_old(issued: dt.date, limit: dt.date) -> str:
    """The refusal of an old bill: its date, the limit, what to send instead."""
    return (
        f"Ce document est daté du {french_date(issued)}. "
        f"Il doit être postérieur au {french_date(limit)}. Envoyez {ACCEPTED_PROOFS}."
    )
