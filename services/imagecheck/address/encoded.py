"""What a 2D-Doc says of holder, address and date, and where the print says otherwise."""

import datetime as dt
import re
from collections.abc import Mapping

from services.imagecheck.address.kinds import ProofKind
from services.imagecheck.address.person_names import name_words
from services.imagecheck.address.towns import folded
from shared.domain.findings import AddressReading, TwoDDoc

#: Codes that carry an address, by the ANTS list: proofs of address, bills, tax notices.
ADDRESS_TYPES: Mapping[str, ProofKind | None] = {
    "00": None,
    "01": None,
    "02": ProofKind.TAX,
    "04": ProofKind.TAX,
    "28": ProofKind.TAX,
}

_TITLES = frozenset({"M", "MR", "MME", "MLLE", "MONSIEUR", "MADAME", "MADEMOISELLE"})


def encoded_reading(code: TwoDDoc) -> AddressReading | None:
    """The reading that a code of a known kind gives; its signature says whether to trust it."""
    kind = code.document_type
    if kind is None or kind not in ADDRESS_TYPES:
        return None
    fields = {number: value.strip() for number, value in code.fields.items() if value.strip()}
    street, postcode, town = _tax_place(fields) if "4Y" in fields else _service_place(fields)
    return AddressReading(
        holder=_holder(fields),
        issued_on=_tax_day(fields.get("4A", "")) or code.issued_on,
        postcode=postcode,
        town=town,
        issuer=code.signer,
        kind=ADDRESS_TYPES[kind],
        street=street,
    )


def _holder(fields: Mapping[str, str]) -> str | None:
    """One line with strokes (title/name/given name), or the parts in fields of their own."""
    if "10" in fields:
        parts = [part.strip() for part in fields["10"].split("/")]
        parts = parts[1:] if parts[0].replace(".", "").upper() in _TITLES else parts
        return " ".join(reversed([part for part in parts if part])) or None
    if "13" in fields:
        return " ".join(part for part in (fields.get("12"), fields["13"]) if part)
    declared = [fields[number] for number in ("46", "48") if number in fields]
    return " et ".join(declared) or None


def _service_place(fields: Mapping[str, str]) -> tuple[str | None, str | None, str | None]:
    """Place of the service (20 to 26); the addressee's (27 to 2D) is not where people live."""
    return fields.get("22"), fields.get("24"), fields.get("25")


def _tax_place(fields: Mapping[str, str]) -> tuple[str | None, str | None, str | None]:
    """The whole address in one field, lines between strokes: "145 RUE X/LIEU/78320/TOWN"."""
    parts = [part.strip() for part in fields["4Y"].split("/")]
    places = [index for index, part in enumerate(parts) if re.fullmatch(r"\d{5}", part)]
    if not places:
        return parts[0] or None, None, None
    town = parts[places[-1] + 1] if places[-1] + 1 < len(parts) else None
    return parts[0] or None, parts[places[-1]], town


def _tax_day(value: str) -> str | None:
    if not re.fullmatch(r"\d{8}", value):
        return None
    try:
        return dt.date(int(value[4:]), int(value[2:4]), int(value[:2])).isoformat()
    except ValueError:
        return None


def compared(printed: AddressReading, encoded: AddressReading) -> dict[str, bool]:
    """Fields that are both printed and encoded: True where they say the same."""
    pairs = {
        "holder": (name_words(printed.holder), name_words(encoded.holder)),
        "issued_on": (printed.issued_on, encoded.issued_on),
        "postcode": (printed.postcode, encoded.postcode),
        "town": (folded(printed.town or ""), folded(encoded.town or "")),
    }
    return {name: one == other for name, (one, other) in pairs.items() if one and other}
