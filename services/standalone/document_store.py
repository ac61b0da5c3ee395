"""The one-machine document store: SecantusDB as a process of its own, never imported.

It speaks MongoDB's wire protocol and is GPL, so it stays at arm's length; any `mongodb://`
address replaces it. Production runs a MongoDB replica set.
"""

import sys
from pathlib import Path

from services.standalone.child import Child
from services.standalone.ports import free_ports


class DocumentStore:
    """One store process under a folder of its own."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        """Data and log live under `folder`."""
        self.folder = folder.absolute()
        self.port = port or free_ports(1)[0]
        command = [
            str(Path(sys.executable).parent / "secantusd-py"),
            "--host=127.0.0.1",
            f"--port={self.port}",
            f"--storage-path={self.folder / 'data'}",
            "--sync-on-commit",
            "--cache-size=256M",
            "--log-level=WARNING",
        ]
        self.child = Child(
            name="store",
            command=command,
            environment={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.folder)},
            log=self.folder / "store.log",
        )

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"mongodb://127.0.0.1:{self.port}/"

    async def start(self) -> None:
        """Start; clients wait for the listener themselves."""
        self.folder.mkdir(parents=True, exist_ok=True)
        await self.child.start()

    def kill(self) -> None:
        """SIGKILL."""
        self.child.kill()

    async def stop(self) -> None:
        """End the process."""
        await self.child.stop(10)
