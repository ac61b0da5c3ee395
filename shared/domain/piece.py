"""The pieces (pièces justificatives) of a dossier and which of them a stage checks."""

import datetime as dt
import enum
from dataclasses import dataclass


class PieceKind(enum.StrEnum):
    """Closed list of what can be uploaded. Order is the order shown to people."""

    #: Photo d'identité.
    PHOTO = "photo"
    #: Signature du candidat.
    SIGNATURE = "signature"
    #: Justificatif d'identité du candidat.
    IDENTITY = "identity"
    #: Justificatif de domicile.
    ADDRESS = "address"
    #: Justificatif d'identité du représentant légal.
    REPRESENTATIVE_IDENTITY = "representative_identity"
    #: Attestation d'hébergement.
    HOSTING = "hosting"
    #: Situation au regard de la JDC (certificat, attestation provisoire ou exemption).
    JDC = "jdc"
    #: ASSR2 ou ASR, ou déclaration sur l'honneur.
    ASSR = "assr"
    #: Certificat d'examen du permis de conduire.
    CEPC = "cepc"
    #: Page du livret AAC.
    AAC = "aac"
    #: Avis médical.
    MEDICAL = "medical"
    #: Justificatif d'identité de l'hébergeant.
    HOST_IDENTITY = "host_identity"
    #: Titre de séjour, ou preuve de six mois de présence pour qui en est dispensé.
    STAY = "stay"
    #: Attestation de fin de formation (AM, A, B96, code 78).
    TRAINING = "training"
    #: Diplôme ou titre professionnel.
    DIPLOMA = "diploma"
    #: Décision d'invalidation, d'annulation ou de suspension.
    LICENCE_DECISION = "licence_decision"


#: French name of each piece, used in every text shown to people.
PIECE_LABELS: dict[PieceKind, str] = {
    PieceKind.PHOTO: "photo d’identité",
    PieceKind.SIGNATURE: "signature",
    PieceKind.IDENTITY: "justificatif d’identité",
    PieceKind.ADDRESS: "justificatif de domicile",
    PieceKind.REPRESENTATIVE_IDENTITY: "justificatif d’identité du représentant légal",
    PieceKind.HOSTING: "attestation d’hébergement",
    PieceKind.JDC: "situation au regard de la journée défense et citoyenneté",
    PieceKind.ASSR: "ASSR2 ou ASR",
    PieceKind.CEPC: "certificat d’examen du permis de conduire",
    PieceKind.AAC: "page du livret d’apprentissage (AAC)",
    PieceKind.MEDICAL: "avis médical",
    PieceKind.HOST_IDENTITY: "justificatif d’identité de la personne qui héberge",
    PieceKind.STAY: "justificatif de séjour en France",
    PieceKind.TRAINING: "attestation de formation",
    PieceKind.DIPLOMA: "diplôme professionnel",
    PieceKind.LICENCE_DECISION: "décision d’invalidation ou d’annulation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One uploaded file, stored whole before it is named here."""

    kind: PieceKind
    #: Identifier of the stored bytes.
    blob_id: str
    #: Lower-case hexadecimal digest of the bytes.
    sha256: str
    #: Bytes.
    size: int
    #: Media type found in the content, never the one that was declared.
    media_type: str
    uploaded_at: dt.datetime
    #: 1 for the first upload, one more for each replacement.
    revision: int = 1
    #: The bytes that this upload replaced. Those of a draft are deleted; those that a correction
    #: replaced are kept, so that an agent sees before and after.
    replaces: str | None = None
