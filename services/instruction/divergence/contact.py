"""Judges what is not civil status: the e-mail address and the name on the address proof."""

from services.instruction.divergence.emails import compare_emails
from services.instruction.divergence.holder import compare_holder
from services.instruction.divergence.match import Cause, Match, State, doubtful
from services.instruction.divergence.sources import DivergenceFacts
from shared.domain.civil_identity import CivilIdentity

EMAIL_SENTENCES: dict[Cause, str] = {
    Cause.SHARED_EMAIL: "Le candidat et son représentant légal donnent la même adresse "
    "électronique. À faire : donner dans la demande une adresse qui n’est qu’au candidat.",
    Cause.OTHER_PERSONS_ACCOUNT: "L’adresse électronique de la demande n’est pas celle du compte. "
    "À faire : donner dans la demande l’adresse du compte du candidat.",
    Cause.REFUSED_EMAIL_DOMAIN: "L’adresse électronique semble être celle d’une entreprise ou d’un "
    "centre de formation. À faire : donner dans la demande une adresse qui n’est qu’au candidat.",
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
HOSTED_SENTENCE = (
    "Le candidat est hébergé : un agent compare le justificatif de domicile avec l’attestation."
)


def judge_email(facts: DivergenceFacts) -> Match:
    """The declared address beside the account's and the representative's."""
    email = facts.declared.email
    if not email:
        return Match(state=State.NOT_SUPPLIED, cause=Cause.DECLARED_FIELD_EMPTY)
    representative = facts.representative.email if facts.representative else None
    return compare_emails(email, facts.account.email, representative)


def email_message(match: Match) -> str:
    """What is wrong with the address and what to do."""
    if match.state is State.NOT_SUPPLIED:
        return EMAIL_MISSING
    return EMAIL_SENTENCES[match.cause] if match.cause else EMAIL_AGREES


def expected_holder(facts: DivergenceFacts) -> CivilIdentity:
    """RULEBOOK AD3: a minor's address proof is in the name of the parent who hosts."""
    return facts.representative or facts.declared


def judge_holder(facts: DivergenceFacts) -> Match:
    """The name on the address proof beside the person whose home it should prove."""
    if not facts.address_holder:
        return Match(state=State.NOT_SUPPLIED)
    match = compare_holder(facts.address_holder, expected_holder(facts))
    if match.state is not State.SAME and facts.hosted and facts.representative is None:
        return doubtful(Cause.HOSTED)
    return match


def holder_message(match: Match) -> str:
    """What stands on the address proof and who looks at it."""
    return HOSTED_SENTENCE if match.cause is Cause.HOSTED else HOLDER_SENTENCES[match.state]
