"""What was measured on an identity proof: the words that facts and rules share."""

from dataclasses import dataclass

from shared.domain.findings import Evidence, IdentityReading

#: [D] Spread of grey under which a page is blank; print on paper has more than 100.
MIN_PRINT_CONTRAST = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanQuality:
    """Measures of one page."""

    #: Long side in pixels.
    long_side: int
    #: Spread between the darkest and the lightest thousandth, 0 to 255.
    contrast: float
    #: Strongest edges (99.5th percentile of the Laplacian) over the contrast, 0 to about 4.
    sharpness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFacts:
    """An identity proof as read."""

    reading: IdentityReading
    quality: ScanQuality
    #: Code of the issuing state ("FRA", "D"); None without a machine-readable zone.
    state: str | None = None
    #: First two characters of the zone ("P<", "ID", "IR").
    document_code: str | None = None
    #: Check digits that do not hold: "number", "birth_date", "expiry_date", "optional", "overall".
    failed_checks: tuple[str, ...] = ()
    #: True when a look-alike was swapped to make the digits hold.
    repaired: bool = False
    #: True when the last given name read may go on (RULEBOOK N10).
    names_truncated: bool = False
    #: True when the birth name or the only given name may go on.
    names_incomplete: bool = False
    #: Fields that the visual zone and the machine-readable one give alike.
    agreed: frozenset[str] = frozenset()
    #: Fields that they give differently.
    differing: frozenset[str] = frozenset()
    #: Where the zone lies.
    evidence: Evidence | None = None
