"""What was measured on an address proof: the words that facts and rules share."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    #: True when the official list has the town under the postcode; None where it has neither.
    place_listed: bool | None = None
    #: True where the sender is a firm or a public body by its own print.
    organisation: bool = False
    #: True where a private person signs as landlord.
    private_landlord: bool = False
    #: Fields that the 2D-Doc and the print both give.
    compared: tuple[str, ...] = ()
    #: Fields that the 2D-Doc gives otherwise than the print.
    differences: tuple[str, ...] = ()
    #: Criteria of the fields that were read, but not surely.
    doubtful: tuple[str, ...] = ()
    #: The print, line by line, for whoever asks what paper this is; it is not stored.
    lines: tuple[str, ...] = ()
    #: The page that says what this is; without a box, because the whole of it does.
    evidence: Evidence | None = None
    #: Where each value stands, by the criterion that judges it.
    places: Mapping[str, Evidence] = field(default_factory=dict)
