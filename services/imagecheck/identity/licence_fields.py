"""The numbered fields of an EU-format licence (directive 2006/126/EC, annex I): no labels there."""

import re
from collections.abc import Sequence

from services.imagecheck.identity.print_text import Print
from services.imagecheck.identity.visual_zone import SOURCE
from services.imagecheck.identity.viz_values import (
    parse_date,
    parse_name,
    parse_number,
    parse_place,
    parse_surname,
)
from shared.domain.findings import FieldReading

#: Field number, then its text; a ghost portrait or a star of the flag may stand before it.
_FIELD = re.compile(r"^\W{0,2}(?:([1-35])\s?[.,]|(4\s?[abc])\s?[.,]?)\s?(.*)$")

_EXPIRY_INSIDE = re.compile(r"4\s?b\s?[.,]\s?(.*)$")

_AFTER_DATE = re.compile(r"\d{4}\s*[(,]?\s*(.+)$")


def read_licence(lines: Sequence[Print]) -> tuple[FieldReading, ...]:
    """The fields of a licence's front."""
    found: dict[str, FieldReading] = {}
    for line in lines:
        match = _FIELD.match(line.text)
        if match is None:
            continue
        number = (match.group(1) or match.group(2)).replace(" ", "")
        text = match.group(3) or _beside(lines, line)
        for name, value in _values(number, text):
            if value and name not in found:
                found[name] = _reading(name, value, line)
    return tuple(found.values())


def _values(number: str, text: str) -> tuple[tuple[str, str | None], ...]:
    if number == "3":
        place = _AFTER_DATE.search(text)
        return (
            ("birth_date", parse_date(text)),
            ("birth_place", parse_place(place.group(1)) if place else None),
        )
    if number == "4a":
        expiry = _EXPIRY_INSIDE.search(text)
        return (
            ("issued_on", parse_date(text)),
            ("expiry_date", parse_date(expiry.group(1)) if expiry else None),
        )
    single = {
        "1": ("birth_name", parse_surname(text)),
        "2": ("given_names", parse_name(text)),
        "4b": ("expiry_date", parse_date(text)),
        "5": ("document_number", parse_number(text.replace(" ", ""))),
    }
    return (single[number],) if number in single else ()


def _beside(lines: Sequence[Print], line: Print) -> str:
    """The print to the right of a number that stands alone."""
    row = [
        other
        for other in lines
        if other.left > line.left and abs(other.middle - line.middle) < 0.5 * line.height
    ]
    return min(row, key=lambda other: other.left).text if row else ""


def _reading(name: str, value: str, line: Print) -> FieldReading:
    return FieldReading(
        name=name,
        value=value,
        source=SOURCE,
        confidence=round(line.confidence, 3),
        evidence=line.evidence,
    )
