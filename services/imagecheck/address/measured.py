"""What was measured on an address proof: the words that facts and rules share."""

from dataclasses import dataclass

from shared.domain.findings import AddressReading, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressFacts:
    """An address proof as read."""

    reading: AddressReading
    #: "text_layer" or "ocr".
    source: str
    #: Letters and digits read.
    characters: int
    #: Mean confidence of the OCR, 0 to 100; 100 for a text layer.
    confidence: float
    #: True for a notice of the tax office, which has no age limit (RULEBOOK AD1).
    tax_notice: bool = False
    #: Where the address stands.
    evidence: Evidence | None = None
