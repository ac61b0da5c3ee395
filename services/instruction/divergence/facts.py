"""Every source's word on the candidate's identity, gathered from one dossier."""

from services.instruction.divergence.sources import DivergenceFacts, DocumentFacts, Part, Trust
from services.instruction.divergence.zones import cut_fields
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.findings import AddressReading, CheckResult, IdentityReading, Verdict
from shared.domain.piece import PieceKind
from shared.stages import StageName

#: The parts of a document as readings name them.
_PARTS = {"mrz": Part.MRZ, "visual_zone": Part.VISUAL_ZONE, "2d_doc": Part.TWO_D_DOC}

#: RULEBOOK 10: a bill's 2D-Doc names its holder whole, or by title, name and given name.
_WHOLE_HOLDER, _HOLDER_PARTS = "10", ("11", "12", "13")


def gather(dossier: Dossier) -> DivergenceFacts:
    """Collect what every source says."""
    demande = dossier.demande
    address = _result(dossier, StageName.ADDRESS)
    reading = address.address if address else None
    proof, attested = dossier.pieces.get(PieceKind.ADDRESS), _result(dossier, StageName.HOSTING)
    return DivergenceFacts(
        declared=demande.candidate,
        account=demande.account,
        documents=_documents(_result(dossier, StageName.IDENTITY)),
        representative=demande.representative,
        address_read=reading is not None,
        holders=_holders(reading),
        declared_address=demande.address,
        proof_address=_proof_address(reading),
        proof_issued_on=reading.issued_on if reading else None,
        proof_deposited_on=proof.uploaded_at.date() if proof else None,
        hosted=PieceKind.HOSTING in dossier.pieces,
        attestation=attested.hosting if attested else None,
        host=_document(_result(dossier, StageName.HOST_IDENTITY)),
        host_filed=PieceKind.HOST_IDENTITY in dossier.pieces,
        parent=_document(_result(dossier, StageName.REPRESENTATIVE_IDENTITY)),
    )


def _result(dossier: Dossier, name: StageName) -> CheckResult | None:
    """The stage's answer; that of an earlier run does not count while a new one is due."""
    stage = dossier.stage(name)
    return stage.result if stage.status is StageStatus.DONE else None


def _documents(result: CheckResult | None) -> tuple[DocumentFacts, ...]:
    """One document a part that was read; the zone first."""
    reading = result.identity if result else None
    if result is None or reading is None:
        return ()
    whole = _whole(reading, result)
    others = (_of_part(part, reading) for part in (Part.VISUAL_ZONE, Part.TWO_D_DOC))
    found = (whole, *(one for one in others if one is not None))
    return tuple(one for one in found if _says_something(one.identity))


def _document(result: CheckResult | None) -> DocumentFacts | None:
    """Somebody else's document as the check settled it; None where it names nobody."""
    documents = _documents(result)
    named = [one for one in documents if one.identity.birth_name and one.identity.given_names]
    return named[0] if named else None


def _whole(reading: IdentityReading, result: CheckResult) -> DocumentFacts:
    """The reading as the check settled it: the zone where there is one, else the printed side."""
    verified = reading.mrz is not None and reading.mrz.verified
    digits_hold = any(
        finding.criterion == "mrz_check_digits" and finding.verdict is Verdict.PASS
        for finding in result.findings
    )
    names_hold = verified and not reading.names_doubtful
    identity = CivilIdentity(
        birth_name=reading.birth_name,
        usage_name=reading.usage_name,
        given_names=reading.given_names,
        sex=reading.sex,
        birth_date=reading.birth_date,
        birth_place=reading.birth_place,
    )
    return DocumentFacts(
        identity=identity,
        part=Part.MRZ if reading.mrz else Part.VISUAL_ZONE,
        layout=reading.mrz.format if reading.mrz else None,
        names=Trust.CONFIRMED if names_hold else Trust.DOUBTED,
        date=Trust.CONFIRMED if verified or digits_hold else Trust.DOUBTED,
        cut=cut_fields(reading.mrz, identity) if reading.mrz else frozenset(),
    )


def _of_part(part: Part, reading: IdentityReading) -> DocumentFacts | None:
    """What one more part says by itself; a signature confirms it, nothing else does."""
    if part is Part.VISUAL_ZONE and reading.mrz is None:
        return None  # it is the reading already
    said = {one.name: one.value for one in reading.sources if _PARTS.get(one.source) is part}
    given = said.get("given_names")
    identity = CivilIdentity(
        birth_name=said.get("birth_name"),
        usage_name=said.get("usage_name"),
        given_names=(given,) if given else (),
        sex=said.get("sex"),
        birth_date=said.get("birth_date"),
        birth_place=said.get("birth_place"),
    )
    signed = reading.two_d_doc is not None and reading.two_d_doc.signature == "valid"
    trust = Trust.CONFIRMED if part is Part.TWO_D_DOC and signed else Trust.DOUBTED
    return DocumentFacts(identity=identity, part=part, names=trust, date=trust)


def _says_something(identity: CivilIdentity) -> bool:
    return bool(identity.birth_name or identity.given_names or identity.birth_date)


def _holders(reading: AddressReading | None) -> tuple[str, ...]:
    """The name that a valid signature stands behind settles it; else the name printed.

    A bill may be printed anew around another household's code: the printed name must not win.
    """
    if reading is None:
        return ()
    signed = _signed_holder(reading)
    return tuple(name for name in (signed or reading.holder,) if name)


def _signed_holder(reading: AddressReading) -> str:
    code = reading.two_d_doc
    if code is None or code.signature != "valid":
        return ""
    parts = [code.fields.get(_WHOLE_HOLDER) or ""]
    parts = parts if parts[0] else [code.fields.get(number, "") for number in _HOLDER_PARTS]
    return " ".join(" ".join(parts).replace("/", " ").split())


def _proof_address(reading: AddressReading | None) -> PostalAddress | None:
    if reading is None or not reading.postcode or not reading.town:
        return None
    return PostalAddress(street="", postcode=reading.postcode, town=reading.town)
