"""One reading out of a document's parts: its zone first, its print where that is silent."""

from collections.abc import Iterable, Mapping

from services.imagecheck.identity.mrz_fields import MrzFields, read_fields
from services.imagecheck.identity.mrz_read import MrzReading
from services.imagecheck.identity.name_spellings import given_names_of, same_name
from shared.domain.findings import Evidence, FieldReading, IdentityReading, Mrz

#: Source of a field that the zone gives.
ZONE = "mrz"

#: [D] Confidence in what no check digit covers and no second reading confirms.
UNCONFIRMED = 0.5

#: Which check digit covers which field.
COVERING = {
    "birth_date": "birth_date",
    "expiry_date": "expiry_date",
    "document_number": "number",
}

Printed = Mapping[str, FieldReading]


def best_of(readings: Iterable[FieldReading]) -> dict[str, FieldReading]:
    """The surest reading of each field."""
    best: dict[str, FieldReading] = {}
    for reading in readings:
        known = best.get(reading.name)
        if known is None or reading.confidence > known.confidence:
            best[reading.name] = reading
    return best


def assemble(
    zone: MrzReading | None, printed: Printed, kind: str | None, page: int
) -> IdentityReading:
    """The reading of a document."""
    fields = read_fields(zone.fitted) if zone else None
    own = _own_fields(fields)
    names = _names(fields, printed)
    address = _value(printed, "address")
    return IdentityReading(
        mrz=_mrz(zone),
        birth_name=names[0],
        given_names=names[1],
        birth_date=own.get("birth_date") or _value(printed, "birth_date"),
        document_number=own.get("document_number") or _value(printed, "document_number"),
        expiry_date=own.get("expiry_date") or _value(printed, "expiry_date"),
        sex=own.get("sex") or _value(printed, "sex"),
        kind=kind,
        usage_name=_value(printed, "usage_name"),
        birth_place=_value(printed, "birth_place"),
        nationality=_value(printed, "nationality"),
        issued_on=_value(printed, "issued_on"),
        height=_value(printed, "height"),
        address=tuple(address.split("\n")) if address else (),
        names_truncated=names[2],
        names_doubtful=zone is not None and zone.names_doubtful,
        sources=(*_zone_sources(zone, own, page), *printed.values()),
    )


def _mrz(zone: MrzReading | None) -> Mrz | None:
    if zone is None:
        return None
    fitted = zone.fitted
    return Mrz(lines=fitted.lines, format=fitted.layout.format, verified=zone.verified)


def _value(printed: Printed, name: str) -> str | None:
    reading = printed.get(name)
    return reading.value if reading else None


def _own_fields(fields: MrzFields | None) -> dict[str, str]:
    """The zone's fields that are there."""
    if fields is None:
        return {}
    values = {
        "birth_name": fields.birth_name,
        "given_names": " ".join(fields.given_names),
        "birth_date": fields.birth_date,
        "document_number": fields.document_number,
        "expiry_date": fields.expiry_date,
        "sex": fields.sex,
    }
    return {name: value for name, value in values.items() if value}


def _names(fields: MrzFields | None, printed: Printed) -> tuple[str | None, tuple[str, ...], bool]:
    """Birth name, given names, and whether they may go on; the print ends what the zone cut."""
    surname = _value(printed, "birth_name")
    given = given_names_of(_value(printed, "given_names") or "")
    if fields is None or fields.birth_name is None:
        return surname, given, False
    if not fields.given_names:  # the zone of a licence holds none
        whole = bool(surname) and same_name(surname or "", fields.birth_name, cut=True)
        named = given if whole else ()
        return (
            (surname if whole else fields.birth_name),
            named,
            fields.names_truncated and not whole,
        )
    if fields.names_truncated and same_name("".join(given), "".join(fields.given_names), cut=True):
        return fields.birth_name, given, False
    return fields.birth_name, fields.given_names, fields.names_truncated


def _zone_sources(
    zone: MrzReading | None, own: Mapping[str, str], page: int
) -> tuple[FieldReading, ...]:
    if zone is None:
        return ()
    evidence = Evidence(page=page, box=zone.box)
    return tuple(
        FieldReading(
            name=name,
            value=value,
            source=ZONE,
            confidence=1.0 if _is_sure(name, zone) else UNCONFIRMED,
            evidence=evidence,
        )
        for name, value in own.items()
    )


def _is_sure(name: str, zone: MrzReading) -> bool:
    fitted = zone.fitted
    if zone.verified:
        return True
    digit = COVERING.get(name)
    covered = any(check.name == digit for check in fitted.layout.checks)
    return covered and digit not in fitted.failed and not fitted.searched
