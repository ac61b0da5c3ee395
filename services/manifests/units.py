"""The units of one machine: well formed, and confined. systemd is asked, in an empty root."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from services.manifests.settings import unknown_settings
from services.manifests.tools import SECONDS, complaints, find_tool

FOLDER = "deploy/systemd"
#: `systemd-analyze security` gives 0 (nothing left to take away) to 10.
EXPOSED = 3.0
#: Units of systemd that ours name; the empty root gets those of this machine.
_NAMED = ("sysinit", "basic", "multi-user", "network-online", "shutdown", "timers")
#: As `env` is given them, and as a unit sets them.
_SETTING = re.compile(r"(GUICHET_\w+)=")
_EXPOSURE = re.compile(r"exposure level for \S+: ([0-9.]+)")


def check_units(root: Path) -> tuple[str, ...]:
    """What systemd finds wrong with the units, and which may do too much."""
    with tempfile.TemporaryDirectory() as name:
        empty = Path(name)
        _furnish(empty, root)
        units = sorted(one.name for one in (root / FOLDER).glob("guichet*.*") if one.is_file())
        placed = [str(empty / "etc/systemd/system" / unit) for unit in units]
        verify = ["systemd-analyze", "verify", f"--root={empty}", "--man=no", *placed]
        services = [unit for unit in units if unit.endswith(".service")]
        return (
            # An unknown key is a warning only: "ignoring".
            *complaints(verify, empty, silent=True),
            *(fault for unit in services for fault in _exposed(empty, unit)),
            *_orphans(root / FOLDER, units),
            *_misspelt(root / FOLDER, units),
        )


def _furnish(empty: Path, root: Path) -> None:
    """Our units, the few of systemd's that they name, and the commands that they start."""
    shutil.copytree(root / FOLDER, empty / "etc/systemd/system")
    library = empty / "usr/lib/systemd/system"
    library.mkdir(parents=True)
    for name in _NAMED:
        shutil.copy(Path("/usr/lib/systemd/system") / f"{name}.target", library)
    for command in ("opt/guichet/.venv/bin/python", "opt/guichet/.venv/bin/guichet", "usr/bin/env"):
        path = empty / command
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o755)
    script = empty / "opt/guichet/deploy/backup.sh"
    script.parent.mkdir(parents=True)
    shutil.copy(root / "deploy/backup.sh", script)


def _exposed(empty: Path, unit: str) -> Iterator[str]:
    command = [find_tool("systemd-analyze"), "security", "--offline=true", f"--root={empty}", unit]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    found = _EXPOSURE.search(done.stdout)
    if found is None:
        yield f"{unit}: systemd-analyze gave no exposure"
    elif float(found.group(1)) >= EXPOSED:
        yield f"{unit}: exposure {found.group(1)}, must be below {EXPOSED}"


def _orphans(folder: Path, units: list[str]) -> Iterator[str]:
    """Timers that start nothing, and jobs that nothing starts."""
    timers = {unit.removesuffix(".timer") for unit in units if unit.endswith(".timer")}
    jobs = {
        unit.removesuffix(".service")
        for unit in units
        if unit.endswith(".service") and "Type=oneshot" in (folder / unit).read_text("utf-8")
    }
    yield from (f"{name}: a timer without its service" for name in sorted(timers - jobs))
    yield from (f"{name}: a job without its timer" for name in sorted(jobs - timers))


def _misspelt(folder: Path, units: list[str]) -> Iterator[str]:
    """Settings on the command lines of units that are none."""
    for unit in units:
        yield from unknown_settings(unit, _SETTING.findall((folder / unit).read_text("utf-8")))
