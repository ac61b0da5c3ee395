"""A piece on its way in: streamed to the file store and hashed, kept whole or not at all."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from services.intake.forms import first_file
from shared.domain.files import RefusalCode, UnreadableFile, sniff_media_type
from shared.domain.piece import Piece, PieceKind
from shared.errors import KeyErased
from shared.pipeline.ports import Blobs, Clock, StoredBlob
from shared.web.problems import Problem, ProblemType, file_refused, invalid_header

#: Bytes read at a time.
CHUNK = 256 * 1024
#: Seconds without a byte until an upload counts as broken off. The web server does not say so of a
#: body whose chunks make no sense, and a client that fell silent would hold its place for ever. [D]
STALL_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Stores a file and describes it; a Problem, with nothing kept, when it cannot be taken."""

    blobs: Blobs
    clock: Clock
    max_bytes: int

    async def body(self, request: web.Request, kind: PieceKind, dossier_id: str) -> Piece:
        """The body is the file."""
        if (request.content_length or 0) > self.max_bytes:
            raise file_refused(RefusalCode.TOO_LARGE)
        wanted = wanted_digest(request.headers.get("Content-Digest"))
        await invite_body(request)
        chunks = request.content.iter_chunked(CHUNK)
        return await self._keep(kind, dossier_id, chunks, wanted)

    async def form(self, request: web.Request, kind: PieceKind, dossier_id: str) -> Piece:
        """The file is the first part of a form; a form without one is an empty file."""
        part = await first_file(request)
        return await self._keep(kind, dossier_id, _part_chunks(part), None)

    async def part(self, part: BodyPartReader, kind: PieceKind, kept_for: str) -> Piece:
        """One file of a form with several, under the key of a dossier or of a batch."""
        return await self._keep(kind, kept_for, _part_chunks(part), None)

    async def _keep(
        self, kind: PieceKind, dossier_id: str, chunks: AsyncIterator[bytes], wanted: str | None
    ) -> Piece:
        try:
            stored = await self.blobs.write(_steady(chunks), self.max_bytes, dossier_id)
        except UnreadableFile as refusal:
            raise file_refused(refusal.code) from refusal
        except KeyErased as error:  # kept no longer: it ended, and nothing can be added
            raise Problem(ProblemType.WRONG_STATE) from error
        except (web.RequestPayloadError, ConnectionResetError, TimeoutError) as error:
            raise Problem(ProblemType.UPLOAD_INTERRUPTED) from error
        try:
            media_type = _media_type(stored, wanted)
        except Problem:
            await self.blobs.delete(stored.blob_id)
            raise
        return Piece(
            kind=kind,
            blob_id=stored.blob_id,
            sha256=stored.sha256,
            size=stored.size,
            media_type=media_type,
            uploaded_at=self.clock.now(),
        )


async def _steady(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The chunks; TimeoutError when none comes for too long."""
    while True:
        try:
            async with asyncio.timeout(STALL_SECONDS):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        yield chunk


async def _part_chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(CHUNK):
        yield chunk


async def hold_body(_: web.Request) -> None:
    """Leave `Expect: 100-continue` open until the body is wanted: a refusal saves the transfer."""


async def invite_body(request: web.Request) -> None:
    """Ask for a body that `hold_body` holds back."""
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # the answer itself has not begun


def _media_type(stored: StoredBlob, wanted: str | None) -> str:
    """The type found in the content, once the file is known to be the one that was sent."""
    if stored.size == 0:
        raise file_refused(RefusalCode.EMPTY)
    if wanted is not None and not hmac.compare_digest(wanted, stored.sha256):
        raise Problem(ProblemType.DIGEST_MISMATCH)
    media_type = sniff_media_type(stored.head)
    if media_type is None:
        raise file_refused(RefusalCode.UNSUPPORTED_TYPE)
    return media_type


def wanted_digest(header: str | None) -> str | None:
    """The SHA-256 of a Content-Digest header (RFC 9530), in hexadecimal; None without one."""
    for member in (header or "").split(","):
        name, _, value = member.strip().partition("=")
        if name.lower() == "sha-256":
            try:
                digest = base64.b64decode(value.strip(":"), validate=True)
            except ValueError as error:
                raise invalid_header("Content-Digest") from error
            if len(digest) != hashlib.sha256().digest_size:
                raise invalid_header("Content-Digest")
            return digest.hex()
    return None
