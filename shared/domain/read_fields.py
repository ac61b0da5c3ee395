"""What the machine read in a field, as text."""

from shared.domain.dossier import Dossier
from shared.domain.findings import AddressReading, IdentityReading
from shared.stages import StageName

#: What a field's name begins with, and the stage that reads it.
STAGES = {"identity": StageName.IDENTITY, "address": StageName.ADDRESS}


#: Fields that hold text which a person can read otherwise; flags, zones and codes do not.
_TEXTS = {
    "identity": (
        "birth_name",
        "usage_name",
        "given_names",
        "sex",
        "birth_date",
        "birth_place",
        "nationality",
        "document_number",
        "issued_on",
        "expiry_date",
        "kind",
        "height",
        "address",
    ),
    "address": ("holder", "issued_on", "street", "postcode", "town", "issuer", "kind"),
}
#: Their whole names, "identity.birth_date" and the like. No other is kept: figures name fields, and
#: a name of the sender's own might name a person.
READ_FIELDS = frozenset(f"{stage}.{name}" for stage, names in _TEXTS.items() for name in names)


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


def fields_read(dossier: Dossier) -> tuple[str, ...]:
    """Every field in which the machine read something."""
    return tuple(sorted(field for field in READ_FIELDS if read_value(dossier, field) is not None))
