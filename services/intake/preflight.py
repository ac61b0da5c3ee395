"""A verdict on a photo or a signature before any dossier exists: nothing is stored.

The picture is held in memory, handed to imagecheck, whose children open it, and forgotten.
"""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from services.intake.ask_imagecheck import ask_imagecheck
from services.intake.preflight_operations import PREFLIGHT_KINDS
from services.intake.uploads import CHUNK, hold_body, invite_body
from shared.domain.files import SNIFF_BYTES, RefusalCode, sniff_media_type
from shared.settings import Settings
from shared.web.problems import Problem, ProblemType, file_refused

#: Pictures held in memory at once by one process: ten megabytes each.
MOST_HELD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PreflightDoor:
    """Takes the picture, and brings back what imagecheck says of it."""

    settings: Settings
    held: set[asyncio.Task[None] | None] = field(default_factory=set)

    def routes(self) -> list[web.RouteDef]:
        """One route, open to everybody."""
        kinds = "|".join(PREFLIGHT_KINDS)
        path = f"/v1/preflight/{{kind:{kinds}}}"
        return [web.post(path, self.judge, name="preflight", expect_handler=hold_body)]

    async def judge(self, request: web.Request) -> web.Response:
        """The findings (200); a refusal that says what to do where the file cannot be read."""
        kind = request.match_info["kind"]
        if len(self.held) >= MOST_HELD:
            raise Problem(ProblemType.OVERLOADED, headers={"Retry-After": "60"})
        mine = asyncio.current_task()
        self.held.add(mine)
        try:
            answer = await ask_imagecheck(
                self.settings, f"preflight/{kind}", await self._received(request)
            )
        finally:
            self.held.discard(mine)
        if "refusal" in answer:
            raise file_refused(RefusalCode(answer["refusal"]))
        return web.json_response(answer)

    async def _received(self, request: web.Request) -> bytes:
        """The body, whole and of a type that a check reads."""
        most = self.settings.max_piece_bytes
        if (request.content_length or 0) > most:
            raise file_refused(RefusalCode.TOO_LARGE)
        await invite_body(request)
        data = bytearray()
        try:
            async for chunk in request.content.iter_chunked(CHUNK):
                data += chunk
                if len(data) > most:
                    raise file_refused(RefusalCode.TOO_LARGE)
        except (web.RequestPayloadError, ConnectionResetError) as error:
            raise Problem(ProblemType.UPLOAD_INTERRUPTED) from error
        if not data:
            raise file_refused(RefusalCode.EMPTY)
        if sniff_media_type(bytes(data[:SNIFF_BYTES])) is None:
            raise file_refused(RefusalCode.UNSUPPORTED_TYPE)
        return bytes(data)
