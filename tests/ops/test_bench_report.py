"""What the report keeps and draws, and the small readings of the kernel that figures rest on."""

import os
import subprocess
import sys
import time

import pytest

from services.bench.charts import charts, draw_plots, number
from services.bench.idle_bench import footprint, processes_of
from services.bench.keeping import Kept, keep, kept_parts, report
from services.bench.latency_bench import Waited, section_of
from services.bench.load import _KEY
from services.bench.parts import Part
from services.bench.processor import processor_clock
from services.bench.report import Bar, Section, figure
from services.bench.wordings import CELERY, DRAMATIQ, TASKIQ, wording_of
from services.bench.workers import BENCH_PYTHON, ENGINE, SOURCE
from shared.domain.change import OutboxEntry
from shared.stages import StageName
from tests.builders import NOW

WORKERS = Section(
    title="Runner",
    method="M.",
    header=("worker", "msg/s", "of bare", "of bare"),
    rows=[["bare", "1 527", "1.00", "9.00"], ["ours", "1 920", "1.22", "9.00"]],
    bars=(Bar(what="throughput", figure=1.22, limit=0.85, at_least=True),),
)
GROWTH = Section(
    title="Growth",
    method="M.",
    header=("question", "CPU ms at 1 000", "CPU ms at 1 000 000", "read"),
    rows=[["load", "2.90", "3.00", "1 / 1"]],
)


def kept(section):
    return Kept(section=section, day="2026-11-23", load=1.5)


def test_what_was_measured_is_read_back_as_it_was(tmp_path):
    keep(tmp_path, Part.RUNNER, WORKERS, NOW)
    found = kept_parts(tmp_path)[Part.RUNNER]
    assert [tuple(row) for row in found.section.rows] == [tuple(row) for row in WORKERS.rows]
    assert (found.section.bars, found.day) == (WORKERS.bars, NOW.date().isoformat())


def test_measuring_one_part_again_leaves_the_others_in_the_report(tmp_path):
    keep(tmp_path, Part.GROWTH, GROWTH, NOW)
    keep(tmp_path, Part.RUNNER, GROWTH, NOW)
    keep(tmp_path, Part.RUNNER, WORKERS, NOW)
    text = report(kept_parts(tmp_path))
    assert text.index("## Runner") < text.index("## Growth")
    assert text.count("## ") == 2
    assert f"*Measured {NOW.date().isoformat()}" in text


@pytest.mark.parametrize("value", [0.05, 1.22, 34.5, 1527.0, 1_000_000.0])
def test_a_figure_is_read_back_from_its_cell(value):
    assert number(figure(value)) == pytest.approx(value, rel=0.01)


def test_charts_take_their_points_from_the_tables():
    runner, growth = charts({Part.RUNNER: kept(WORKERS), Part.GROWTH: kept(GROWTH)})
    assert (runner.at, runner.series) == (["bare", "ours"], {"rate": [1.0, 1.22]})
    assert (growth.at, growth.series) == ([1000.0, 1_000_000.0], {"load": [2.9, 3.0]})


def test_a_chart_without_its_column_is_refused():
    with pytest.raises(ValueError, match="not in list"):
        list(charts({Part.RUNNER: kept(GROWTH)}))


@pytest.mark.skipif(not BENCH_PYTHON.exists(), reason="`make bench` installs what draws")
def test_the_same_figures_give_the_same_bytes(tmp_path):
    parts = {Part.RUNNER: kept(WORKERS), Part.GROWTH: kept(GROWTH)}
    assert draw_plots(parts, tmp_path / "a")
    assert draw_plots(parts, tmp_path / "b")
    for name in ("runner.svg", "growth.svg"):
        drawn = (tmp_path / "a" / name).read_text()
        assert drawn == (tmp_path / "b" / name).read_text()
        assert "http" not in drawn.replace("http://www.w3.org/", "")


@pytest.mark.parametrize("worker", [ENGINE, CELERY, DRAMATIQ, TASKIQ])
def test_every_wording_of_a_task_carries_its_key(worker):
    key, photo = f"{worker}-r3-17", StageName.PHOTO
    entry = OutboxEntry(entry_id="1-0", queue=SOURCE, stage=photo, run=1, attempt=1, created_at=NOW)
    assert _KEY.findall(wording_of(worker)(key, entry).body)[0].decode() == key


def test_the_processor_clock_of_a_process_is_its_own():
    began = time.process_time()
    while time.process_time() < began + 0.02:
        pass
    assert processor_clock(os.getpid()) == pytest.approx(time.process_time(), abs=0.01)


def test_a_footprint_holds_the_processes_of_a_session_and_no_other():
    command = [sys.executable, "-c", "import subprocess; subprocess.run(['sleep', '20'])"]
    leader = subprocess.Popen(command, start_new_session=True)
    try:
        until = time.monotonic() + 10
        while len(processes_of(leader.pid)) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        found = footprint(leader.pid, core=0.0)
    finally:
        os.killpg(leader.pid, 9)
        leader.wait()
    assert found.processes == 2
    assert 0 < found.pss <= found.rss
    assert found.private <= found.pss + 0.01


def test_the_bars_of_latency_are_held_against_the_idle_machine():
    idle = Waited(load="idle", rate=0.0, seconds=[1.0] * 9 + [6.0])
    busy = Waited(load="0.75", rate=0.6, seconds=[60.0] * 10)
    section = section_of(0.8, [idle, busy])
    assert [(bar.figure, bar.met) for bar in section.bars] == [(1.0, True), (6.0, False)]
    assert [row[0] for row in section.rows] == ["idle", "0.75"]
