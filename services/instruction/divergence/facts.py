"""Every source's word on the candidate's identity, gathered from one dossier."""

from services.instruction.divergence.sources import DivergenceFacts, DocumentFacts
from shared.domain.civil_identity import CivilIdentity
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.findings import CheckResult, IdentityReading, Mrz, Verdict
from shared.domain.piece import PieceKind
from shared.stages import StageName

#: Where each layout keeps surname and given names: line, first and last column (RULEBOOK N9).
_SHARED_ZONES: dict[str, tuple[int, int, int]] = {
    "td1": (2, 0, 30),
    "td2": (0, 5, 36),
    "td3": (0, 5, 44),
    "mrva": (0, 5, 44),
    "mrvb": (0, 5, 36),
}
_OWN_ZONES: dict[str, dict[str, tuple[int, int, int]]] = {
    "old_cni": {"birth_name": (0, 5, 30), "given_names": (1, 13, 27)},
    "licence": {"birth_name": (0, 21, 29)},
}


def gather(dossier: Dossier) -> DivergenceFacts:
    """Collect what every source says."""
    demande = dossier.demande
    address = _result(dossier, StageName.ADDRESS)
    reading = address.address if address else None
    return DivergenceFacts(
        declared=demande.candidate,
        account=demande.account,
        document=_document(_result(dossier, StageName.IDENTITY)),
        representative=demande.representative,
        address_read=reading is not None,
        address_holder=reading.holder if reading else None,
        hosted=PieceKind.HOSTING in dossier.pieces,
    )


def _result(dossier: Dossier, name: StageName) -> CheckResult | None:
    """The stage's answer; that of an earlier run does not count while a new one is due."""
    stage = dossier.stage(name)
    return stage.result if stage.status is StageStatus.DONE else None


def _document(result: CheckResult | None) -> DocumentFacts | None:
    reading = result.identity if result else None
    if result is None or reading is None or not _says_something(reading):
        return None
    verified = reading.mrz is not None and reading.mrz.verified
    digits_hold = any(
        finding.criterion == "mrz_check_digits" and finding.verdict is Verdict.PASS
        for finding in result.findings
    )
    return DocumentFacts(
        identity=CivilIdentity(
            birth_name=reading.birth_name,
            given_names=reading.given_names,
            sex=reading.sex,
            birth_date=reading.birth_date,
        ),
        layout=reading.mrz.format if reading.mrz else None,
        names_trusted=verified,
        date_trusted=verified or digits_hold,
        cut=_cut_fields(reading.mrz) if reading.mrz else frozenset(),
    )


def _says_something(reading: IdentityReading) -> bool:
    return bool(reading.birth_name or reading.given_names or reading.birth_date)


def _cut_fields(mrz: Mrz) -> frozenset[str]:
    """Fields whose zone is filled to its last character (RULEBOOK N10)."""
    shared = _SHARED_ZONES.get(mrz.format)
    if shared is None:
        zones = _OWN_ZONES.get(mrz.format, {})
        return frozenset(field for field, zone in zones.items() if _is_full(_text(mrz, zone)))
    text = _text(mrz, shared)
    if not _is_full(text):
        return frozenset()
    # a short surname leaves room for itself: only one that takes half the zone or more is cut,
    # else LE would be the start of LEFEBVRE
    long_surname = len(text.partition("<<")[0]) * 2 >= len(text)
    return frozenset({"birth_name", "given_names"} if long_surname else {"given_names"})


def _text(mrz: Mrz, zone: tuple[int, int, int]) -> str:
    line, start, end = zone
    return mrz.lines[line][start:end] if line < len(mrz.lines) else ""


def _is_full(text: str) -> bool:
    return bool(text) and not text.endswith("<")
