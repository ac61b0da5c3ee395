"""One line of a file of identities, made into what the comparison takes. Nothing is trusted."""

import json
from typing import Any

from services.instruction.divergence.holder import compare_holder
from services.instruction.divergence.match import State
from services.instruction.divergence.sources import DivergenceFacts, DocumentFacts, Part, Trust
from services.instruction.divergence.zones import cut_by_length, cut_like
from shared.domain.civil_identity import CivilIdentity

Row = dict[str, Any]

#: How sources are called in such files.
_PARTS = {
    **dict.fromkeys(("mrz",), Part.MRZ),
    **dict.fromkeys(("viz", "visual", "visual_zone", "ocr"), Part.VISUAL_ZONE),
    **dict.fromkeys(("2ddoc", "2d_doc", "2d-doc"), Part.TWO_D_DOC),
}
_ADDRESS = frozenset({"address", "address_proof"})
#: Characters of a text and items of a list that are looked at: what a request may hold.
LONGEST, MOST = 120, 10


class UnusableRow(Exception):
    """A line that is no JSON object; the code says why."""


def parse_row(line: bytes) -> Row:
    """The object of one line; raises UnusableRow."""
    try:
        row = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise UnusableRow("invalid_encoding") from error
    except (ValueError, RecursionError) as error:
        raise UnusableRow("invalid_json") from error
    if not isinstance(row, dict):
        raise UnusableRow("not_an_object")
    return row


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


def facts_of_row(row: Row) -> DivergenceFacts:
    """Everything that the row says; what is missing or of another type says nothing."""
    documents, holders = [], []
    declared = _identity(row.get("declared"))
    representative = _identity(row.get("representative"))
    present = representative != CivilIdentity()
    for said in _list(row.get("documents")):
        if isinstance(said, dict) and _is_of_address(said):
            holders += _holder(_identity(said), declared)
        elif isinstance(said, dict):
            documents.append(_document(said, (declared, _identity(row.get("account")))))
    return DivergenceFacts(
        declared=declared,
        account=_identity(row.get("account")),
        documents=tuple(documents),
        document_expected=False,
        representative=representative if present else None,
        holders=tuple(holders),
        address_read=bool(holders),
    )


def _identity(said: Any) -> CivilIdentity:
    if not isinstance(said, dict):
        return CivilIdentity()
    given = [text for item in _list(said.get("given_names")) if (text := _text(item))]
    return CivilIdentity(
        birth_name=_text(said.get("birth_name")),
        usage_name=_text(said.get("usage_name")),
        given_names=tuple(given),
        sex=_text(said.get("sex")),
        birth_date=_text(said.get("birth_date")),
        birth_place=_text(said.get("birth_place")),
        email=_text(said.get("email")),
    )


def _is_of_address(said: Row) -> bool:
    """A bill, or the code on one: that of an identity title gives a birth date (RULEBOOK 10)."""
    source = _code(said.get("source"))
    return source in _ADDRESS or (
        _PARTS.get(source) is Part.TWO_D_DOC and _text(said.get("birth_date")) is None
    )


def _document(said: Row, typed: tuple[CivilIdentity, ...]) -> DocumentFacts:
    """A reading as the file gives it: read once, unless another part says the same."""
    read, layout = _identity(said), _code(said.get("layout")).replace("-", "")
    part = _PARTS.get(_code(said.get("source")), Part.VISUAL_ZONE)
    trust = Trust.CONFIRMED if part is Part.TWO_D_DOC else Trust.READ
    cut = cut_by_length(layout, read).union(*(cut_like(layout, one, read) for one in typed))
    return DocumentFacts(
        identity=read,
        part=part,
        layout=layout or None,
        names=trust,
        date=trust,
        cut=cut if part is Part.MRZ else frozenset(),
    )


def _holder(read: CivilIdentity, declared: CivilIdentity) -> list[str]:
    """The name on an address proof. A surname without given name is compared by itself."""
    name = read.birth_name or read.usage_name
    if not name:
        return []
    holder = " ".join((name, *(read.given_names or declared.given_names[:1])))
    # a bill in the candidate's own name is in order, whoever represents the candidate
    return [] if compare_holder(holder, declared).state is State.SAME else [holder]


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value[:MOST]
    return [] if value is None else [value]


def _text(value: Any) -> str | None:
    """A text; a number is written out, anything else says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        text = str(value)[:LONGEST].strip()
    except ValueError:  # an integer of thousands of digits
        return None
    return text or None


def _code(value: Any) -> str:
    return (_text(value) or "").casefold()
