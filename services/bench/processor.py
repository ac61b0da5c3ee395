"""The processor time of a process, which a busy machine blurs less than the wall clock."""

import os
import time
from pathlib import Path

#: clock_getcpuclockid(3) of Linux: the complement of the process id above three bits that say
#: which clock, 2 for the time on the processor.
_SHIFT, _SCHEDULED = 3, 2


def processor_seconds(pid: int) -> float:
    """User and system time so far: fields 14 and 15 of proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def processor_clock(pid: int) -> float:
    """The same in seconds that are not rounded to ticks of 10 ms."""
    return time.clock_gettime(~pid << _SHIFT | _SCHEDULED)
