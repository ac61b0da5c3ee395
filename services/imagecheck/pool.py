"""Checks run in processes of their own: one that hangs, dies or grows takes only itself.

A slot is one spawned child. A check that passes its limit is killed with its child; a child that
died is replaced; every child is replaced after a number of checks, so that no leak adds up. A
child's temporary files are wiped with it.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from services.imagecheck.child_cpu import cpu_seconds
from services.imagecheck.confinement import confine, within
from services.imagecheck.scratch import make_scratch, wipe, wipe_abandoned
from shared.errors import CheckCrashed, CheckTimedOut

Answer = TypeVar("Answer")

#: Seconds between two looks at the processor time of a check that is limited in it.
CPU_LOOK = 0.5

#: Checks until a child is replaced.
CHECKS_PER_CHILD = 200


def _prepare_child(memory_bytes: int, folder: Path) -> int:
    """Limit the child, load the engines' libraries once, and tell its process id."""
    pid = confine(memory_bytes, folder)
    import services.imagecheck.checks  # noqa: F401 - only the child pays for it

    return pid


class _Slot:
    """One child, replaced when needed."""

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._executor: ProcessPoolExecutor | None = None
        self._folder = Path()
        self._pid = 0
        self._cpu_before = 0.0
        self._done = 0

    async def run(self, seconds: float, function: Callable[..., Answer], *args: Any) -> Answer:
        executor = await self._child()
        self._cpu_before = cpu_seconds(self._pid)
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(executor, within, seconds, function, *args)
        self._done += 1
        if self._done >= CHECKS_PER_CHILD:
            self.discard()
        return answer

    async def _child(self) -> ProcessPoolExecutor:
        if self._executor is None:
            executor = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
            self._executor, self._folder, self._done = executor, make_scratch(), 0
            loop = asyncio.get_running_loop()
            self._pid = await loop.run_in_executor(
                executor, _prepare_child, self._memory_bytes, self._folder
            )
        return self._executor

    def computed(self) -> float:
        """Seconds of processor time of the check under way, started programs included."""
        return cpu_seconds(self._pid) - self._cpu_before

    def discard(self, *, wait: bool = False) -> None:
        """End the child, whatever it is doing; `wait` for the thread that served it too."""
        if self._executor is None:
            return
        if self._pid:
            with suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)  # with the programs that it started
        self._executor.shutdown(wait=wait, cancel_futures=True)
        wipe(self._folder)
        self._executor, self._pid = None, 0


class CheckPool:
    """As many slots as checks may run at once."""

    def __init__(self, processes: int, memory_mb: int, cpu_seconds: float | None = None) -> None:
        """`processes` 0 means one a core; memory is what one child may map, in MiB.

        A check may also be limited in processor time, so that a busy machine does not count.
        """
        wipe_abandoned()
        self.size = processes or os.cpu_count() or 1
        self._cpu_seconds = cpu_seconds
        self._slots = [_Slot(memory_mb * 1024 * 1024) for _ in range(self.size)]
        self._free: asyncio.Queue[_Slot] = asyncio.Queue()
        for slot in self._slots:
            self._free.put_nowait(slot)

    async def run(self, seconds: float, function: Callable[..., Answer], *args: Any) -> Answer:
        """Run in a child. Raises CheckTimedOut past the limit, CheckCrashed when it died."""
        slot = await self._free.get()
        try:
            async with asyncio.timeout(seconds):
                work = asyncio.ensure_future(slot.run(seconds, function, *args))
                return await self._watched(slot, work)
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

    async def _watched(self, slot: _Slot, work: asyncio.Future[Answer]) -> Answer:
        """The answer; TimeoutError once the check has computed for too long."""
        limit = self._cpu_seconds
        try:
            while not (await asyncio.wait({work}, timeout=None if limit is None else CPU_LOOK))[0]:
                if limit is not None and slot.computed() > limit:
                    raise TimeoutError
            return work.result()
        finally:
            work.cancel()

    async def warm(self) -> None:
        """Start every child before the first check needs one."""
        await asyncio.gather(*(self.run(60, os.getpid) for _ in self._slots))

    def close(self) -> None:
        """End every child. A thread left behind would trip over its pipe as the process ends."""
        for slot in self._slots:
            slot.discard(wait=True)
