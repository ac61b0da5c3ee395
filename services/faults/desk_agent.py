"""One agent of the desk trial: takes, reads, decides, leaves, and comes back after a crash."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from services.faults.desk_ledger import Answered, DeskLedger

#: What an agent does with a dossier, and how often.
ACTS = {"accept": 55, "refuse": 15, "correct": 5, "undo": 7, "pass": 6, "release": 6, "vanish": 2}
#: One turn in so many begins with a batch of the clean pile.
BATCH_EVERY, BATCH = 10, 5
#: Seconds that the service has to answer; then it counts as dead.
ANSWER = aiohttp.ClientTimeout(total=20)
PAUSE = 0.2
#: Looks for a service that died, before the trial is given up.
TRIES = 300

ACCEPTED = {"outcome": "accepted"}
REFUSED = {"outcome": "refused", "reason_code": "identity_not_valid"}
_ITEM = {"field": "birth_date", "message": "Corrigez la date de naissance."}
CORRECTION = {"outcome": "correction", "items": [_ITEM]}


class Unanswered(Exception):
    """The service died before it answered: whether it acted is not known."""


@dataclass(slots=True, kw_only=True)
class TrialAgent:
    """A person at the console, through the API alone."""

    name: str
    session: aiohttp.ClientSession
    base: str
    key: str
    ledger: DeskLedger
    #: Mean seconds that a dossier is read.
    reading: float
    chance: random.Random
    #: Seconds that each claim took, as the agent waited.
    waits: list[float] = field(default_factory=list)

    async def work(self, until: float) -> None:
        """Go on until then, or until nothing is left."""
        while time.monotonic() < until:
            try:
                if self.chance.randrange(BATCH_EVERY) == 0:
                    await self._approve_some()
                if not await self._take_and_act() and await self._nothing_waits():
                    return
            except Unanswered:
                self.ledger.unanswered += 1
                await self._come_back()

    async def take(self) -> str | None:
        """The next dossier; None when none is free."""
        asked = time.monotonic()
        status, dossier = await self._ask("POST", "/v1/review/next")
        if status != 200:
            return None
        now = time.monotonic()
        self.waits.append(now - asked)
        self.ledger.took(self.name, dossier["dossier_id"], now)
        return str(dossier["dossier_id"])

    async def claim(self, dossier_id: str) -> bool:
        """Take this very dossier, or renew the lease on it."""
        status, _ = await self._ask("POST", f"/v1/review/{dossier_id}/claim")
        if status == 200:
            self.ledger.took(self.name, dossier_id, time.monotonic())
        return status == 200

    async def decide(self, dossier_id: str, body: dict[str, Any], part: str = "prepared") -> bool:
        """Decide; the decision counts once it was answered for."""
        self.ledger.gives(self.name, dossier_id, time.monotonic())
        status, _ = await self._ask("POST", f"/v1/review/{dossier_id}/{part}", body)
        if status not in (200, 202):
            return False
        answered = Answered(dossier_id=dossier_id, agent=self.name, outcome=body["outcome"])
        self.ledger.decisions.append(answered)
        return True

    async def _take_and_act(self) -> bool:
        dossier_id = await self.take()
        if dossier_id is None:
            await asyncio.sleep(PAUSE)
            return False
        await self._act(dossier_id)
        return True

    async def _act(self, dossier_id: str) -> None:
        await asyncio.sleep(self.chance.expovariate(1 / self.reading) if self.reading else 0)
        (act,) = self.chance.choices(list(ACTS), list(ACTS.values()))
        if act == "accept":
            await self.decide(dossier_id, ACCEPTED)
        elif act == "refuse":
            await self.decide(dossier_id, REFUSED, "decision")
        elif act == "correct":
            await self.decide(dossier_id, CORRECTION)
        elif act == "undo":
            await self._undo(dossier_id)
        elif act in ("pass", "release"):
            self.ledger.gives(self.name, dossier_id, time.monotonic())
            await self._ask("POST", f"/v1/review/{dossier_id}/{act}")

    async def _undo(self, dossier_id: str) -> None:
        """Refuse, think again, accept."""
        self.ledger.gives(self.name, dossier_id, time.monotonic())
        await self._ask("POST", f"/v1/review/{dossier_id}/prepared", REFUSED)
        status, _ = await self._ask("POST", f"/v1/review/{dossier_id}/undo")
        if status == 200:
            self.ledger.took(self.name, dossier_id, time.monotonic())
            await self.decide(dossier_id, ACCEPTED)

    async def _approve_some(self) -> None:
        _, pile = await self._ask("GET", "/v1/review?route=clean")
        free = [row["dossier_id"] for row in pile["dossiers"] if row["agent"] is None]
        if not free:
            return
        body = {"dossiers": self.chance.sample(free, min(BATCH, len(free)))}
        _, done = await self._ask("POST", "/v1/review/approve", body)
        for dossier_id in done["approved"]:
            now = time.monotonic()
            self.ledger.took(self.name, dossier_id, now)
            self.ledger.gives(self.name, dossier_id, now)
            self.ledger.decisions.append(
                Answered(dossier_id=dossier_id, agent=self.name, outcome="accepted")
            )

    async def _come_back(self) -> None:
        """Wait for the service, then go on with what it says that this agent holds."""
        for _ in range(TRIES):
            try:
                _, pile = await self._ask("GET", "/v1/review")
                mine = [row for row in pile["dossiers"] if row["agent"] == self.name]
                for dossier_id in (row["dossier_id"] for row in mine):
                    # not one that was decided already and waits for its effect
                    if await self.claim(dossier_id):
                        await self.decide(dossier_id, ACCEPTED)
                return
            except Unanswered:
                await asyncio.sleep(PAUSE)
        raise Unanswered

    async def _nothing_waits(self) -> bool:
        _, pile = await self._ask("GET", "/v1/review")
        return all(row["agent"] for row in pile["dossiers"])

    async def _ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.key}"}
        try:
            async with self.session.request(
                method, self.base + path, json=body, headers=headers, timeout=ANSWER
            ) as answer:
                if answer.status >= 500:
                    raise Unanswered
                return answer.status, await answer.json() if answer.status != 204 else None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unanswered from error
