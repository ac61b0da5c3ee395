"""How a school wants to be told: its address, the letters that it asks for, its webhook."""

import datetime as dt
import enum
from dataclasses import dataclass, field
from typing import Protocol


class Wants(enum.StrEnum):
    """Which letters a school wants by mail."""

    #: Every event of its dossiers.
    ALL = "all"
    #: Only those that ask it for something.
    ACTS = "acts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """Where a program of the school hears of its dossiers."""

    url: str
    #: "whsec_" and 32 random bytes in base64 (Standard Webhooks).
    secret: str = field(repr=False)
    #: When it began to fail without a success since; None while it works.
    failing_since: dt.datetime | None = None
    #: When it was switched off because it kept failing.
    disabled_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A school as letters see it."""

    account_id: str
    email: str | None = field(default=None, repr=False)
    mobile: str | None = field(default=None, repr=False)
    wants: Wants = Wants.ALL
    hook: Hook | None = None


class Contacts(Protocol):
    """The part of the accounts that letters and webhooks need."""

    async def of(self, account_id: str) -> Contact | None:
        """The school; None for any other account, and for an unknown one."""
        ...

    async def prefer(self, account_id: str, wants: Wants) -> None:
        """Keep which letters the school wants."""
        ...

    async def put_hook(self, account_id: str, hook: Hook | None) -> None:
        """Keep the school's webhook, or take it away."""
        ...

    async def hook_worked(self, account_id: str) -> None:
        """The hook took an event: what failed before no longer counts."""
        ...

    async def hook_failed(self, account_id: str, now: dt.datetime) -> dt.datetime:
        """The hook failed; since when it does so without a success between."""
        ...
