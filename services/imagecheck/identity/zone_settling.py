"""Two witnesses of one identity: the machine-readable zone and the print above it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rapidfuzz.distance import Hamming

from services.imagecheck.identity.check_digits import FILLER
from services.imagecheck.identity.mrz_checks import Fitted, text_at
from services.imagecheck.identity.mrz_fields import MrzFields, read_fields
from services.imagecheck.identity.mrz_read import MrzReading
from services.imagecheck.identity.name_spellings import (
    coded_fields,
    given_names_of,
    same_given_names,
    same_name,
    with_ligatures,
)
from shared.domain.findings import FieldReading

#: Confidence from which printed words that differ from the zone are a doubt, not a misreading.
SURE = 0.9

#: Letters of a doubtful name line that the print may put right.
MAX_MENDED = 2

NAMES = frozenset({"birth_name", "given_names"})

Printed = Mapping[str, FieldReading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A zone after the print was heard."""

    zone: MrzReading
    #: The print, with letters put right that only the zone tells.
    printed: dict[str, FieldReading]
    #: Fields in which zone and print agree.
    agreed: frozenset[str]
    #: Fields in which they do not.
    differing: frozenset[str]


def settle(zone: MrzReading, printed: Printed) -> Settled:
    """Compare both; names seen on both make a sound zone verified, other names a doubt."""
    zone = _mended(zone, printed)
    fields = read_fields(zone.fitted)
    printed = _with_ligatures(printed, fields)
    agreed, differing = _compared(fields, zone.fitted, printed)
    confirmed = agreed >= NAMES or ("birth_name" in agreed and not fields.given_names)
    doubted = bool(NAMES & differing) or (zone.names_doubtful and not confirmed)
    verified = zone.verified or (zone.seen_twice and confirmed)
    settled = replace(zone, verified=verified, names_doubtful=doubted)
    return Settled(
        zone=settled,
        printed=dict(printed),
        agreed=frozenset(agreed),
        differing=frozenset(differing),
    )


def _compared(fields: MrzFields, fitted: Fitted, printed: Printed) -> tuple[set[str], set[str]]:
    agreed, differing = set(), set()
    coded = {
        "birth_name": fields.birth_name,
        "given_names": " ".join(fields.given_names),
        "birth_date": fields.birth_date,
        "expiry_date": fields.expiry_date,
        "document_number": fields.document_number,
        "sex": fields.sex,
    }
    for name, value in coded.items():
        reading = printed.get(name)
        if reading is None or not value:
            continue
        if _same(name, reading.value, value, fitted):
            agreed.add(name)
        elif reading.confidence >= SURE:
            differing.add(name)
    return agreed, differing


def _with_ligatures(printed: Printed, fields: MrzFields) -> Printed:
    """Readers take Œ for CE; the zone's OE tells."""
    coded = {"birth_name": fields.birth_name, "given_names": " ".join(fields.given_names)}
    mended = dict(printed)
    for name, value in coded.items():
        if value and name in printed:
            text = with_ligatures(printed[name].value, value)
            mended[name] = replace(printed[name], value=text)
    return mended


def _same(name: str, printed: str, coded: str, fitted: Fitted) -> bool:
    if name in NAMES:
        line, start, end = fitted.layout.names[-1 if name == "given_names" else 0]
        cut = fitted.lines[line][end - 1] != FILLER
        if same_name(printed, coded, cut=cut):
            return True
        room = (
            end - start
            if len(fitted.layout.names) > 1
            else end
            - start
            - len(text_at(fitted.lines, fitted.layout.names[0]).partition(FILLER * 2)[0])
            - 2
        )
        given = given_names_of(printed)
        return name == "given_names" and same_given_names(given, coded, room)
    return printed.replace(" ", "") == coded.replace(" ", "")


def _mended(zone: MrzReading, printed: Printed) -> MrzReading:
    """Names read in several ways as the print has them, where some view saw each of its words.

    The zone stays unverified: the print chose between readings, and confirms none as a whole.
    """
    fitted, surname, given = zone.fitted, printed.get("birth_name"), printed.get("given_names")
    if zone.verified or fitted.layout.names_are_covered or surname is None or given is None:
        return zone
    if len(fitted.layout.names) != 1 or fitted.layout.format == "licence":
        return zone
    line, start, end = fitted.layout.names[0]
    now = text_at(fitted.lines, (line, start, end))
    for wanted in coded_fields(surname.value, given.value, end - start):
        if 0 < Hamming.distance(wanted, now) <= MAX_MENDED and _was_seen(wanted, zone):
            texts = list(fitted.lines)
            texts[line] = texts[line][:start] + wanted + texts[line][end:]
            mended = replace(fitted, lines=tuple(texts), names_changed=True)
            return replace(zone, fitted=mended, seen_twice=False)
    return zone


def _was_seen(wanted: str, zone: MrzReading) -> bool:
    words = [word for word in wanted.split(FILLER) if word]
    return all(any(word in line for line in zone.name_lines) for word in words)
