"""One thing that watch does for ever."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One thing done for ever."""

    #: Seconds between the end of one turn and the next.
    pause: float
    work: Callable[[], Awaitable[int]]
