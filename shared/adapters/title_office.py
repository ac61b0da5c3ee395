"""The office that makes titles, over a plain feed of JSON.

`POST {url}/orders` takes `{"dossier_id", "order"}` and answers 2xx, for the same order again too;
`GET {url}/news?after=POSITION` answers `{"news": [{"dossier_id", "order", "state", "at"}],
"position": TEXT}`, oldest first. An operator puts its own office's interface behind these two.
"""

import datetime as dt
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import aiohttp
from pydantic import BaseModel, ValidationError

from shared.domain.title import TitleState
from shared.errors import ServerUnavailable
from shared.pipeline.titles import NewsPage, TitleNews, TitleOrder

#: Seconds for an answer of the office. [D]
ANSWER_SECONDS = 15


class _Line(BaseModel):
    dossier_id: str
    order: int
    state: TitleState
    at: dt.datetime


class _Feed(BaseModel):
    news: list[_Line]
    position: str


class HttpTitleOffice:
    """Asks over HTTP; whatever is no proper answer is an office that is away."""

    def __init__(self, url: str, key: str = "") -> None:
        """Use this address; a key goes as a bearer token."""
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def order(self, order: TitleOrder) -> None:
        """Return once it took the order; raises ServerUnavailable otherwise."""
        await self._ask("POST", "/orders", json=asdict(order))

    async def news(self, after: str) -> NewsPage:
        """What it said after that position; "" is the beginning."""
        body = await self._ask("GET", "/news", params={"after": after})
        try:
            feed = _Feed.model_validate_json(body)
        except ValidationError as error:
            raise ServerUnavailable("title office") from error
        lines = (TitleNews(**line.model_dump()) for line in feed.news)
        return NewsPage(news=tuple(lines), position=feed.position)

    async def _ask(self, method: str, path: str, **options: Any) -> bytes:
        limit = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit, headers=self._headers) as session,
                session.request(method, self._url + path, **options) as response,
            ):
                if response.status >= HTTPStatus.MULTIPLE_CHOICES:
                    raise ServerUnavailable("title office")
                return await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ServerUnavailable("title office") from error
