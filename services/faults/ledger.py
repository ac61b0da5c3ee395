"""What the outside saw, kept by nobody of the system: acknowledged uploads, and mails received.

The verdict compares it with the store afterwards. Nothing here reads the store.
"""

import asyncio
import hashlib
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from services.standalone.mail_sink import MailSink
from shared.domain.piece import PieceKind


@dataclass(slots=True, kw_only=True)
class Entry:
    """One dossier as its sender knows it."""

    dossier_id: str
    #: Digest of the bytes of each piece that was acknowledged last.
    pieces: dict[PieceKind, str] = field(default_factory=dict)
    submitted: bool = False
    validated: bool = False
    #: Times that a correction was sent and acknowledged.
    mended: int = 0
    #: The piece whose bytes were taken away on purpose.
    poisoned: PieceKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One mail as it arrived."""

    message_id: str
    #: Digest of reader, subject and text.
    content: str
    #: Seconds of the monotonic clock.
    at: float


@dataclass(slots=True, kw_only=True)
class Ledger:
    """Everything that was promised to the outside, and what the system refused on the way."""

    entries: dict[str, Entry] = field(default_factory=dict)
    #: Answers that no correct system gives: codes and identifiers.
    refusals: list[str] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def acknowledge(self) -> None:
        """The system has just taken responsibility for something."""
        self._news.set()
        self._news = asyncio.Event()

    async def next_acknowledgement(self, seconds: float) -> None:
        """Return right after the next one, or once the time is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)

    def opened(self, dossier_id: str) -> Entry:
        """A dossier was acknowledged."""
        return self.entries.setdefault(dossier_id, Entry(dossier_id=dossier_id))

    @property
    def acknowledged(self) -> int:
        """Pieces and dossiers that the system took responsibility for."""
        return sum(len(entry.pieces) + 1 for entry in self.entries.values())

    @property
    def poisoned(self) -> int:
        """Pieces whose bytes were taken away."""
        return sum(entry.poisoned is not None for entry in self.entries.values())


class MailLedger(MailSink):
    """A mail sink that remembers every copy, also those that a real server would drop."""

    def __init__(self, folder: Path) -> None:
        """Keep raw mails under `folder`."""
        super().__init__(folder)
        self.copies: list[Copy] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Note the copy before the sink looks at it (the name is aiosmtpd's)."""
        self.copies.append(_copy_of(envelope.content))
        return await super().handle_DATA(server, session, envelope)


def _copy_of(raw: bytes) -> Copy:
    message = message_from_bytes(raw, policy=policy.default)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body else ""
    seen = "\n".join((str(message["To"]), str(message["Subject"]), text))
    return Copy(
        message_id=str(message["Message-ID"]),
        content=hashlib.sha256(seen.encode()).hexdigest(),
        at=time.monotonic(),
    )


def by_letter(copies: Iterable[Copy]) -> dict[str, list[Copy]]:
    """The copies of each letter, in order of arrival."""
    found: dict[str, list[Copy]] = {}
    for copy in copies:
        found.setdefault(copy.message_id, []).append(copy)
    return found
