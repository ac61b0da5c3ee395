"""Domain values with defaults, so that a test names only what it is about."""

import datetime as dt
from dataclasses import replace
from typing import Any

from shared.domain.change import Change
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.demande import Demande, DemandeKind
from shared.domain.dossier import DivergenceResult, Dossier, Route
from shared.domain.events import Event, PieceAdded, Submitted
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.domain.piece import Piece, PieceKind
from shared.domain.transitions import advance, open_dossier
from shared.stages import TABLE, StageTable

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)

#: The pieces of an adult's registration.
PIECES = (PieceKind.PHOTO, PieceKind.SIGNATURE, PieceKind.IDENTITY, PieceKind.ADDRESS)


def an_identity(**changes: Any) -> CivilIdentity:
    """A fictitious adult."""
    person = CivilIdentity(
        birth_name="Specimen",
        given_names=("Camille", "Jeanne"),
        sex="F",
        birth_date="1990-04-12",
        birth_place="Lyon",
        email="camille.specimen@example.org",
    )
    return replace(person, **changes)


def a_demande(**changes: Any) -> Demande:
    """A registration filed by a school; the account says what the request says."""
    person = changes.pop("candidate", an_identity())
    demande = Demande(
        kind=DemandeKind.REGISTRATION,
        category="B",
        candidate=person,
        account=person,
        address=PostalAddress(street="12 rue des Exemples", postcode="69003", town="Lyon"),
        agrement="E0906900010",
    )
    return replace(demande, **changes)


def a_piece(kind: PieceKind = PieceKind.PHOTO, **changes: Any) -> Piece:
    """A stored piece."""
    piece = Piece(
        kind=kind,
        blob_id=f"blob-{kind}",
        sha256="0" * 64,
        size=1000,
        media_type="image/jpeg",
        uploaded_at=NOW,
    )
    return replace(piece, **changes)


def a_change(dossier_id: str = "G-TEST", table: StageTable = TABLE, **demande: Any) -> Change:
    """The opening of a draft."""
    return open_dossier(dossier_id, "ecole", a_demande(**demande), NOW, table)


def after(dossier: Dossier, *events: Event, now: dt.datetime = NOW) -> Dossier:
    """The dossier after these events, each of which must apply."""
    for event in events:
        change = advance(dossier, event, now, TABLE)
        assert change is not None, event
        dossier = change.dossier
    return dossier


def a_draft(*kinds: PieceKind, **demande: Any) -> Dossier:
    """A draft with pieces."""
    draft = a_change(**demande).dossier
    return after(draft, *(PieceAdded(piece=a_piece(kind)) for kind in kinds))


def a_dossier(*kinds: PieceKind, needs_validation: bool = True, **demande: Any) -> Dossier:
    """A dossier just sent."""
    draft = a_draft(*(kinds or PIECES), **demande)
    return after(draft, Submitted(needs_validation=needs_validation))


def a_finding(**changes: Any) -> Finding:
    """A passed criterion."""
    finding = Finding(criterion="sharpness", verdict=Verdict.PASS, message="La photo est nette.")
    return replace(finding, **changes)


def a_result(**changes: Any) -> CheckResult:
    """A check that found nothing wrong."""
    return CheckResult(findings=(a_finding(**changes),))


def a_divergence(route: Route = Route.CLEAN, **changes: Any) -> DivergenceResult:
    """A comparison that found nothing."""
    check = a_result(criterion="divergence_birth_name")
    return DivergenceResult(check=check, route=route, **changes)
