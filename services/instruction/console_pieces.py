"""The pieces of a dossier as sheets under the agent's eyes, and which one is shown first."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from services.instruction.console_evidence import PageCounts, Zone
from shared.domain.dossier import Dossier
from shared.domain.findings import Finding, Verdict, overall
from shared.domain.kept_bytes import copy_of, result_of
from shared.domain.piece import PIECE_LABELS, PieceKind
from shared.web.piece_rows import VERDICT_WORDS, FindingCard, finding_cards

_ORDER = (Verdict.FAIL, Verdict.NOT_EVALUATED, Verdict.WARN, Verdict.PASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of one piece."""

    key: str
    kind: PieceKind
    page: int
    label: str
    address: str
    #: True for what a correction replaced.
    earlier: bool
    shown: bool
    zones: tuple[Zone, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceCard:
    """One piece: its sheets, its verdict and everything measured on it."""

    kind: PieceKind
    label: str
    revision: int
    uploaded_at: dt.datetime
    sheets: tuple[Sheet, ...]
    #: False where the file could not be drawn anew: it is handed over as it is.
    drawn: bool
    verdict: Verdict | None
    word: str
    cards: tuple[FindingCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The sheet that the address asks for."""

    kind: str = ""
    page: str = ""


def piece_cards(
    dossier: Dossier, counts: PageCounts, zones: Mapping[str, Zone], wanted: Wanted
) -> tuple[PieceCard, ...]:
    """One card a piece in the order shown to people; exactly one sheet of all is shown."""
    kinds = [kind for kind in PieceKind if kind in dossier.pieces]
    shown = _first(dossier, kinds, wanted)
    return tuple(_card(dossier, kind, counts, (zones, shown)) for kind in kinds)


def _first(
    dossier: Dossier, kinds: list[PieceKind], wanted: Wanted
) -> tuple[PieceKind | None, int]:
    """What was asked for, else the piece with the gravest verdict."""
    # four digits say any page; thousands of them are no number to Python
    is_number = len(wanted.page) <= 4 and wanted.page.isascii() and wanted.page.isdigit()
    page = int(wanted.page) if is_number else 1
    for kind in kinds:
        if kind == wanted.kind:
            return kind, min(max(page, 1), 99)
    graves = sorted(kinds, key=lambda kind: _ORDER.index(overall(_findings(dossier, kind))))
    return (graves[0] if graves else None), 1


def _card(
    dossier: Dossier,
    kind: PieceKind,
    counts: PageCounts,
    seen: tuple[Mapping[str, Zone], tuple[PieceKind | None, int]],
) -> PieceCard:
    piece, findings = dossier.pieces[kind], _findings(dossier, kind)
    label, result = PIECE_LABELS[kind], result_of(dossier, kind)
    verdict = overall(findings) if result else None
    return PieceCard(
        kind=kind,
        label=label[:1].upper() + label[1:],
        revision=piece.revision,
        uploaded_at=piece.uploaded_at,
        sheets=(*_sheets(dossier, kind, counts, seen), *_earlier(dossier, kind)),
        drawn=copy_of(dossier, kind) is not None or piece.media_type in ("image/jpeg", "image/png"),
        verdict=verdict,
        word=VERDICT_WORDS[verdict] if verdict else "aucun contrôle automatique",
        cards=finding_cards(findings),
    )


def _sheets(
    dossier: Dossier,
    kind: PieceKind,
    counts: PageCounts,
    seen: tuple[Mapping[str, Zone], tuple[PieceKind | None, int]],
) -> list[Sheet]:
    zones, (shown, page) = seen
    pages, label = counts.get(kind, 1), PIECE_LABELS[kind]
    return [
        Sheet(
            key=f"{kind}-{number}",
            kind=kind,
            page=number,
            label=f"{label}, page {number}" if pages > 1 else label,
            address=f"/console/dossiers/{dossier.dossier_id}/images/{kind}/{number}",
            earlier=False,
            shown=kind is shown and number == min(page, pages),
            zones=tuple(one for one in zones.values() if (one.kind, one.page) == (kind, number)),
        )
        for number in range(1, pages + 1)
    ]


def _earlier(dossier: Dossier, kind: PieceKind) -> list[Sheet]:
    """The first page of what a correction replaced, beside its successor."""
    before = dossier.pieces[kind].before
    if before is None or before.working_copy is None:
        return []
    sheet = Sheet(
        key=f"{kind}-avant",
        kind=kind,
        page=1,
        label=f"{PIECE_LABELS[kind]}, avant la correction",
        address=f"/console/dossiers/{dossier.dossier_id}/images/{kind}/avant",
        earlier=True,
        shown=False,
        zones=(),
    )
    return [sheet]


def _findings(dossier: Dossier, kind: PieceKind) -> tuple[Finding, ...]:
    result = result_of(dossier, kind)
    return result.findings if result else ()
