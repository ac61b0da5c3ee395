"""What was read on a paper: the words that facts and rules share."""

from dataclasses import dataclass

from services.imagecheck.attestation.papers import Paper
from shared.domain.findings import Evidence, IdentityReading


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationFacts:
    """A paper as read."""

    paper: Paper | None
    reading: IdentityReading
    #: "text_layer" or "ocr".
    source: str
    #: Letters and digits read.
    characters: int
    #: Mean confidence of the OCR, 0 to 100; 100 for a text layer.
    confidence: float
    #: What a certificate of examination says: True for passed, None where it was not read.
    passed: bool | None = None
    evidence: Evidence | None = None
