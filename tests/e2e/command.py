"""The `guichet` command as a process of its own, as an operator runs it."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

#: The command of this environment.
GUICHET = Path(sys.executable).parent / "guichet"
SECONDS = 60


def guichet(
    *arguments: str | os.PathLike[str], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end; a traceback is never an answer."""
    command: Sequence[str | os.PathLike[str]] = [GUICHET, *arguments]
    ended = subprocess.run(
        command,
        capture_output=True,
        check=False,
        timeout=SECONDS,
        env={**os.environ, "COLUMNS": "100", **(environment or {})},
    )
    assert b"Traceback" not in ended.stdout + ended.stderr, ended.stderr.decode()
    return ended
