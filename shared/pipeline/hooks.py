"""Events for the webhooks of schools: laid down with their letter, sent by a loop of their own."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from shared.errors import GuichetError


class HookFailed(GuichetError):
    """A webhook did not take an event."""

    #: True when its owner says that it is gone for good (410, Standard Webhooks).
    gone = False


class HookGone(HookFailed):
    """A webhook is gone for good."""

    gone = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HookEvent:
    """One event for one account. The body never changes: sent again, it says the same."""

    #: The key of the letter's effect; unique.
    key: str
    account_id: str
    #: JSON: identifiers and codes only.
    body: str
    created_at: dt.datetime
    due_at: dt.datetime
    tries: int = 0


class HookOutbox(Protocol):
    """Events that wait to be sent."""

    async def lay(self, event: HookEvent) -> None:
        """Keep the event; one that is already there changes nothing."""
        ...

    async def take(self, now: dt.datetime, lease: dt.timedelta) -> HookEvent | None:
        """An event whose moment has come, held for the lease; the try is counted."""
        ...

    async def put_off(self, key: str, due_at: dt.datetime) -> None:
        """Try it again then."""
        ...

    async def close(self, key: str, now: dt.datetime, cause: str | None = None) -> None:
        """It has left, or is given up with its cause."""
        ...


class HookPoster(Protocol):
    """What carries an event to a webhook."""

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> None:
        """Return once the hook has taken it (2xx); raises HookFailed or HookGone."""
        ...
