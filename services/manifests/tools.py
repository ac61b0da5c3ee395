"""The outside tools, each a process of its own: what it said, and whether it was content."""

import shutil
import subprocess
import sys
from pathlib import Path

#: Seconds for one tool on all our files; each needs two or three.
SECONDS = 60


class ToolMissing(Exception):
    """A tool of the development requirements is not installed: run `make setup`."""


def find_tool(name: str) -> str:
    """The tool beside this Python, else the system's."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None:
        raise ToolMissing(f"{name}: {ToolMissing.__doc__}")
    return found


def complaints(command: list[str], folder: Path, *, silent: bool = False) -> tuple[str, ...]:
    """Nothing where the tool is content, else the lines that it wrote.

    `silent`: for a tool that warns and ends well, any word is a complaint.
    """
    done = subprocess.run(
        [find_tool(command[0]), *command[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    if done.returncode == 0 and not (silent and said):
        return ()
    return tuple(said or [f"{command[0]} ended with {done.returncode}"])
