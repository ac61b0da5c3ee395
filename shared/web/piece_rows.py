"""The pieces of a dossier as its people read them: one row each, with its findings.

A failed criterion is told as « à refaire » only where a correction asks for it. A doubt that only
an agent may judge reads « à vérifier » and its finding stays with the agent.
"""

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from shared.domain.dossier import CorrectionItem, Dossier, Outcome, StageStatus
from shared.domain.findings import Finding, Verdict, overall
from shared.domain.piece import PIECE_LABELS, Piece, PieceKind
from shared.stages import TABLE, StageName
from shared.web.gauge import Gauge, gauge_of

#: Verdicts for people.
VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.PASS: "conforme",
    Verdict.WARN: "à vérifier",
    Verdict.FAIL: "à refaire",
    Verdict.NOT_EVALUATED: "non évalué",
}
_GRAVEST_FIRST = (Verdict.FAIL, Verdict.NOT_EVALUATED, Verdict.WARN, Verdict.PASS)

_STAGES: dict[PieceKind, StageName] = {row.piece: row.name for row in TABLE.values() if row.piece}


class RowState(enum.StrEnum):
    """Where a piece is."""

    #: No check reads it, its check has not begun, or an agent has decided on it.
    RECEIVED = "received"
    CHECKING = "checking"
    #: Replaced in a correction that is not sent yet.
    REPLACED = "replaced"
    JUDGED = "judged"


_NOTES: dict[RowState, str] = {
    RowState.RECEIVED: "Nous avons bien reçu ce fichier.",
    RowState.CHECKING: "La vérification est en cours.",
    RowState.REPLACED: "Nouveau fichier reçu. Il sera vérifié après l’envoi de la correction.",
}
_VERDICT_NOTES: dict[Verdict, str] = {
    Verdict.PASS: "Tout est en ordre.",
    Verdict.WARN: "Un agent regardera cette pièce. Vous n’avez rien à faire.",
    Verdict.FAIL: "Il faut remplacer cette pièce. La marche à suivre est donnée plus haut.",
    Verdict.NOT_EVALUATED: "Un agent regardera cette pièce. Vous n’avez rien à faire.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCard:
    """One criterion that people may read."""

    verdict: Verdict
    word: str
    message: str
    #: « 29,8 mm »; empty for texts, which the message already tells.
    measured: str
    expected: str
    gauge: Gauge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRow:
    """One piece."""

    kind: PieceKind
    label: str
    state: RowState
    uploaded_at: dt.datetime
    revision: int
    note: str
    verdict: Verdict | None = None
    word: str = ""
    cards: tuple[FindingCard, ...] = ()


def piece_rows(dossier: Dossier) -> tuple[PieceRow, ...]:
    """One row a piece, in the order shown to people."""
    return tuple(
        _row(dossier, dossier.pieces[kind]) for kind in PieceKind if kind in dossier.pieces
    )


def _row(dossier: Dossier, piece: Piece) -> PieceRow:
    asked = [item for item in dossier.items if item.piece is piece.kind]
    state = _state(dossier, piece.kind, asked)
    verdict: Verdict | None = None
    cards: tuple[FindingCard, ...] = ()
    if state is RowState.JUDGED:
        findings = _findings(dossier, piece.kind)
        verdict = _shown_verdict(findings, asked)
        cards = _cards(findings, asked)
    if dossier.outcome is Outcome.ACCEPTED and verdict is not Verdict.PASS:
        # the agent's decision stands above the machine's doubt
        state, verdict, cards = RowState.RECEIVED, None, ()
    return PieceRow(
        kind=piece.kind,
        label=_capital(PIECE_LABELS[piece.kind]),
        state=state,
        uploaded_at=piece.uploaded_at,
        revision=piece.revision,
        note=_note(dossier, state, verdict),
        verdict=verdict,
        word=VERDICT_WORDS[verdict] if verdict else "",
        cards=cards,
    )


def _state(dossier: Dossier, kind: PieceKind, asked: list[CorrectionItem]) -> RowState:
    if asked and all(item.mended for item in asked):
        return RowState.REPLACED
    name = _STAGES.get(kind)
    if asked and name is None:
        return RowState.JUDGED
    if name is None:
        return RowState.RECEIVED
    match dossier.stage(name).status:
        case StageStatus.OPEN:
            return RowState.CHECKING
        case StageStatus.DONE | StageStatus.PARKED:
            return RowState.JUDGED
    return RowState.RECEIVED


def _note(dossier: Dossier, state: RowState, verdict: Verdict | None) -> str:
    if dossier.outcome is Outcome.ACCEPTED and verdict is not Verdict.PASS:
        return "Un agent a accepté la demande avec cette pièce."
    if dossier.outcome is not None and verdict is not Verdict.PASS:
        return "La demande est terminée : cette pièce n’est plus étudiée."
    return _VERDICT_NOTES[verdict] if verdict else _NOTES[state]


def _findings(dossier: Dossier, kind: PieceKind) -> tuple[Finding, ...]:
    name = _STAGES.get(kind)
    result = dossier.stage(name).result if name else None
    return result.findings if result else ()


def _shown_verdict(findings: tuple[Finding, ...], asked: list[CorrectionItem]) -> Verdict:
    if asked:
        return Verdict.FAIL
    verdict = overall(findings)
    return Verdict.WARN if verdict is Verdict.FAIL else verdict


def _cards(findings: tuple[Finding, ...], asked: list[CorrectionItem]) -> tuple[FindingCard, ...]:
    """The findings that people may read, gravest first, advisory ones last."""
    told = [
        finding
        for finding in findings
        if finding.verdict is not Verdict.FAIL
        or any(finding.message in item.message for item in asked)
    ]
    told.sort(key=lambda finding: (finding.advisory, _GRAVEST_FIRST.index(finding.verdict)))
    return tuple(_card(finding) for finding in told)


def finding_cards(findings: Iterable[Finding]) -> tuple[FindingCard, ...]:
    """What a first look found on a filer's own picture, gravest first."""
    order = sorted(
        findings, key=lambda found: (found.advisory, _GRAVEST_FIRST.index(found.verdict))
    )
    return tuple(_card(finding) for finding in order)


def _card(finding: Finding) -> FindingCard:
    return FindingCard(
        verdict=finding.verdict,
        word=VERDICT_WORDS[finding.verdict],
        message=finding.message,
        measured=_measured(finding),
        expected=finding.expected or "",
        gauge=gauge_of(finding),
    )


def _measured(finding: Finding) -> str:
    """« 29,8 mm »: three figures say enough, with the French comma."""
    if finding.value is None or isinstance(finding.value, str):
        return ""
    number = f"{finding.value:.3g}" if abs(finding.value) < 1000 else f"{finding.value:.0f}"
    # no-break space: a number stays with its unit
    return (
        f"{number.replace('.', ',')}\u00a0{finding.unit}"
        if finding.unit
        else number.replace(".", ",")
    )


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
