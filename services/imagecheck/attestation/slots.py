"""What each slot of a request takes (RULEBOOK 4 to 6), and how it is called when it is missed."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.imagecheck.attestation.papers import Paper
from shared.stages import StageName

_P, _S = Paper, StageName

_IDENTITY = frozenset({_P.IDENTITY_CARD, _P.PASSPORT, _P.LICENCE, _P.RESIDENCE_PERMIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What belongs there."""

    takes: frozenset[Paper]
    #: « à la place … »
    wanted: str
    #: « Déposez … »
    instead: str
    #: Papers that do in some cases, which a person knows.
    doubtful: frozenset[Paper] = frozenset()


SLOTS: Mapping[StageName, Slot] = {
    _S.PHOTO: Slot(
        takes=frozenset({_P.PORTRAIT}),
        wanted="de la photo d’identité",
        instead="la photo du candidat seule, prise de face",
    ),
    _S.SIGNATURE: Slot(
        takes=frozenset(),
        wanted="de la signature",
        instead="la signature du candidat seule, à l’encre foncée sur un papier blanc",
    ),
    _S.IDENTITY: Slot(
        takes=_IDENTITY,
        wanted="de la pièce d’identité",
        instead="la carte d’identité, recto et verso, ou le passeport du candidat",
    ),
    _S.REPRESENTATIVE_IDENTITY: Slot(
        takes=_IDENTITY,
        wanted="de la pièce d’identité du représentant légal",
        instead="la carte d’identité, recto et verso, ou le passeport du parent qui signe",
    ),
    _S.HOST_IDENTITY: Slot(
        takes=_IDENTITY,
        wanted="de la pièce d’identité de la personne qui héberge",
        instead="la carte d’identité, recto et verso, ou le passeport de cette personne",
    ),
    _S.HOSTING: Slot(
        takes=frozenset({_P.HOSTING}),  # AD2, AD3
        wanted="de l’attestation d’hébergement",
        instead="l’attestation datée et signée par la personne qui héberge",
    ),
    _S.ADDRESS: Slot(
        takes=frozenset({_P.BILL, _P.TAX_NOTICE, _P.HOSTING}),
        wanted="du justificatif de domicile",
        instead="une facture d’énergie, d’eau ou de téléphone de moins de six mois",
    ),
    _S.JDC: Slot(
        takes=frozenset({_P.JDC, _P.JDC_PENDING, _P.JDC_EXEMPT}),  # PC1
        wanted="du certificat de la journée défense et citoyenneté",
        instead="le certificat de participation, l’attestation provisoire ou l’exemption",
        doubtful=frozenset({_P.CENSUS}),  # PC1: under 17
    ),
    _S.ASSR: Slot(
        takes=frozenset({_P.ASSR2, _P.ASR, _P.ASSR_LOST}),  # PC2
        wanted="de l’ASSR2 ou de l’ASR",
        instead="l’attestation remise par le collège, ou une déclaration sur l’honneur "
        "si vous l’avez perdue",
    ),
    _S.CEPC: Slot(
        takes=frozenset({_P.CEPC}),  # PC3
        wanted="du certificat d’examen du permis de conduire",
        instead="le certificat téléchargé après l’épreuve pratique",
    ),
    _S.AAC: Slot(
        takes=frozenset({_P.AAC}),  # PC3
        wanted="de la page du livret d’apprentissage",
        instead="la page du livret qui montre le premier rendez-vous pédagogique",
    ),
}
