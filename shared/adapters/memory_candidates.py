"""Used links, sign-in links and the directory of addresses in memory, for tests."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.adapters.documents import dossier_of
from shared.adapters.layout import is_understood
from shared.adapters.memory import MemoryStore
from shared.domain.contact import addresses_of
from shared.domain.dossier import Dossier
from shared.pipeline.candidate_ports import LinkAsked


class MemoryUsedLinks:
    """Links that were used."""

    def __init__(self) -> None:
        """None yet."""
        self._used: set[str] = set()

    async def use(self, token: str, until: dt.datetime) -> bool:
        """True for the one caller that was first."""
        first = token not in self._used
        self._used.add(token)
        return first

    async def is_used(self, token: str) -> bool:
        """True once somebody was."""
        return token in self._used


@dataclass(slots=True, kw_only=True)
class _Wish:
    address: str
    asked_at: dt.datetime
    claimed_until: dt.datetime
    token: str | None = None
    until: dt.datetime | None = None
    sent_at: dt.datetime | None = None


class MemorySignInLinks:
    """Wishes by number."""

    def __init__(self) -> None:
        """Nobody has asked."""
        self._wishes: dict[str, _Wish] = {}
        self._asked = 0

    async def ask(self, address: str, now: dt.datetime) -> None:
        """Keep the wish."""
        self._asked += 1
        self._wishes[str(self._asked)] = _Wish(address=address, asked_at=now, claimed_until=now)

    async def take(self, now: dt.datetime, lease: dt.timedelta) -> LinkAsked | None:
        """The oldest wish that nobody holds."""
        free = [
            (wish.asked_at, ask_id)
            for ask_id, wish in self._wishes.items()
            if wish.sent_at is None and wish.claimed_until <= now
        ]
        if not free:
            return None
        asked_at, ask_id = min(free)
        wish = self._wishes[ask_id]
        wish.claimed_until = now + lease
        return LinkAsked(ask_id=ask_id, address=wish.address, asked_at=asked_at)

    async def arm(self, ask_id: str, token: str, until: dt.datetime) -> None:
        """Let the token open, once, until then."""
        if ask_id in self._wishes:
            self._wishes[ask_id].token, self._wishes[ask_id].until = token, until

    async def settle(self, ask_id: str, now: dt.datetime) -> None:
        """The mail has left."""
        if ask_id in self._wishes:
            self._wishes[ask_id].sent_at = now

    async def drop(self, ask_id: str) -> None:
        """Forget the wish."""
        self._wishes.pop(ask_id, None)

    async def sent_since(self, address: str, start: dt.datetime) -> int:
        """How many mails went to the address since then."""
        return sum(
            wish.address == address and wish.sent_at is not None and wish.sent_at >= start
            for wish in self._wishes.values()
        )

    async def use(self, token: str, now: dt.datetime) -> str | None:
        """The address of a token that still opens; from now on it opens nothing."""
        for wish in self._wishes.values():
            if wish.token == token and wish.until is not None and wish.until > now:
                wish.token = None
                return wish.address
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryCandidateDirectory:
    """The same questions to a store in memory."""

    store: MemoryStore
    accounts: dict[str, str] = field(default_factory=dict)

    async def dossiers_of(self, address: str, limit: int) -> Sequence[Dossier]:
        """The dossiers of the address, newest first."""
        documents = self.store.documents.values()
        every = [dossier_of(document) for document in documents if is_understood(document)]
        found = [dossier for dossier in every if address in addresses_of(dossier)]
        return sorted(found, key=lambda dossier: dossier.created_at, reverse=True)[:limit]

    async def account_of(self, address: str) -> str | None:
        """The account of a candidate who files alone under the address."""
        return self.accounts.get(address)
