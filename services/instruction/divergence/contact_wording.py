"""The French of an e-mail address and of an address proof: what is, and what to do."""

from services.instruction.divergence.contact import EmailAnswer
from services.instruction.divergence.match import Cause, Match, State
from shared.domain.findings import Verdict

EMAIL_SENTENCES: dict[Cause, str] = {
    Cause.SHARED_EMAIL: "Le candidat et son représentant légal donnent la même adresse "
    "électronique. À faire : donner dans la demande une adresse qui n’est qu’au candidat.",
    Cause.OTHER_PERSONS_ACCOUNT: "L’adresse électronique de la demande n’est pas celle du compte. "
    "À faire : donner dans la demande l’adresse du compte du candidat.",
    Cause.TYPING_ERROR: "L’adresse électronique de la demande et celle du compte diffèrent d’un "
    "signe. À faire : donner dans la demande l’adresse du compte du candidat.",
    Cause.REFUSED_EMAIL_DOMAIN: "L’adresse électronique semble être celle d’une entreprise ou d’un "
    "centre de formation. À faire : donner dans la demande une adresse qui n’est qu’au candidat.",
    Cause.ACCOUNT_FIELD_EMPTY: "Le compte ne donne pas d’adresse électronique.",
}

EMAIL_AGREES = "L’adresse électronique est propre au candidat."
EMAIL_MISSING = (
    "La demande ne donne pas d’adresse électronique. À faire : écrire celle du candidat."
)

HOLDER_SENTENCES: dict[State, str] = {
    State.SAME: "Le justificatif de domicile est au nom attendu.",
    State.NOT_SUPPLIED: "Le nom écrit sur le justificatif de domicile n’a pas pu être lu. "
    "Un agent le regarde.",
    State.DOUBTFUL: "Le nom écrit sur le justificatif de domicile n’est pas tout à fait le nom "
    "attendu. Un agent compare.",
    State.DIFFERENT: "Le justificatif de domicile semble être à un autre nom. Un agent regarde. "
    "Il pourra demander un justificatif au nom attendu, ou une attestation d’hébergement.",
}
OTHER_HOST_SENTENCE = (
    "Le justificatif de domicile n’est pas au nom de la personne qui héberge. Un agent regarde. "
    "Il pourra demander un justificatif à ce nom."
)
HOSTED_SENTENCE = (
    "Le candidat est hébergé : un agent compare le justificatif de domicile avec l’attestation."
)

ADDRESS_SENTENCES: dict[State, str] = {
    State.SAME: "Le justificatif de domicile est à l’adresse de la demande.",
    State.DOUBTFUL: "Le code postal ou la ville du justificatif de domicile n’est pas tout à fait "
    "celui de la demande. Un agent compare.",
    State.DIFFERENT: "Le justificatif de domicile semble être à une autre adresse que celle de la "
    "demande. Un agent regarde. Il pourra demander un autre justificatif.",
}


def email_message(answer: EmailAnswer) -> str:
    """What is wrong with the address and what to do."""
    if answer.verdict is Verdict.NOT_EVALUATED:
        return EMAIL_MISSING
    if answer.verdict is Verdict.PASS or answer.cause is None:
        return EMAIL_AGREES
    return EMAIL_SENTENCES[answer.cause]


def holder_message(match: Match, *, hosted: bool = False) -> str:
    """What stands on the address proof and who looks at it."""
    if hosted and match.state is State.DIFFERENT:
        return OTHER_HOST_SENTENCE
    return HOSTED_SENTENCE if match.cause is Cause.HOSTED else HOLDER_SENTENCES[match.state]


def address_message(match: Match) -> str:
    """Where the proof was sent to, beside the home declared."""
    return ADDRESS_SENTENCES[match.state]
