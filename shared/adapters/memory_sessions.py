"""Sessions in memory, for tests."""

import datetime as dt
from dataclasses import dataclass, replace

from shared.web.access import Account, digest_of
from shared.web.sessions import SessionLine, is_live, is_to_note


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    account: Account
    line: SessionLine


class MemorySessions:
    """Sessions by the digest of their token."""

    def __init__(self) -> None:
        """Nobody is signed in."""
        self._sessions: dict[str, _Kept] = {}

    async def open(
        self, account: Account, token: str, until: dt.datetime, device: str = ""
    ) -> None:
        """Remember that this token stands for the account until then."""
        handle = digest_of(token)
        line = SessionLine(handle=handle, device=device, seen=None, until=until)
        self._sessions[handle] = _Kept(account=account, line=line)

    async def by_token(self, token: str, now: dt.datetime, *, touch: bool = True) -> Account | None:
        """The account of a session that is neither over, idle nor ended.

        It counts as used by that, unless `touch` is false.
        """
        handle = digest_of(token)
        kept = self._sessions.get(handle)
        if kept is None or not is_live(kept.line.until, kept.line.seen, now):
            return None
        if touch and is_to_note(kept.line.seen, now):
            self._sessions[handle] = replace(kept, line=replace(kept.line, seen=now))
        return kept.account

    async def end(self, token: str) -> None:
        """Forget the session; an unknown one is no error."""
        self._sessions.pop(digest_of(token), None)

    async def of_account(self, account_id: str, now: dt.datetime) -> list[SessionLine]:
        """The account's sessions that still open something, the last seen first."""
        lines = [
            kept.line
            for kept in self._sessions.values()
            if kept.account.account_id == account_id
            and is_live(kept.line.until, kept.line.seen, now)
        ]
        return sorted(lines, key=lambda line: line.seen or now, reverse=True)

    async def end_one(self, account_id: str, handle: str) -> None:
        """End a session of this account; that of another one stays."""
        kept = self._sessions.get(handle)
        if kept is not None and kept.account.account_id == account_id:
            del self._sessions[handle]

    async def end_all(self, account_id: str, but_token: str | None = None) -> None:
        """End every session of the account, except that of a token."""
        spared = digest_of(but_token) if but_token is not None else ""
        self._sessions = {
            handle: kept
            for handle, kept in self._sessions.items()
            if kept.account.account_id != account_id or handle == spared
        }
