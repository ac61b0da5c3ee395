"""The picture of a piece beside what is said of it, with the measured places drawn on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

from services.intake.previews import Previews
from services.intake.requests import piece_kind, readable_dossier
from services.intake.sign_in import HOME, filer_of
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.files import SNIFF_BYTES, sniff_media_type
from shared.domain.findings import Finding, Verdict
from shared.domain.piece import PieceKind
from shared.errors import KeyErased, MissingBlob
from shared.pipeline.ports import Blobs, Dossiers
from shared.stages import TABLE, StageName
from shared.web.problems import Problem, ProblemType
from shared.web.witnessed import note_own_piece

#: A picture runs nothing and loads nothing, even where a browser takes it for something else.
PICTURE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'",
    "Content-Disposition": "inline",
}
#: Their working copies are pictures; those of documents may be PDF.
_PICTURES = frozenset({PieceKind.PHOTO, PieceKind.SIGNATURE})
_STAGES = {row.piece: row.name for row in TABLE.values() if row.piece}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where a page finds the picture; empty where there is none."""

    picture: str = ""
    overlay: str = ""


NOTHING = Shown()


@dataclass(frozen=True, slots=True, kw_only=True)
class PiecePictures:
    """Two addresses a piece, for whoever may read the dossier."""

    dossiers: Dossiers
    blobs: Blobs
    previews: Previews

    def routes(self) -> list[web.RouteDef]:
        """Both are for reading."""
        one = f"{HOME}/dossiers/{{dossier_id}}/pieces/{{kind}}"
        return [
            web.get(f"{one}/image", self.picture, name="piece_picture", allow_head=False),
            web.get(f"{one}/cadre.svg", self.overlay, name="piece_overlay", allow_head=False),
        ]

    async def picture(self, request: web.Request) -> web.Response:
        """The piece drawn anew by a check: never the bytes that were sent."""
        dossier, kind = await self._found(request)
        data = await self._drawn(dossier, kind)
        if data is None:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        await note_own_piece(request, await filer_of(request), dossier.dossier_id, kind)
        media_type = sniff_media_type(data[:SNIFF_BYTES]) or "image/jpeg"
        return web.Response(body=data, content_type=media_type, headers=PICTURE_HEADERS)

    async def overlay(self, request: web.Request) -> web.Response:
        """The places that the findings name."""
        dossier, kind = await self._found(request)
        drawing = overlay_svg(self._findings(dossier, kind))
        headers = PICTURE_HEADERS
        return web.Response(text=drawing, content_type="image/svg+xml", headers=headers)

    def shown(self, dossier: Dossier, kind: PieceKind) -> Shown:
        """What a page may show of the piece now."""
        piece = dossier.pieces.get(kind)
        if piece is None or not self._has_picture(dossier, kind):
            return NOTHING
        one = f"{HOME}/dossiers/{dossier.dossier_id}/pieces/{kind}"
        boxed = any(_box(finding) for finding in self._findings(dossier, kind))
        version = f"?v={piece.sha256[:8]}"
        return Shown(
            picture=f"{one}/image{version}",
            overlay=f"{one}/cadre.svg{version}" if boxed else "",
        )

    async def _found(self, request: web.Request) -> tuple[Dossier, PieceKind]:
        account = await filer_of(request)
        dossier = await readable_dossier(request, account, self.dossiers)
        kind = piece_kind(request)
        if kind not in dossier.pieces:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        return dossier, kind

    async def _drawn(self, dossier: Dossier, kind: PieceKind) -> bytes | None:
        copy = _copy_of(dossier, kind)
        if copy is None:
            return self.previews.of(dossier.pieces[kind]).picture
        try:
            return await self.blobs.read(copy)
        except (MissingBlob, KeyErased):  # its check is running again, or its time is over
            return None

    def _has_picture(self, dossier: Dossier, kind: PieceKind) -> bool:
        if _copy_of(dossier, kind) is not None:
            return True
        return _is_new(dossier, kind) and self.previews.of(dossier.pieces[kind]).picture is not None

    def _findings(self, dossier: Dossier, kind: PieceKind) -> tuple[Finding, ...]:
        stage = _STAGES.get(kind)
        result = dossier.stage(stage).result if stage else None
        if result is not None and not _is_new(dossier, kind):
            return result.findings
        return self.previews.of(dossier.pieces[kind]).findings


def _is_new(dossier: Dossier, kind: PieceKind) -> bool:
    """True for a piece that no stage has checked yet: of a draft, or replaced in a correction."""
    replaced = any(item.piece is kind and item.mended for item in dossier.items)
    return replaced or dossier.stage(StageName.DRAFT).status is StageStatus.OPEN


def _copy_of(dossier: Dossier, kind: PieceKind) -> str | None:
    """The stored copy that a check drew; None for documents, and before the check."""
    if kind not in _PICTURES or _is_new(dossier, kind):
        return None
    result = dossier.stage(_STAGES[kind]).result
    return result.working_copy if result else None


def _box(finding: Finding) -> tuple[float, float, float, float] | None:
    box = finding.evidence.box if finding.evidence else None
    return (box.left, box.top, box.width, box.height) if box else None


def overlay_svg(findings: Iterable[Finding]) -> str:
    """One rectangle a place, red where one of its criteria failed; shares of the picture."""
    worst: dict[tuple[float, float, float, float], bool] = {}
    for finding in findings:
        place = _box(finding)
        if place is not None and not finding.advisory:
            worst[place] = worst.get(place, False) or finding.verdict is Verdict.FAIL
    drawn = "".join(_rectangle(place, bad) for place, bad in worst.items())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" '
        f'preserveAspectRatio="none">{drawn}</svg>'
    )


def _rectangle(place: tuple[float, float, float, float], bad: bool) -> str:
    """A light line under a dark one, which is seen on any ground; dashed where it is all right."""
    left, top, width, height = (round(100 * share, 2) for share in place)
    shape = f'x="{left}" y="{top}" width="{width}" height="{height}" fill="none"'
    dashes = "" if bad else ' stroke-dasharray="6 4"'
    colour = "#8e1616" if bad else "#0b5457"
    line = 'vector-effect="non-scaling-stroke"'
    return (
        f'<rect {shape} stroke="#ffffff" stroke-width="5" {line}/>'
        f'<rect {shape} stroke="{colour}" stroke-width="2.5" {line}{dashes}/>'
    )
