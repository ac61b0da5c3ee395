"""Dossiers walked by the real transitions to where a measurement wants them."""

import datetime as dt
from collections.abc import Sequence

from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.demande import Demande, DemandeKind
from shared.domain.dossier import (
    CorrectionItem,
    Delivery,
    DivergenceResult,
    Outcome,
    Route,
    StageStatus,
)
from shared.domain.events import (
    Claimed,
    Decided,
    Event,
    PieceAdded,
    StageFailed,
    StageFinished,
    StageResult,
    Submitted,
    Validated,
)
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.domain.piece import Piece, PieceKind
from shared.domain.transitions import advance, open_dossier
from shared.stages import TABLE, StageName

_S = StageName
CHECKS = (_S.PHOTO, _S.SIGNATURE, _S.IDENTITY, _S.ADDRESS)
PIECES = (PieceKind.PHOTO, PieceKind.SIGNATURE, PieceKind.IDENTITY, PieceKind.ADDRESS)

#: Criteria that a check names on average: 22 for a photo, 5 to 7 for the others.
FINDINGS = 9


class Walk:
    """One dossier on its way; every step must apply."""

    def __init__(self, dossier_id: str, owner: str, now: dt.datetime) -> None:
        """Open a draft."""
        self.now = now
        self.dossier = open_dossier(dossier_id, owner, _demande(), now, TABLE).dossier

    def step(self, event: Event) -> None:
        """Apply one event a second after the last."""
        self.now += dt.timedelta(seconds=1)
        change = advance(self.dossier, event, self.now, TABLE)
        assert change is not None  # a walk is written so that each step applies
        self.dossier = change.dossier

    def submit(self, *, needs_validation: bool = False) -> None:
        """Add the four pieces and send the request."""
        for kind in PIECES:
            self.step(PieceAdded(piece=_piece(kind, self.now)))
        self.step(Submitted(needs_validation=needs_validation))

    def finish(self, names: Sequence[StageName], result: StageResult | None = None) -> None:
        """Let these stages answer."""
        for name in names:
            run = self.dossier.stage(name)
            self.step(
                StageFinished(
                    stage=name, run=run.run, attempt=run.attempt, result=result or check_result()
                )
            )

    def park(self, name: StageName) -> None:
        """Let this stage fail for good."""
        run = self.dossier.stage(name)
        self.step(
            StageFailed(
                stage=name, run=run.run, attempt=run.attempt, cause="CheckTimedOut", final=True
            )
        )

    def compare(self, route: Route = Route.CLEAN) -> None:
        """Let the comparison answer."""
        items = (CorrectionItem(message="La photo est floue.", piece=PieceKind.PHOTO),)
        asked = items if route is Route.CORRECTION else ()
        result = DivergenceResult(check=check_result(), route=route, items=asked)
        self.finish((_S.DIVERGENCE,), result)

    def decide(self, outcome: Outcome) -> None:
        """Let an agent decide."""
        self.step(Claimed(agent="agent-1"))
        self.step(Decided(agent="agent-1", outcome=outcome, reason="Motif."))

    def validate(self) -> None:
        """Let the candidate validate."""
        self.step(Validated())

    def deliver(self) -> None:
        """Send the letters that are due."""
        if self.dossier.stage(_S.NOTIFICATION).status is StageStatus.OPEN:
            sent = tuple(letter.seq for letter in self.dossier.unsent_letters())
            self.finish((_S.NOTIFICATION,), Delivery(sent=sent))


def check_result(findings: int = FINDINGS) -> CheckResult:
    """A check's answer of the usual size."""
    return CheckResult(
        findings=tuple(
            Finding(
                criterion=f"criterion_{number}",
                verdict=Verdict.PASS,
                message="La tête occupe la bonne place dans la photo.",
                value=34.2,
                unit="mm",
                expected="32 à 36 mm",
                rule_set="bench-1",
            )
            for number in range(findings)
        ),
        facts={f"measure_{number}": 0.5 * number for number in range(findings)},
    )


def _demande() -> Demande:
    person = CivilIdentity(
        birth_name="Specimen",
        given_names=("Camille", "Jeanne"),
        sex="F",
        birth_date="1990-04-12",
        birth_place="Lyon",
        email="camille.specimen@exemple.invalid",
    )
    return Demande(
        kind=DemandeKind.REGISTRATION,
        category="B",
        candidate=person,
        account=person,
        address=PostalAddress(street="12 rue des Exemples", postcode="69003", town="Lyon"),
        agrement="E0906900010",
    )


def _piece(kind: PieceKind, now: dt.datetime) -> Piece:
    return Piece(
        kind=kind,
        blob_id=f"blob-{kind}",
        sha256="0" * 64,
        size=1_000_000,
        media_type="image/jpeg",
        uploaded_at=now,
    )
