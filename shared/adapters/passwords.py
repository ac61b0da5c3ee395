"""argon2id: what passwords are kept as."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from shared.web.passwords import Judged

#: Hashes worked out at once: each takes 64 MiB and a core for a moment.
AT_ONCE = 2


class Argon2Passwords:
    """Hashes in threads, so that the loop goes on; a few at once, so that memory stays flat."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """RFC 9106, 4, second choice: 3 passes over 64 MiB, 4 lanes."""
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """A hash to keep, with its parameters and salt."""
        async with self._places:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def judge(self, stored: str | None, password: str) -> Judged:
        """Compare. Without a stored hash it takes as long, and nothing is right."""
        if self._nobody is None:
            self._nobody = await self.hash("nobody's password")
        async with self._places:
            right = await asyncio.to_thread(self._is_right, stored or self._nobody, password)
        if stored is None or not right:
            return Judged(right=False)
        if not self._hasher.check_needs_rehash(stored):
            return Judged(right=True)
        return Judged(right=True, fresh=await self.hash(password))

    def _is_right(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
