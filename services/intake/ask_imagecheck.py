"""One question to imagecheck, over its door for peers: bytes there, an answer in JSON back."""

import io

import aiohttp
from aiohttp import web

from shared.errors import ServerUnavailable
from shared.settings import Settings
from shared.web.peers import PEER_HEADER, peer_key
from shared.web.status import Json

#: Seconds for an answer: the check's own limit (20 s) and a place in the line.
ANSWER_SECONDS = 45


async def ask_imagecheck(settings: Settings, question: str, data: bytes) -> Json:
    """The answer to a question such as "look/photo"; raises ServerUnavailable without one."""
    url = f"{settings.imagecheck_url.rstrip('/')}/peer/{question}"
    headers = {PEER_HEADER: peer_key(settings), "Content-Type": "application/octet-stream"}
    limit = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.post(url, data=io.BytesIO(data), headers=headers) as response,
        ):
            if response.status != web.HTTPOk.status_code:
                raise ServerUnavailable("imagecheck")
            answer: Json = await response.json()
            return answer
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ServerUnavailable("imagecheck") from error
