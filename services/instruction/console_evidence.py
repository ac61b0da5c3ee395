"""Where on the pieces the values stand that an agent compares: one zone a value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.domain.dossier import Dossier
from shared.domain.findings import Box, CheckResult, Evidence
from shared.domain.piece import BACKS, PieceKind
from shared.stages import TABLE, StageName

#: The part of a document in words.
SOURCES = {"mrz": "zone de lecture", "visual_zone": "texte imprimé", "2d_doc": "code 2D-Doc"}

#: Pages of each piece that can be shown.
PageCounts = Mapping[PieceKind, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A rectangle on a page with what was found there."""

    #: Its name in the page, for links that light it.
    key: str
    kind: PieceKind
    #: Counted from 1 within the file.
    page: int
    box: Box
    label: str


def reading_key(stage: StageName, source: str, name: str) -> str:
    """The name of the zone of a field as one part of a document gives it."""
    return f"zone-{stage}-{source}-{name}"


def finding_key(stage: StageName, criterion: str) -> str:
    """The name of the zone where a criterion was measured."""
    return f"zone-{stage}-{criterion}"


def zones_of(dossier: Dossier, counts: PageCounts) -> dict[str, Zone]:
    """Every zone of the dossier by its name."""
    zones: dict[str, Zone] = {}
    for row in TABLE.values():
        result = dossier.stage(row.name).result
        if row.piece is None or row.piece not in dossier.pieces or result is None:
            continue
        for key, label, evidence in _found(row.name, result):
            if evidence is not None and evidence.box is not None and key not in zones:
                kind, page = _place(dossier, row.piece, evidence.page, counts)
                zones[key] = Zone(key=key, kind=kind, page=page, box=evidence.box, label=label)
    return zones


def _found(stage: StageName, result: CheckResult) -> Iterator[tuple[str, str, Evidence | None]]:
    for said in result.identity.sources if result.identity else ():
        label = f"{SOURCES.get(said.source, said.source)} : {said.value}"
        yield reading_key(stage, said.source, said.name), label, said.evidence
    for finding in result.findings:
        yield finding_key(stage, finding.criterion), finding.message, finding.evidence


def _place(
    dossier: Dossier, kind: PieceKind, page: int, counts: PageCounts
) -> tuple[PieceKind, int]:
    """The file on which a page stands: a back in a file of its own follows its front."""
    back = BACKS.get(kind)
    own = counts.get(kind, 1)
    if back in dossier.pieces and back is not None and page > own:
        return back, page - own
    return kind, page
