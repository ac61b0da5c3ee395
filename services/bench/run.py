"""`guichet bench`: measures, prints the tables, keeps them, and says which bars are missed."""

import asyncio
import logging
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from services.bench.charts import PLOTS, draw_plots
from services.bench.checks_bench import measure_checks
from services.bench.cost_bench import cost_section
from services.bench.dashboard_bench import dashboard_section
from services.bench.divergence_bench import divergence_section
from services.bench.extent import Extent
from services.bench.growth_bench import growth_section
from services.bench.idle_bench import idle_section
from services.bench.keeping import keep, kept_parts, report
from services.bench.latency_bench import latency_section
from services.bench.parts import Part
from services.bench.photo_bench import photo_section
from services.bench.report import Section, markdown
from services.bench.runner_bench import measure_runner
from services.bench.sections import checks_section, runner_section, store_section
from services.bench.store_bench import measure_store
from services.bench.uploads_bench import uploads_section
from services.bench.watch_bench import measure_watch
from services.bench.workers import BENCH_PYTHON, LIBRARIES, WORKERS
from shared.adapters.clock import SystemClock

#: Pieces that each server takes in one round of the upload measurement.
UPLOADS = 40
#: Dossiers of the school whose dashboard is measured [D].
SCHOOL = 10_000


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
        Part.CONSOLE: _console,
        Part.PIPELINE: _pipeline,
        Part.GROWTH: _growth,
        Part.IDLE: _idle,
        Part.LATENCY: _latency,
        Part.COST: _cost,
    }
    _hush_driver()
    met = True
    for part in parts:
        shutil.rmtree(folder / part, ignore_errors=True)  # of an interrupted run
        section = measure[part](folder / part, extent)
        met = met and all(bar.met for bar in section.bars)
        keep(folder, part, section, SystemClock().now())
        _write_report(folder)
        sys.stdout.write(markdown(section) + "\n")
        sys.stdout.flush()
    _draw(folder, published=extent.published)
    return 0 if met else 1


def _hush_driver() -> None:
    """A broker that is starting refuses connections, and the driver complains each time."""
    logging.getLogger("aiormq").setLevel(logging.CRITICAL)


def _write_report(folder: Path) -> None:
    """Of all parts, the latest figures of each."""
    (folder / "report.md").write_text(report(kept_parts(folder)))


def _draw(folder: Path, *, published: bool) -> None:
    plots = PLOTS if published else folder / "plots"
    drawn = draw_plots(kept_parts(folder), plots)
    told = f"Plots: {plots}" if drawn else "No plots: `make bench` installs what draws them."
    sys.stdout.write(told + "\n")


def _runner(folder: Path, extent: Extent) -> Section:
    there = BENCH_PYTHON.exists()  # `make bench` installs them
    workers = [name for name in WORKERS if there or name not in LIBRARIES]
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


def _console(folder: Path, extent: Extent) -> Section:
    from services.bench.console_bench import console_section  # playwright is in the extra `dev`

    section = console_section(folder, extent.decided)
    shutil.rmtree(folder)
    return section


def _pipeline(folder: Path, extent: Extent) -> Section:
    from services.bench.pipeline_bench import pipeline_section  # simpy is in the extra `plan`

    section = pipeline_section(folder, extent.queued, extent.processes)
    shutil.rmtree(folder)
    return section


def _growth(folder: Path, extent: Extent) -> Section:
    # the archives take long to fill and stay
    return growth_section(folder.parent / "archive", extent.archived, extent.lives)


def _idle(folder: Path, extent: Extent) -> Section:
    section = idle_section(folder, extent.idle)
    shutil.rmtree(folder)
    return section


def _latency(folder: Path, extent: Extent) -> Section:
    section = latency_section(folder, extent.filed)
    shutil.rmtree(folder)
    return section


def _cost(folder: Path, extent: Extent) -> Section:
    section = cost_section(folder, extent.filed)
    shutil.rmtree(folder)
    return section
