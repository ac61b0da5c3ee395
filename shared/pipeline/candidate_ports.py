"""What the candidates' pages and sign-in mails ask of the outside."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.domain.dossier import Dossier


class UsedLinks(Protocol):
    """The links of letters that have opened their dossier: each does so once."""

    async def use(self, token: str, until: dt.datetime) -> bool:
        """True for the one caller that was first; it is remembered until then."""
        ...

    async def is_used(self, token: str) -> bool:
        """True once somebody was."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAsked:
    """Somebody asked for a sign-in link; whether anybody is known there, nobody has looked yet."""

    ask_id: str
    #: Folded.
    address: str
    asked_at: dt.datetime


class SignInLinks(Protocol):
    """Sign-in by mail: asked for in one place, sent from another, used once."""

    async def ask(self, address: str, now: dt.datetime) -> None:
        """Keep the wish; the same work for a known address and an unknown one."""
        ...

    async def take(self, now: dt.datetime, lease: dt.timedelta) -> LinkAsked | None:
        """The oldest wish that nobody holds; it comes back after the lease unless settled."""
        ...

    async def arm(self, ask_id: str, token: str, until: dt.datetime) -> None:
        """Let the token open, once, until then. An earlier token of this wish opens nothing."""
        ...

    async def settle(self, ask_id: str, now: dt.datetime) -> None:
        """The mail has left."""
        ...

    async def drop(self, ask_id: str) -> None:
        """Forget the wish: nobody is known there, or too many mails went there lately."""
        ...

    async def sent_since(self, address: str, start: dt.datetime) -> int:
        """How many mails went to the address since then."""
        ...

    async def use(self, token: str, now: dt.datetime) -> str | None:
        """The address of a token that still opens; from now on it opens nothing."""
        ...


class CandidateDirectory(Protocol):
    """What belongs to an address."""

    async def dossiers_of(self, address: str, limit: int) -> Sequence[Dossier]:
        """The dossiers of which the folded address is a person's, newest first."""
        ...

    async def account_of(self, address: str) -> str | None:
        """The account of a candidate who files alone under the folded address."""
        ...
