"""A dossier as its people read it: the one answer that API, pages and events give."""

import datetime as dt
import math
from typing import Any

from shared.domain.dossier import CorrectionItem, Dossier, Letter, StageRun, StageStatus
from shared.domain.findings import Finding, overall
from shared.domain.forecast import Forecast
from shared.domain.piece import PIECE_LABELS, Piece, PieceKind
from shared.domain.states import STAGE_LABELS, STATUS_LABELS, State, state_of
from shared.domain.title import Title
from shared.domain.title_table import TITLE_TABLE, label_of
from shared.stages import TABLE, StageName
from shared.web.disclosure import for_filers
from shared.web.title_words import error_until, may_redispatch

Json = dict[str, Any]


def status_view(
    dossier: Dossier,
    now: dt.datetime,
    *,
    for_agent: bool = False,
    forecast: Forecast | None = None,
) -> Json:
    """Where the dossier is, since when, whose turn, by when, what then; and its findings.

    What other sources say of an identity is for agents: an account may be somebody else's.
    """
    return {
        "dossier_id": dossier.dossier_id,
        "rev": dossier.rev,
        "kind": dossier.demande.kind.value,
        "category": dossier.demande.category,
        "created_at": iso(dossier.created_at),
        "updated_at": iso(dossier.updated_at),
        "state": _state_view(state_of(dossier, now), forecast),
        "route": dossier.route.value if dossier.route else None,
        "stages": _stage_views(dossier, for_agent=for_agent),
        "pieces": [
            _piece_view(dossier.pieces[kind]) for kind in PieceKind if kind in dossier.pieces
        ],
        "corrections": [_correction_view(item) for item in dossier.items],
        "letters": [_letter_view(letter) for letter in dossier.letters],
        "decision": _decision_view(dossier),
        "title": _title_view(dossier.title, now),
    }


def _state_view(state: State, forecast: Forecast | None) -> Json:
    """Position 1 is the next one; position and wait are null outside a line or when unknown."""
    wait = forecast.wait if forecast else None
    return {
        "code": state.code.value,
        "label": state.label,
        "turn": state.turn.value,
        "since": iso(state.since),
        "deadline": iso(state.deadline),
        "then": state.then,
        "position": forecast.position if forecast else None,
        "expected_wait_seconds": math.ceil(wait.total_seconds()) if wait is not None else None,
    }


def finding_view(finding: Finding, *, sources: bool = True) -> Json:
    """A finding; `expected` is left out where it quotes sources that are not the reader's."""
    return {
        "criterion": finding.criterion,
        "verdict": finding.verdict.value,
        "value": finding.value,
        "unit": finding.unit,
        "expected": finding.expected if sources else None,
        "message": finding.message,
        "advisory": finding.advisory,
    }


def _piece_view(piece: Piece) -> Json:
    return {
        "kind": piece.kind.value,
        "label": PIECE_LABELS[piece.kind],
        "sha256": piece.sha256,
        "size": piece.size,
        "media_type": piece.media_type,
        "revision": piece.revision,
        "uploaded_at": iso(piece.uploaded_at),
    }


def _stage_views(dossier: Dossier, *, for_agent: bool) -> list[Json]:
    return [_stage_view(name, dossier.stage(name), for_agent=for_agent) for name in StageName]


def _stage_view(name: StageName, run: StageRun, *, for_agent: bool) -> Json:
    found = run.result.findings if run.result else ()
    findings = found if for_agent else for_filers(found)
    sources = for_agent or name is not StageName.DIVERGENCE
    settled = run.status in (StageStatus.DONE, StageStatus.PARKED)
    return {
        "name": name.value,
        "label": STAGE_LABELS[name],
        "status": run.status.value,
        "status_label": STATUS_LABELS[run.status],
        "turn": TABLE[name].turn.value if run.status is StageStatus.OPEN else None,
        "since": iso(run.since),
        "deadline": iso(run.deadline),
        "run": run.run,
        "attempt": run.attempt,
        "verdict": overall(findings).value if settled and findings else None,
        "findings": [finding_view(finding, sources=sources) for finding in findings],
    }


def _correction_view(item: CorrectionItem) -> Json:
    return {
        "piece": item.piece.value if item.piece else None,
        "field": item.field,
        "message": item.message,
        "mended": item.mended,
    }


def _letter_view(letter: Letter) -> Json:
    return {
        "seq": letter.seq,
        "kind": letter.kind.value,
        "created_at": iso(letter.created_at),
        "sent_at": iso(letter.sent_at),
        "deliveries": [
            {
                "reader": row.reader.value,
                "channel": row.channel.value,
                "state": row.state.value,
                "at": iso(row.at),
                "cause": row.cause,
            }
            for row in letter.deliveries
        ],
    }


def _decision_view(dossier: Dossier) -> Json | None:
    decision = dossier.decision
    if decision is None:
        return None
    return {
        "outcome": decision.outcome.value,
        "decided_at": iso(decision.decided_at),
        "reason": decision.reason,
    }


def _title_view(title: Title | None, now: dt.datetime) -> Json | None:
    """Where the title is, since when, whose turn, by when, and what then."""
    if title is None:
        return None
    row = TITLE_TABLE.get(title.state)
    return {
        "state": title.state.value,
        "label": label_of(title.state),
        "turn": row.owner.value if row else None,
        "since": iso(title.since),
        "deadline": iso(title.deadline),
        "then": row.then if row else "",
        "late": title.late > 0,
        "may_ask_redispatch": may_redispatch(title, now),
        "error_until": iso(error_until(title)),
    }


def iso(moment: dt.datetime | None) -> str | None:
    """A moment as every answer writes it."""
    return moment.isoformat().replace("+00:00", "Z") if moment else None
