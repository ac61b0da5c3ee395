"""How much each part measures: in full, and just enough to see that it runs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.bench.runner_bench import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is measured."""

    rounds: int
    size: Size
    stored: tuple[int, ...]
    repeats: int
    #: Seconds that watch is measured as a whole.
    watched: float
    #: Dossiers of the full queue, and how many check processes drain it, run by run.
    queued: int
    processes: tuple[int, ...]
    #: Decisions of the agent at the console.
    decided: int
    #: Sizes of the archives, and lives of a dossier led beside each.
    archived: tuple[int, ...]
    lives: int
    #: Dossiers filed at each rate of the latency measurement.
    filed: int
    #: Seconds that an idle machine is looked at.
    idle: float
    #: True where the plots are those that BENCHMARKS.md shows.
    published: bool


FULL = Extent(
    rounds=12,
    size=Size(paced=200, full=1000),
    stored=(1_000, 10_000, 100_000),
    repeats=15,
    watched=120,
    queued=60,
    processes=(1, 2, 4, 8),
    decided=40,
    archived=(1_000, 10_000, 100_000, 1_000_000),
    lives=120,
    filed=30,
    idle=60,
    published=True,
)
#: Shows in a few minutes that everything runs; too short for figures to rest on.
QUICK = Extent(
    rounds=2,
    size=Size(paced=100, full=500),
    stored=(1_000, 3_000),
    repeats=3,
    watched=10,
    queued=6,
    processes=(1, 2, 4, 8),
    decided=4,
    archived=(1_000, 3_000),
    lives=20,
    filed=4,
    idle=5,
    published=False,
)


def extent_of(
    *, quick: bool, stored: Sequence[int] | None = None, queued: int | None = None
) -> Extent:
    """The extent of a command, with archives and a queue of the sizes that are named."""
    extent = QUICK if quick else FULL
    if stored:
        extent = replace(extent, archived=tuple(sorted(set(stored))))
    # a queue of somebody's own size takes hours: it is drained once, with two processes
    return replace(extent, queued=queued, processes=(2,)) if queued else extent
