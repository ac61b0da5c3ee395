"""`guichet bench`: measures, prints the tables, keeps them, and says which bars are missed."""

import asyncio
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from services.bench.checks_bench import measure_checks
from services.bench.dashboard_bench import dashboard_section
from services.bench.divergence_bench import divergence_section
from services.bench.parts import Part
from services.bench.photo_bench import photo_section
from services.bench.report import Section, markdown
from services.bench.runner_bench import Size, measure_runner
from services.bench.sections import checks_section, runner_section, store_section
from services.bench.store_bench import measure_store
from services.bench.uploads_bench import uploads_section
from services.bench.watch_bench import measure_watch
from services.bench.workers import BENCH_PYTHON, CELERY, FASTSTREAM, WORKERS
from shared.adapters.clock import SystemClock


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is measured."""

    rounds: int
    size: Size
    stored: tuple[int, ...]
    repeats: int
    #: Seconds that watch is measured as a whole.
    watched: float
    #: Dossiers of the full queue.
    queued: int


#: Pieces that each server takes in one round of the upload measurement.
UPLOADS = 40

FULL = Extent(
    rounds=12,
    size=Size(paced=200, full=1000),
    stored=(1_000, 10_000, 100_000),
    repeats=15,
    watched=120,
    queued=60,
)
#: Dossiers of the school whose dashboard is measured [D].
SCHOOL = 10_000
#: Shows in two minutes that everything runs; too short for figures to rest on.
QUICK = Extent(
    rounds=2, size=Size(paced=100, full=500), stored=(1_000, 3_000), repeats=3, watched=10, queued=6
)


def run_bench(folder: Path, parts: tuple[Part, ...], extent: Extent) -> int:
    """Measure these parts; 0 when every bar is met, else 1."""
    measure: Mapping[Part, Callable[[Path, Extent], Section]] = {
        Part.RUNNER: _runner,
        Part.STORE: _store,
        Part.CHECKS: _checks,
        Part.PHOTO: _photo,
        Part.WATCH: _watch,
        Part.DIVERGENCE: _divergence,
        Part.UPLOADS: _uploads,
        Part.DASHBOARD: _dashboard,
        Part.PIPELINE: _pipeline,
    }
    met, report = True, folder / "report.md"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for part in parts:
        section = measure[part](folder / part, extent)
        met = met and all(bar.met for bar in section.bars)
        with report.open("a") as output:
            output.write(markdown(section) + "\n")
        sys.stdout.write(markdown(section) + "\n")
        sys.stdout.flush()
    return 0 if met else 1


def _runner(folder: Path, extent: Extent) -> Section:
    others = (FASTSTREAM, CELERY)
    there = BENCH_PYTHON.exists()  # `make bench` installs them
    workers = [name for name in WORKERS if there or name not in others]
    rounds = asyncio.run(measure_runner(folder, workers, extent.rounds, extent.size))
    return runner_section(rounds, extent.size)


def _store(folder: Path, extent: Extent) -> Section:
    section = store_section(asyncio.run(measure_store(folder, extent.stored)))
    shutil.rmtree(folder)  # gigabytes
    return section


def _watch(folder: Path, extent: Extent) -> Section:
    section = asyncio.run(measure_watch(folder, extent.stored[-1], extent.watched))
    shutil.rmtree(folder)  # gigabytes
    return section


def _checks(folder: Path, extent: Extent) -> Section:
    del folder  # the checks leave nothing behind
    costs = measure_checks(SystemClock().now().date(), extent.repeats)
    return checks_section(costs, extent.repeats)


def _photo(folder: Path, extent: Extent) -> Section:
    del folder  # nothing is left behind
    return photo_section(extent.repeats)


def _divergence(folder: Path, extent: Extent) -> Section:
    del folder  # nothing is left behind
    return divergence_section(extent.repeats)


def _dashboard(folder: Path, extent: Extent) -> Section:
    section = dashboard_section(folder, min(extent.stored[-1], SCHOOL))
    shutil.rmtree(folder)  # hundreds of megabytes
    return section


def _uploads(folder: Path, extent: Extent) -> Section:
    section = uploads_section(folder, extent.rounds, UPLOADS)
    shutil.rmtree(folder)  # gigabytes
    return section


def _pipeline(folder: Path, extent: Extent) -> Section:
    from services.bench.pipeline_bench import pipeline_section  # simpy is in the extra `plan`

    section = pipeline_section(folder, extent.queued)
    shutil.rmtree(folder)
    return section
