"""Civil identity in a 2D-Doc: identity papers (07), machine-readable zones (08), licences."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from shared.domain.findings import Evidence, FieldReading, IdentityReading, TwoDDoc

#: Identity papers, licence letters and orders (ANTS list: 07, 08, 13, 16, A1, AA, AB, AD).
IDENTITY_TYPES = frozenset({"07", "08", "13", "16", "A1", "AA", "AB", "AD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedIdentity:
    """Who a code is about. None where the code does not say."""

    birth_name: str | None = None
    usage_name: str | None = None
    given_names: tuple[str, ...] = ()
    #: ISO 8601; "00" for an unknown day or month.
    birth_date: str | None = None
    birth_place: str | None = None
    #: "F", "M" or "X".
    sex: str | None = None
    #: Two letters of ISO 3166-1.
    nationality: str | None = None
    document_number: str | None = None
    #: ISO 8601.
    expiry_date: str | None = None
    #: The text of the machine-readable zone, lines run together.
    mrz: str | None = None
    #: True when a name was cut to fit.
    names_truncated: bool = False


def identity_of(code: TwoDDoc) -> EncodedIdentity | None:
    """The identity that a code of a known kind carries; whether to trust it is its signature's."""
    if code.document_type not in IDENTITY_TYPES:
        return None
    fields = code.fields
    return EncodedIdentity(
        birth_name=fields.get("62") or fields.get("6G") or None,
        usage_name=fields.get("63") or None,
        given_names=_given_names(fields.get("60") or fields.get("61") or ""),
        birth_date=iso_day(fields.get("69", "")),
        birth_place=fields.get("6A") or None,
        sex=fields.get("68") if fields.get("68") in ("F", "M", "X") else None,
        nationality=fields.get("67") or None,
        document_number=fields.get("66") or None,
        expiry_date=iso_day(fields.get("6O", "")),
        mrz=fields.get("6F") or None,
        names_truncated=bool({"60", "61", "62", "6G"} & set(code.truncated)),
    )


def compare_identity(printed: IdentityReading, code: TwoDDoc) -> dict[str, bool]:
    """Fields that are both printed and encoded: True where they say the same."""
    encoded = identity_of(code)
    if encoded is None:
        return {}
    pairs = {
        "birth_name": (_letters(printed.birth_name), _letters(encoded.birth_name)),
        "given_names": (_letters(*printed.given_names[:1]), _letters(*encoded.given_names[:1])),
        "birth_date": (printed.birth_date, encoded.birth_date),
        "document_number": (printed.document_number, encoded.document_number),
    }
    return {name: one == other for name, (one, other) in pairs.items() if one and other}


def signed_fields(code: TwoDDoc) -> tuple[FieldReading, ...]:
    """The fields of an identity that a valid signature stands behind; none without one."""
    encoded = identity_of(code) if code.signature == "valid" else None
    if encoded is None:
        return ()
    values = {
        "birth_name": encoded.birth_name,
        "usage_name": encoded.usage_name,
        "given_names": ", ".join(encoded.given_names),
        "birth_date": encoded.birth_date,
        "birth_place": encoded.birth_place,
        "sex": encoded.sex,
        "nationality": encoded.nationality,
        "document_number": encoded.document_number,
        "expiry_date": encoded.expiry_date,
    }
    evidence = Evidence(page=code.page)
    return tuple(
        FieldReading(name=name, value=value, source="2d_doc", confidence=1.0, evidence=evidence)
        for name, value in values.items()
        if value
    )


def _letters(*names: str | None) -> str:
    """Capitals without accents and signs, as codes write names."""
    text = "".join(name or "" for name in names).replace("œ", "oe").replace("Œ", "OE")
    marks = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("æ", "ae"))
    return re.sub(r"[^A-Z]", "", marks.upper())


def _given_names(value: str) -> tuple[str, ...]:
    """Between the names a stroke; a space belongs to a compound (RULEBOOK 10)."""
    return tuple(name.strip() for name in value.split("/") if name.strip())


def iso_day(value: str) -> str | None:
    """DDMMYYYY as ISO 8601; day and month may be 00, unknown (RULEBOOK N7)."""
    if not re.fullmatch(r"[0-9]{8}", value):
        return None
    day, month, year = int(value[:2]), int(value[2:4]), int(value[4:])
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    return None if day and not month else f"{year:04}-{month:02}-{day:02}"
