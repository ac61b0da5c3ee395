"""The French sentences on papers, beside each other so that they sound alike."""

from services.imagecheck.attestation.papers import Paper

_P = Paper

#: Each paper with its article, as it stands after « déposé » and after « à la place ».
WITH_ARTICLE: dict[Paper, str] = {
    _P.CENSUS: "une attestation de recensement",
    _P.JDC: "un certificat de participation à la journée défense et citoyenneté",
    _P.JDC_PENDING: "une attestation provisoire de journée défense et citoyenneté",
    _P.JDC_EXEMPT: "une attestation d’exemption de journée défense et citoyenneté",
    _P.ASSR1: "une attestation scolaire de premier niveau (ASSR1)",
    _P.ASSR2: "une attestation scolaire de second niveau (ASSR2)",
    _P.ASR: "une attestation de sécurité routière (ASR)",
    _P.ASSR_LOST: "une déclaration sur l’honneur",
    _P.CEPC: "un certificat d’examen du permis de conduire",
    _P.AAC: "une page du livret d’apprentissage",
    _P.BILL: "une facture",
    _P.TAX_NOTICE: "un avis d’impôt",
    _P.HOSTING: "une attestation d’hébergement",
    _P.BANK: "un document bancaire",
    _P.PAYSLIP: "un bulletin de paie",
    _P.LICENCE: "un permis de conduire",
    _P.RESIDENCE_PERMIT: "un titre de séjour",
    _P.PASSPORT: "un passeport",
    _P.IDENTITY_CARD: "une carte d’identité",
    _P.PORTRAIT: "une photo d’identité",
}

LEGIBLE = "Le document est lisible."
DOUBTFUL = "Une partie du document se lit mal. Un agent vérifie ce qui a été lu."
UNREADABLE = (
    "Le texte du document n’a pas pu être lu. Numérisez de nouveau la page entière, bien à plat "
    "et bien éclairée."
)

RIGHT_PAPER = "C’est bien le document attendu."
UNKNOWN_PAPER = "Le document n’a pas été reconnu. Un agent le regarde."
TO_BE_LOOKED_AT = "Ce document peut convenir selon l’âge du candidat. Un agent le vérifie."

#: By criterion: the sentence when the field was read, and when it was not.
FIELDS = {
    "holder": (
        "Le nom du titulaire a été lu.",
        "Le nom du titulaire n’a pas été lu. Un agent regarde le document.",
    ),
    "issue_date": (
        "La date du document a été lue.",
        "La date du document n’a pas été lue. Un agent regarde le document.",
    ),
}

PASSED = "Le certificat indique un résultat favorable."
NOT_PASSED = (
    "Le certificat indique un résultat défavorable. Déposez le certificat de l’épreuve réussie."
)
RESULT_UNKNOWN = "Le résultat de l’examen n’a pas été lu. Un agent regarde le document."


def in_place_of(found: Paper, wanted: str, instead: str) -> str:
    """The wrong document in the wrong slot, said plainly, with what to send."""
    return f"Vous avez déposé {WITH_ARTICLE[found]} à la place {wanted}. Déposez {instead}."
