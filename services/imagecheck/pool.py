"""Checks run in processes of their own: one that hangs, dies or grows takes only itself.

A slot is one spawned child. A check that passes its limit is killed with its child; a child that
died is replaced; every child is replaced after a number of checks, so that no leak adds up.
"""

import asyncio
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from typing import Any, TypeVar

from shared.errors import CheckCrashed, CheckTimedOut

Answer = TypeVar("Answer")

#: Checks until a child is replaced.
CHECKS_PER_CHILD = 200


def _prepare_child(memory_bytes: int) -> int:
    """Limit the child, load the engines' libraries once, and tell its process id."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    import services.imagecheck.checks  # noqa: F401 - only the child pays for it

    return os.getpid()


class _Slot:
    """One child, replaced when needed."""

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._executor: ProcessPoolExecutor | None = None
        self._pid = 0
        self._done = 0

    async def run(self, function: Callable[..., Answer], *args: Any) -> Answer:
        executor = await self._child()
        answer = await asyncio.get_running_loop().run_in_executor(executor, function, *args)
        self._done += 1
        if self._done >= CHECKS_PER_CHILD:
            self.discard()
        return answer

    async def _child(self) -> ProcessPoolExecutor:
        if self._executor is None:
            executor = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
            self._executor, self._done = executor, 0
            loop = asyncio.get_running_loop()
            self._pid = await loop.run_in_executor(executor, _prepare_child, self._memory_bytes)
        return self._executor

    def discard(self) -> None:
        """End the child, whatever it is doing."""
        if self._executor is None:
            return
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor, self._pid = None, 0


class CheckPool:
    """As many slots as checks may run at once."""

    def __init__(self, processes: int, memory_mb: int) -> None:
        """`processes` 0 means one a core; memory is what one child may map, in MiB."""
        self.size = processes or os.cpu_count() or 1
        self._slots = [_Slot(memory_mb * 1024 * 1024) for _ in range(self.size)]
        self._free: asyncio.Queue[_Slot] = asyncio.Queue()
        for slot in self._slots:
            self._free.put_nowait(slot)

    async def run(self, seconds: float, function: Callable[..., Answer], *args: Any) -> Answer:
        """Run in a child. Raises CheckTimedOut past the limit, CheckCrashed when it died."""
        slot = await self._free.get()
        try:
            async with asyncio.timeout(seconds):
                return await slot.run(function, *args)
        except TimeoutError as error:
            slot.discard()
            raise CheckTimedOut(function.__name__) from error
        except BrokenProcessPool as error:
            slot.discard()
            raise CheckCrashed(function.__name__) from error
        except asyncio.CancelledError:
            slot.discard()
            raise
        finally:
            self._free.put_nowait(slot)

    async def warm(self) -> None:
        """Start every child before the first check needs one."""
        await asyncio.gather(*(self.run(60, os.getpid) for _ in self._slots))

    def close(self) -> None:
        """End every child."""
        for slot in self._slots:
            slot.discard()
