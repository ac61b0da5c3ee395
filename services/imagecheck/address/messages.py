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

#: By criterion: the sentence when the field was read, but not surely.
FIELD_DOUBTS = {
    "holder": "Le nom du titulaire se lit mal. Un agent le vérifie sur le document.",
    "issue_date": "La date du document se lit mal. Un agent la vérifie sur le document.",
    "postcode_town": "Le code postal ou la commune se lisent mal. Un agent les vérifie.",
}

#: What is said of the kind of proof, by kind or by what is odd about it.
KIND_MESSAGES = {
    "accepted": "Ce document fait partie des justificatifs de domicile acceptés.",
    "unknown": "La nature du document n’a pas été reconnue. Un agent le regarde.",
    "internet": "Cette facture est celle d’un accès à internet. Un agent vérifie si elle convient.",
    "insurance": "Ce document est une attestation d’assurance. Un agent vérifie si elle convient.",
    "hosting": "Ce document est une attestation d’hébergement. Joignez aussi la pièce d’identité "
    "et le justificatif de domicile de la personne qui vous héberge.",
    "hotel": "Ce document est l’attestation d’un hôtel ou d’un camping. Joignez aussi un "
    "justificatif de moins de six mois à votre nom et à cette adresse.",
    "harbour": "Ce document est l’attestation d’un port. Joignez aussi un justificatif de moins de "
    "six mois à votre nom et à cette adresse.",
    "domiciliation": "Ce document est une attestation d’élection de domicile. Joignez aussi une "
    "facture de moins de six mois à votre nom.",
    "landlord_unknown": "L’organisme qui a établi la quittance n’a pas été reconnu. "
    "Un agent vérifie.",
    "handwritten": "Cette quittance semble écrite à la main. Une quittance manuscrite n’est pas "
    f"acceptée. Un agent vérifie. Vous pouvez déjà envoyer {ACCEPTED_PROOFS}.",
    "private_landlord": "Cette quittance est établie par un particulier : elle ne peut pas être "
    f"acceptée. Envoyez {ACCEPTED_PROOFS}.",
    "rent_demand": "Ce document est un avis d’échéance et non une quittance. Envoyez la quittance, "
    f"ou bien {ACCEPTED_PROOFS}.",
    "schedule": f"Ce document est un échéancier et non une facture. Envoyez {ACCEPTED_PROOFS}.",
    "payslip": f"Ce document est un bulletin de salaire. Envoyez {ACCEPTED_PROOFS}.",
    "bank": f"Ce document vient d’une banque. Envoyez {ACCEPTED_PROOFS}.",
    "quote": f"Ce document est un devis et non une facture. Envoyez {ACCEPTED_PROOFS}.",
}

PLACE_UNLISTED = (
    "La commune lue ne correspond pas au code postal lu. Un agent vérifie l’adresse du document."
)
PLACE_UNKNOWN = (
    "Le code postal lu n’est pas dans la liste officielle. Un agent vérifie l’adresse du document."
)

LEGIBLE = "Le document est lisible."
DOUBTFUL = "Une partie du document se lit mal. Un agent vérifie ce qui a été lu."
UNREADABLE = (
    "Le texte du document n’a pas pu être lu. Numérisez de nouveau la page entière, bien à plat "
    "et bien éclairée, ou envoyez le fichier PDF de votre fournisseur."
)

YOUNG_ENOUGH = "Le document est assez récent."
NO_LIMIT = "Ce document est un avis d’impôt : il n’a pas d’âge limite."
OLD_FOR_AN_AGENT = "Ce document a plus de six mois. Un agent vérifie s’il peut être accepté."
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
