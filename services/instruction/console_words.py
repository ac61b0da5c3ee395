"""What each source says of each field, before anything is compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.instruction.console_evidence import SOURCES, finding_key, reading_key
from services.instruction.divergence.comparing import Field, stated
from services.instruction.divergence.wording import shown
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.dossier import Dossier
from shared.domain.findings import CheckResult
from shared.stages import StageName

#: One reading: the part of the document, what it says, and the key of its zone.
Word = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWords:
    """A field as account, request and documents give it; empty where one does not say."""

    name: str
    expected: str
    typed: str
    read: tuple[Word, ...] = ()


def words_of(dossier: Dossier) -> Iterator[FieldWords]:
    """Every field of the candidate, of the home and of those behind the request."""
    demande = dossier.demande
    identity = dossier.stage(StageName.IDENTITY).result
    for field in Field:
        yield FieldWords(
            name=field.value,
            expected=_shown(field, demande.account),
            typed=_shown(field, demande.candidate),
            read=tuple(_read(identity, field)),
        )
    yield FieldWords(
        name="email", expected=demande.account.email or "", typed=demande.candidate.email or ""
    )
    address = dossier.stage(StageName.ADDRESS).result
    proof = address.address if address else None
    if proof is not None:
        town = " ".join(part for part in (proof.postcode, proof.town) if part)
        read = ", ".join(part for part in (proof.street, town) if part)
        place, holder = _one(read, "postcode_town"), _one(proof.holder, "holder")
        yield FieldWords(name="address", expected="", typed=_line(demande.address), read=place)
        names = _whole(demande.candidate)
        yield FieldWords(name="address_holder", expected="", typed=names, read=holder)
    yield from _others(dossier)


def _others(dossier: Dossier) -> Iterator[FieldWords]:
    """Those whose own document stands behind the request: a representative, a host."""
    demande = dossier.demande
    if demande.representative is not None:
        parent = dossier.stage(StageName.REPRESENTATIVE_IDENTITY).result
        typed = _whole(demande.representative)
        yield FieldWords(name="parent_identity", expected="", typed=typed, read=_person(parent))
    hosting = dossier.stage(StageName.HOSTING).result
    attested = hosting.hosting if hosting else None
    if attested is not None:
        yield FieldWords(
            name="hosting_hosted",
            expected="",
            typed=_whole(demande.candidate),
            read=_one(attested.hosted),
        )
        host = _person(dossier.stage(StageName.HOST_IDENTITY).result)
        yield FieldWords(name="hosting_host", expected=attested.host or "", typed="", read=host)


def _read(result: CheckResult | None, field: Field) -> Iterator[Word]:
    """Each part of the document that gives the field; the reading itself where none is named."""
    reading = result.identity if result else None
    if reading is None:
        return
    named = [said for said in reading.sources if said.name == field.value]
    for said in named:
        key = reading_key(StageName.IDENTITY, said.source, said.name)
        yield SOURCES.get(said.source, said.source), shown(field, said.value), key
    value = getattr(reading, field.value)
    text = ", ".join(value) if isinstance(value, tuple) else value
    if text and not named:
        yield "titre d’identité", shown(field, text), ""


def _person(result: CheckResult | None) -> tuple[Word, ...]:
    reading = result.identity if result else None
    if reading is None:
        return ()
    parts = (reading.birth_name or "", " ".join(reading.given_names))
    return _one(" ".join(part for part in parts if part))


def _one(text: str | None, criterion: str = "") -> tuple[Word, ...]:
    """The one source's word; on the address proof a criterion knows where it stands."""
    key = finding_key(StageName.ADDRESS, criterion) if criterion else ""
    return (("", text, key),) if text else ()


def _shown(field: Field, person: CivilIdentity) -> str:
    return shown(field, stated(person, field))


def _whole(person: CivilIdentity) -> str:
    names = (person.birth_name or "", " ".join(person.given_names))
    return " ".join(name for name in names if name)


def _line(address: PostalAddress) -> str:
    return f"{address.street}, {address.postcode} {address.town}".strip(", ")
