"""Private folders for the temporary files of checks: wiped with the child, whatever ended it."""

import os
import re
import shutil
import tempfile
from pathlib import Path

_PREFIX = "guichet-checks-"
_OWNED = re.compile(rf"{_PREFIX}(\d+)-")


def make_scratch() -> Path:
    """A folder that only this user may enter, named by this process."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def wipe(folder: Path) -> None:
    """Delete the folder and what is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def wipe_abandoned() -> None:
    """Delete the folders of processes that are gone: killed ones could not do it themselves."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = _OWNED.match(folder.name)
        if owner and not Path("/proc", owner[1]).exists():
            wipe(folder)
