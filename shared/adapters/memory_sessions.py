"""Sessions in memory, for tests."""

import datetime as dt

from shared.web.access import Account


class MemorySessions:
    """Sessions by their token."""

    def __init__(self) -> None:
        """Nobody is signed in."""
        self._sessions: dict[str, tuple[Account, dt.datetime]] = {}

    async def open(self, account: Account, token: str, until: dt.datetime) -> None:
        """Remember that this token stands for the account until then."""
        self._sessions[token] = (account, until)

    async def by_token(self, token: str, now: dt.datetime) -> Account | None:
        """The account of a session that is neither over nor ended."""
        account, until = self._sessions.get(token, (None, now))
        return account if until > now else None

    async def end(self, token: str) -> None:
        """Forget the session; an unknown one is no error."""
        self._sessions.pop(token, None)
