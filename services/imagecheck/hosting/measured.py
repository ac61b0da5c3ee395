"""What was read on an attestation of somebody's home: the words that facts and rules share."""

from dataclasses import dataclass

from services.imagecheck.address.kinds import ProofKind
from shared.domain.findings import Evidence, HostingReading

#: Attestations that the place takes: of a host or a parent (RULEBOOK AD2, AD3), of a hotel, a
#: harbour or an office where somebody without a home takes letters (AD4).
ATTESTING = frozenset(
    {ProofKind.HOSTING, ProofKind.HOTEL, ProofKind.HARBOUR, ProofKind.DOMICILIATION}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostingFacts:
    """An attestation as read."""

    reading: HostingReading
    #: Letters and digits read.
    characters: int
    #: Mean confidence of the OCR, 0 to 100; 100 for a text layer.
    confidence: float
    evidence: Evidence | None = None
