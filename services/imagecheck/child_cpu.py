"""Processor time of a child and of the programs that it started, as the kernel tells it."""

import os
from pathlib import Path

#: Places in /proc/PID/stat after the name: own and reaped children's time, user and system
#: (proc(5), fields 14 to 17; the first after the name is field 3).
_TIMES = slice(11, 15)
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Seconds computed so far by the process and all that descend from it; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    own = sum(int(ticks) for ticks in fields[_TIMES]) / _TICKS
    return own + sum(cpu_seconds(int(child)) for child in children)
