"""What the machine read in a field, as text."""

from shared.domain.dossier import Dossier
from shared.domain.findings import AddressReading, IdentityReading
from shared.stages import StageName

#: What a field's name begins with, and the stage that reads it.
STAGES = {"identity": StageName.IDENTITY, "address": StageName.ADDRESS}


def read_value(dossier: Dossier, field: str) -> str | None:
    """The value of "identity.birth_date" and the like; None where nothing was read."""
    stage, _, name = field.partition(".")
    result = dossier.stage(STAGES[stage]).result
    reading: IdentityReading | AddressReading | None = None
    if result is not None:
        reading = result.identity if stage == "identity" else result.address
    value = getattr(reading, name, None) if reading else None
    if isinstance(value, tuple):
        value = " ".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) and value else None
