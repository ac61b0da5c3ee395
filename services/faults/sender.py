"""A front end that never gives up: it asks again until the system has taken responsibility."""

import asyncio
import base64
import hashlib
from dataclasses import dataclass
from typing import Any

import aiohttp

from services.faults.ledger import Entry, Ledger
from shared.domain.piece import PieceKind

#: Seconds for one answer, and between two tries.
ANSWER_TIMEOUT = 12.0
PAUSE = 0.4

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A final answer."""

    status: int
    body: Json
    #: True when an earlier try of the same request got no answer.
    doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Files dossiers and writes into the ledger what was acknowledged."""

    session: aiohttp.ClientSession
    #: Where the intake service listens.
    base: str
    headers: dict[str, str]
    ledger: Ledger

    async def open(self, demande: Json, key: str) -> Entry:
        """Open a dossier; the key makes a second try meet the first."""
        answer = await self._ask("POST", "/v1/dossiers", {"Idempotency-Key": key}, json=demande)
        self._expect(answer, (200, 201), f"open {key}")
        return self.ledger.opened(str(answer.body["dossier_id"]))

    async def upload(self, entry: Entry, kind: PieceKind, data: bytes) -> None:
        """Send one piece with its digest."""
        digest = hashlib.sha256(data)
        header = {"Content-Digest": f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"}
        path = f"/v1/dossiers/{entry.dossier_id}/pieces/{kind.value}"
        answer = await self._ask("PUT", path, header, data=data)
        if self._expect(answer, (200, 201), f"{entry.dossier_id} upload {kind}"):
            entry.pieces[kind] = digest.hexdigest()

    async def submit(self, entry: Entry) -> bool:
        """Send the request; a refusal for its state after a try without answer means it went."""
        answer = await self._ask("POST", f"/v1/dossiers/{entry.dossier_id}/submit", {})
        fine = (202, 409) if answer.doubtful else (202,)
        return self._expect(answer, fine, f"{entry.dossier_id} submit")

    async def press(self, address: str) -> None:
        """Press the button of a candidate's page."""
        answer = await self._ask("POST", address, {})
        self._expect(answer, (200,), "validation")

    def _expect(self, answer: Answer, statuses: tuple[int, ...], what: str) -> bool:
        if answer.status in statuses:
            self.ledger.acknowledge()
            return True
        self.ledger.refusals.append(f"{what}: {answer.status}")
        return False

    async def _ask(self, method: str, path: str, headers: dict[str, str], **options: Any) -> Answer:
        doubtful = False
        while True:
            try:
                async with self.session.request(
                    method,
                    path if path.startswith("http") else self.base + path,
                    headers=self.headers | headers,
                    timeout=aiohttp.ClientTimeout(total=ANSWER_TIMEOUT),
                    **options,
                ) as response:
                    if response.status < 500 and response.status != 429:
                        return Answer(
                            status=response.status, body=await _json(response), doubtful=doubtful
                        )
            except (aiohttp.ClientError, TimeoutError):
                pass
            # 5xx after the write is possible too: the answer to the writer may have been lost
            doubtful = True
            await asyncio.sleep(PAUSE)


async def _json(response: aiohttp.ClientResponse) -> Json:
    if response.content_type != "application/json":
        await response.read()
        return {}
    body: Json = await response.json()
    return body
