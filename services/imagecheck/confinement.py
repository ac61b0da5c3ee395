"""What a child that opens strangers' files may use: memory, files, time, no network.

A decoder taken over by a hostile file can then neither fill the disk, nor dump the pieces of
others, nor speak to anybody.
"""

import ctypes
import math
import os
import resource
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Answer = TypeVar("Answer")

#: Largest file that a child may write: the picture for the OCR at the pixel cap, uncompressed
#: (40 Mpx x 3 bytes = 120 MB; RULEBOOK FI1 for the cap).
FILE_BYTES = 160 * 1024 * 1024

#: Files and pipes that a child may hold open; the engines need under 60.
OPEN_FILES = 256

#: Seconds of processor time beyond the check's own limit: what loading the engines takes.
CPU_MARGIN = 30

#: Linux, <sched.h> and <linux/prctl.h>.
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 1, 38


def confine(memory_bytes: int, folder: Path) -> int:
    """Limit this process for good, and tell its process id. Temporary files go to `folder`."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    os.setsid()  # what it starts belongs to its group, and ends with it
    tempfile.tempdir = str(folder)
    _harden()
    return os.getpid()


def _harden() -> None:
    """Die with the parent, gain no rights, lose the network: each where the kernel allows it."""
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    # root needs no user namespace, and in one would lose the right to read what others own;
    # both are refused in some containers, which then rely on a network policy
    system.unshare(_NEW_NETWORK if os.geteuid() == 0 else _NEW_USER | _NEW_NETWORK)


def within(seconds: float, function: Callable[..., Answer], *args: Any) -> Answer:
    """Call under a limit of processor time: it holds even where the parent was stopped."""
    allow_cpu(seconds + CPU_MARGIN)
    return function(*args)


def allow_cpu(seconds: float) -> None:
    """Let this process compute for so long from now; the kernel kills it past that."""
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(spent + seconds), hard))
