"""THE LIST of reasons for which an agent refuses, each with the text that says so.

The codes are stored with decisions and never change their meaning. Sources: RULEBOOK 4 to 6; the
numbers are those of the official pages that it names.
"""

from dataclasses import dataclass

_IDENTITY = "arrêté du 23 décembre 2016 ; service-public.fr, fiche F31057"
_ADDRESS = "service-public.fr, fiche F31847"
_LICENCE = "service-public.fr, fiche F2828"
_PHOTO = "service-public.fr, fiche F10619"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason."""

    #: What the agent reads in the list.
    label: str
    #: What the candidate reads: what is missing, not whose fault it is.
    sentence: str
    #: The text that asks for it.
    source: str
    #: True where another agent must read the dossier before the refusal counts.
    suspicion: bool = False


REFUSALS: dict[str, Refusal] = {
    "identity_not_valid": Refusal(
        label="Justificatif d’identité périmé au-delà du délai admis",
        sentence="Le justificatif d’identité n’est plus valable.",
        source=_IDENTITY,
    ),
    "identity_not_accepted": Refusal(
        label="Document qui n’est pas un justificatif d’identité admis",
        sentence="Le document déposé ne fait pas partie des justificatifs d’identité admis.",
        source=_IDENTITY,
    ),
    "identity_not_established": Refusal(
        label="Identité non établie malgré les corrections",
        sentence="Les documents déposés ne permettent pas d’établir l’identité du candidat.",
        source=_IDENTITY,
    ),
    "document_not_genuine": Refusal(
        label="Soupçon de fraude (second avis obligatoire)",
        sentence="Les documents déposés ne permettent pas d’établir l’identité du candidat.",
        source=_IDENTITY,
        suspicion=True,
    ),
    "address_not_proved": Refusal(
        label="Domicile non justifié malgré les corrections",
        sentence="Le domicile n’est pas justifié par un document admis de moins de six mois.",
        source=_ADDRESS,
    ),
    "photo_not_compliant": Refusal(
        label="Photo toujours non conforme après correction",
        sentence="La photo ne respecte pas les règles des photos d’identité.",
        source=_PHOTO,
    ),
    "too_young": Refusal(
        label="Âge minimal de la catégorie non atteint",
        sentence="Le candidat n’a pas l’âge demandé pour cette catégorie.",
        source=_LICENCE,
    ),
    "no_parental_authority": Refusal(
        label="Mineur : demande sans titulaire de l’autorité parentale",
        sentence="La demande d’un mineur se fait par un titulaire de l’autorité parentale.",
        source=_LICENCE,
    ),
    "service_situation": Refusal(
        label="Situation JDC ou recensement non justifiée",
        sentence="La situation au regard de la journée défense et citoyenneté n’est pas justifiée.",
        source=_LICENCE,
    ),
    "road_safety_certificate": Refusal(
        label="ASSR2 ou ASR non justifiée",
        sentence="L’attestation de sécurité routière demandée à cet âge manque.",
        source=_LICENCE,
    ),
    "examination_not_proved": Refusal(
        label="Réussite à l’examen non justifiée",
        sentence="La réussite à l’examen n’est pas justifiée.",
        source=_LICENCE,
    ),
    "medical_opinion": Refusal(
        label="Avis médical absent ou défavorable",
        sentence="L’avis médical demandé pour ce permis manque ou ne permet pas de conduire.",
        source=_LICENCE,
    ),
    "stay_not_proved": Refusal(
        label="Séjour en France non justifié",
        sentence="Le séjour régulier ou les six mois de présence en France ne sont pas justifiés.",
        source=_LICENCE,
    ),
}


def reason_said(code: str, details: str = "") -> str:
    """The whole reason as the candidate reads it: sentence, the agent's words, the text."""
    refusal = REFUSALS[code]
    own = f" {details.strip()}" if details.strip() else ""
    return f"{refusal.sentence}{own} (Texte : {refusal.source}.)"
