"""A process of ours: started with its log, watched, ended by its own id."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True, kw_only=True)
class Child:
    """One child process in a process group of its own, so that Ctrl-C reaches us alone."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: asyncio.subprocess.Process | None = field(default=None, init=False)

    async def start(self) -> None:
        """Start it; what it prints is appended to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *self.command,
                env=dict(self.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Its process id, which is its group's too."""
        return self.process.pid if self.process else 0

    def running(self) -> bool:
        """True between start and end."""
        return self.process is not None and self.process.returncode is None

    def kill(self) -> None:
        """SIGKILL to the whole group: nothing is tidied, which is what tests want to see."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    async def stop(self, seconds: float) -> None:
        """SIGTERM, then SIGKILL to what is left of the group after `seconds`."""
        if self.process is None:
            return
        if self.running():
            self.process.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), seconds)
        self.kill()
        await self.process.wait()
