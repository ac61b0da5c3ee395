"""The people of the demonstration, over HTTP alone: a school's front end, a candidate, an agent."""

import asyncio
import base64
import hashlib
import re
from typing import Any

import aiohttp

from services.standalone.machine import Machine

Json = dict[str, Any]

#: Seconds to wait for a letter or for a stage.
PATIENCE = 60
PAUSE = 0.2

_LINK = re.compile(r"http://\S+/suivi/[\w.\-]+")


class Refused(Exception):
    """The API answered with a problem."""


class FrontEnd:
    """What a driving school's software does with the public API."""

    def __init__(self, session: aiohttp.ClientSession, machine: Machine, secret: str) -> None:
        """Use the school's key."""
        self._session = session
        self._base = f"http://127.0.0.1:{machine.settings.intake_port}"
        self._headers = {"Authorization": f"Bearer {secret}"}

    async def open(self, demande: Json, key: str) -> str:
        """Open a dossier; its reference."""
        answer = await self._call("POST", "/v1/dossiers", json=demande, key=key)
        return str(answer["dossier_id"])

    async def upload(self, dossier_id: str, kind: str, data: bytes) -> None:
        """Send a piece with its digest."""
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        headers = {"Content-Digest": f"sha-256=:{digest}:"}
        await self._call(
            "PUT", f"/v1/dossiers/{dossier_id}/pieces/{kind}", data=data, headers=headers
        )

    async def submit(self, dossier_id: str) -> None:
        """Send the request."""
        await self._call("POST", f"/v1/dossiers/{dossier_id}/submit")

    async def status(self, dossier_id: str) -> Json:
        """Where the request is."""
        return await self._call("GET", f"/v1/dossiers/{dossier_id}")

    async def _call(self, method: str, path: str, key: str = "", **options: Any) -> Json:
        headers = self._headers | options.pop("headers", {})
        if key:
            headers["Idempotency-Key"] = key
        async with self._session.request(
            method, self._base + path, headers=headers, **options
        ) as response:
            answer: Json = await response.json(content_type=None)
            if response.status >= 400:
                raise Refused(f"{method} {path}: {response.status} {answer.get('detail')}")
            return answer


class Candidate:
    """A candidate who reads mail and follows the link in it."""

    def __init__(self, session: aiohttp.ClientSession, machine: Machine) -> None:
        """Read the mails of the sink."""
        self._session = session
        self._machine = machine

    async def validate(self, address: str) -> None:
        """Wait for the letter, open its link and press the button."""
        link = await self._link(address)
        async with self._session.get(link) as response:
            page = await response.text()
            if response.status != 200 or "/validation" not in page:
                raise Refused(f"the page of the letter answers {response.status}")
        async with self._session.post(f"{link}/validation") as response:
            if response.status != 200:
                raise Refused(f"validation answers {response.status}")

    async def _link(self, address: str) -> str:
        async with asyncio.timeout(PATIENCE):
            while True:
                for mail in self._machine.mails.mails_to(address):
                    found = _LINK.search(mail.text)
                    if found:
                        return found.group()
                await asyncio.sleep(PAUSE)


class Agent:
    """An agent of the instruction centre."""

    def __init__(self, session: aiohttp.ClientSession, machine: Machine, secret: str) -> None:
        """Use the agent's key."""
        self._session = session
        self._base = f"http://127.0.0.1:{machine.settings.instruction_port}/v1/review"
        self._headers = {"Authorization": f"Bearer {secret}"}

    async def decide(self, dossier_id: str, outcome: str, reason: str) -> None:
        """Take the dossier, look at its photo, decide."""
        await self._post(f"{dossier_id}/claim", {})
        async with self._session.get(
            f"{self._base}/{dossier_id}/pieces/photo", headers=self._headers
        ) as response:
            await response.read()
        await self._post(f"{dossier_id}/decision", {"outcome": outcome, "reason": reason})

    async def _post(self, path: str, body: Json) -> None:
        async with self._session.post(
            f"{self._base}/{path}", json=body, headers=self._headers
        ) as response:
            if response.status >= 400:
                raise Refused(f"POST {path}: {response.status}")
