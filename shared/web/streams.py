"""Answers that go on for ever end with the right to read them."""

from dataclasses import dataclass, field

from aiohttp import web

from shared.web.access import Account, secret_of
from shared.web.frame import ACCOUNTS
from shared.web.sessions import session_account

#: Seconds between two looks at whether the reader still may: one question to the store each. [D]
LOOK_AGAIN = 5.0


@dataclass(slots=True, kw_only=True)
class StillIn:
    """Whether who opened a stream would still come in: keys, sessions and accounts end."""

    request: web.Request
    account: Account
    #: Seconds between two questions.
    every: float = LOOK_AGAIN
    _waited: float = field(default=0.0, init=False)

    async def still_in_after(self, pause: float) -> bool:
        """The answer once so many more seconds have passed; asked of the store now and then."""
        self._waited += pause
        if self._waited < self.every:
            return True
        self._waited = 0.0
        return await self._known_again()

    async def _known_again(self) -> bool:
        """What the request shows opens the same account as at first, with the same rights."""
        secret = secret_of(self.request.headers.get("Authorization", ""))
        known = (
            self.request.app[ACCOUNTS].by_secret(secret)
            if secret
            else session_account(self.request, touch=False)  # an open page is no use of it
        )
        return await known == self.account
