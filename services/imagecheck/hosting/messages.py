"""The French sentences on attestations of somebody's home, beside each other to sound alike."""

from services.imagecheck.address.kinds import ProofKind

_K = ProofKind

KINDS: dict[ProofKind, str] = {
    _K.HOSTING: "C’est bien une attestation d’hébergement.",
    _K.HOTEL: "C’est bien l’attestation d’un hôtel ou d’un camping. Le justificatif de domicile "
    "doit être au nom du candidat et à cette adresse.",
    _K.HARBOUR: "C’est bien l’attestation d’un port. Le justificatif de domicile doit être au nom "
    "du candidat et à cette adresse.",
    _K.DOMICILIATION: "C’est bien une attestation d’élection de domicile. Le justificatif de "
    "domicile doit être une facture récente au nom du candidat.",
}
WRONG_PAPER = (
    "Ce document n’est pas une attestation d’hébergement. Déposez l’attestation datée et signée "
    "par la personne qui héberge le candidat."
)
UNKNOWN_PAPER = "L’attestation n’a pas été reconnue. Un agent la regarde."

LEGIBLE = "L’attestation est lisible."
HARD_TO_READ = "L’attestation se lit mal, ou elle est écrite à la main. Un agent la lit."

#: By criterion: the sentence when the field was read, and when it was not.
FIELDS = {
    "host": (
        "Le nom de la personne qui héberge a été lu.",
        "Le nom de la personne qui héberge n’a pas été lu. Un agent regarde l’attestation.",
    ),
    "hosted": (
        "Le nom de la personne hébergée a été lu.",
        "Le nom de la personne hébergée n’a pas été lu. Un agent regarde l’attestation.",
    ),
}

DATED = "L’attestation est datée."
UNDATED = "La date de l’attestation n’a pas été lue. Un agent la regarde."
IN_THE_FUTURE = "L’attestation porte une date à venir. Un agent la vérifie."
OLD_HARBOUR = (
    "L’attestation du port a plus de six mois. Demandez-en une nouvelle à la capitainerie."
)
BOTH_SIGN = "Un agent vérifie que l’attestation est signée par les deux personnes."
