"""The pieces (pièces justificatives) of a dossier and which of them a stage checks."""

import datetime as dt
import enum
from dataclasses import dataclass

from shared.domain.findings import Finding


class PieceKind(enum.StrEnum):
    """Closed list of what can be uploaded. Order is the order shown to people."""

    #: Photo d'identité.
    PHOTO = "photo"
    #: Signature du candidat.
    SIGNATURE = "signature"
    #: Justificatif d'identité du candidat.
    IDENTITY = "identity"
    #: Verso du justificatif d'identité, où il vient en deux fichiers.
    IDENTITY_BACK = "identity_back"
    #: Justificatif de domicile.
    ADDRESS = "address"
    #: Justificatif d'identité du représentant légal.
    REPRESENTATIVE_IDENTITY = "representative_identity"
    #: Son verso.
    REPRESENTATIVE_IDENTITY_BACK = "representative_identity_back"
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
    #: Son verso.
    HOST_IDENTITY_BACK = "host_identity_back"
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
    PieceKind.IDENTITY_BACK: "verso du justificatif d’identité",
    PieceKind.ADDRESS: "justificatif de domicile",
    PieceKind.REPRESENTATIVE_IDENTITY: "justificatif d’identité du représentant légal",
    PieceKind.REPRESENTATIVE_IDENTITY_BACK: "verso du justificatif d’identité "
    "du représentant légal",
    PieceKind.HOSTING: "attestation d’hébergement",
    PieceKind.JDC: "situation au regard de la journée défense et citoyenneté",
    PieceKind.ASSR: "ASSR2 ou ASR",
    PieceKind.CEPC: "certificat d’examen du permis de conduire",
    PieceKind.AAC: "page du livret d’apprentissage (AAC)",
    PieceKind.MEDICAL: "avis médical",
    PieceKind.HOST_IDENTITY: "justificatif d’identité de la personne qui héberge",
    PieceKind.HOST_IDENTITY_BACK: "verso du justificatif d’identité de la personne qui héberge",
    PieceKind.STAY: "justificatif de séjour en France",
    PieceKind.TRAINING: "attestation de formation",
    PieceKind.DIPLOMA: "diplôme professionnel",
    PieceKind.LICENCE_DECISION: "décision d’invalidation ou d’annulation",
}

#: The second file of a document with two sides, by its first one: both are one piece to read.
BACKS: dict[PieceKind, PieceKind] = {
    PieceKind.IDENTITY: PieceKind.IDENTITY_BACK,
    PieceKind.REPRESENTATIVE_IDENTITY: PieceKind.REPRESENTATIVE_IDENTITY_BACK,
    PieceKind.HOST_IDENTITY: PieceKind.HOST_IDENTITY_BACK,
}
_FRONTS = {back: front for front, back in BACKS.items()}

#: Identity documents: every look at one is written down, whoever looks.
IDENTITY_DOCUMENTS = frozenset({*BACKS, *BACKS.values(), PieceKind.STAY})


def front_of(kind: PieceKind) -> PieceKind:
    """The piece that the file belongs to: a back's front, and every other kind itself."""
    return _FRONTS.get(kind, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What an agent may still see of a piece that a correction replaced."""

    uploaded_at: dt.datetime
    #: What its check had found.
    findings: tuple[Finding, ...] = ()
    #: Its copy drawn anew; None where there was none: the upload itself is not shown.
    working_copy: str | None = None


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
    #: What remains to be seen of them; None in a draft, and for a piece that was not corrected.
    before: Replaced | None = None
