"""A figure that many requests ask for, read once for all of them."""

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from shared.pipeline.ports import Clock

T = TypeVar("T")

#: A reading may take this share of the time: what is slow to read is read less often.
SHARE = 1 / 20
#: How long a figure serves past its time while the next one is read.
GRACE = dt.timedelta(minutes=1)


class Cached(Generic[T]):
    """The last reading while it is fresh; whoever comes without one waits for the next."""

    def __init__(
        self, read: Callable[[], Coroutine[Any, Any, T]], clock: Clock, fresh: dt.timedelta
    ) -> None:
        """Read nothing yet."""
        self._read = read
        self._clock = clock
        self._fresh = fresh
        self._reading: asyncio.Task[T] | None = None
        self._last: T | None = None
        #: Until when the last reading is fresh; None before the first.
        self._until: dt.datetime | None = None

    async def get(self) -> T:
        """The figure; a failed reading fails for all who waited for it."""
        now = self._clock.now()
        if self._until is not None and now < self._until:
            return self._known()
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._refresh())
            self._reading.add_done_callback(_heed)
        if self._until is not None and now < self._until + GRACE:
            return self._known()
        # one who leaves must not take the figure away from the others
        return await asyncio.shield(self._reading)

    async def _refresh(self) -> T:
        began = self._clock.now()
        self._last = await self._read()
        took = self._clock.now() - began
        self._until = began + max(self._fresh, took / SHARE)
        return self._last

    def _known(self) -> T:
        return self._last  # type: ignore[return-value]  # T may be None itself: _until tells


def _heed(reading: asyncio.Task[T]) -> None:
    """A failure that nobody waited for is met again at the next reading."""
    if not reading.cancelled():
        reading.exception()
