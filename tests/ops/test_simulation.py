"""The capacity plan: what the simulation promises whatever its figures, and what its files say."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from services.manifests.loads import load_of
from services.simulate.command import run_machine
from services.simulate.costs import NotCalibrated, read_costs
from services.simulate.demand import DemandInvalid, read_demand
from services.simulate.line import ALWAYS, Plan
from services.simulate.play import Span, play_cluster, play_machine
from services.simulate.report import cores_of, kept_cores, promised_cores
from services.simulate.scaling import PAUSE, POLL, STABLE, Bounds, Look, pods_after
from shared.stages import CHECKED, TABLE, StageName, queue_stages

ROOT = Path(__file__).parent.parent.parent
COSTS = ROOT / "deploy" / "costs.json"
DEMAND = ROOT / "deploy" / "demand.json"
BOUNDS = Bounds(backlog=100, least=1, most=8)


@pytest.fixture(scope="module")
def plan():
    return Plan(costs=read_costs(COSTS, TABLE), demand=read_demand(DEMAND), table=TABLE)


def alike(plan):
    """Every dossier with the same stages, and no message that fails."""
    return replace(plan, demand=replace(plan.demand, needed={}, failing=0.0))


def test_every_queue_stage_has_a_cost_with_its_source():
    stages = json.loads(COSTS.read_text())["stages"]
    assert set(stages) == {row.name.value for row in queue_stages(TABLE)}
    for name, cost in stages.items():
        assert re.match(r"guichet bench|\[D\]", cost["source"]), name


def test_every_measured_cost_of_a_check_stands_in_the_report():
    told = (ROOT / "BENCHMARKS.md").read_text().replace("\u202f", " ")
    for name, cost in json.loads(COSTS.read_text())["stages"].items():
        if cost["source"].startswith("guichet bench"):
            for sample in cost["samples"]:
                figure = f"{sample['cpu_ms']:,}".replace(",", " ")
                assert figure in told, (name, sample)


def test_a_check_on_a_full_node_still_ends_within_its_limit(plan):
    """A pod is promised less than it may take: what if it gets no more, with two checks in hand?"""
    for name in CHECKED:
        row, slowest = TABLE[name], max(one.cpu_ms for one in plan.costs.stages[name].samples)
        seconds = 2 * slowest / 1000 / cores_of(load_of(row).cpu)
        assert 3 * seconds <= row.time_limit.total_seconds(), name


def test_a_stage_without_a_cost_is_named(tmp_path):
    figures = json.loads(COSTS.read_text())
    del figures["stages"]["photo"]
    (tmp_path / "costs.json").write_text(json.dumps(figures))
    with pytest.raises(NotCalibrated, match="photo"):
        read_costs(tmp_path / "costs.json", TABLE)


def test_a_day_of_twenty_three_hours_is_refused(tmp_path):
    figures = json.loads(DEMAND.read_text())
    figures["assumptions"]["hours"].pop()
    (tmp_path / "demand.json").write_text(json.dumps(figures))
    with pytest.raises(DemandInvalid):
        read_demand(tmp_path / "demand.json")


def test_a_figure_of_no_use_is_told_and_nothing_is_played(tmp_path, capsys):
    (tmp_path / "costs.json").write_text(COSTS.read_text())
    figures = json.loads(DEMAND.read_text())
    figures["assumptions"]["letters"] = "many"
    (tmp_path / "demand.json").write_text(json.dumps(figures))
    assert run_machine(10, 2, tmp_path) == 1
    said = capsys.readouterr()
    assert "letters" in said.err and not said.out


def test_the_hours_of_a_day_bring_the_day(plan):
    day = sum(3600 * plan.demand.rate(hour, times=10) for hour in range(24))
    assert day == pytest.approx(10 * plan.demand.a_day(peak=True))


def test_the_simulation_scales_as_the_manifests_do():
    told = (ROOT / "deploy" / "k8s" / "stage.yaml.j2").read_text()
    for key, value in (
        ("pollingInterval", POLL),
        ("stabilizationWindowSeconds", STABLE),
        ("periodSeconds", PAUSE),
    ):
        assert re.search(rf"{key}: {value:.0f}\b", told), key


@pytest.mark.parametrize(
    ("backlog", "pods"), [(0, 1), (100, 1), (101, 2), (799, 8), (5000, 8)], ids=str
)
def test_pods_follow_the_backlog_between_their_bounds(backlog, pods):
    assert BOUNDS.asked(backlog) == pods


def looked(*asked):
    return [Look(at=POLL * number, asked=each) for number, each in enumerate(asked)]


@pytest.mark.parametrize(
    ("asked", "pods", "after"),
    [
        ((1, 5), 1, 5),
        ((5, 1), 5, 5),
        ((5, *[1] * 21), 5, 4),
        ((*[1] * 12, 3, *[1] * 12), 5, 4),
        ((*[1] * 20, 5, 1), 5, 5),
    ],
    ids=["more at once", "no fewer at once", "fewer after", "by one", "a recent wish counts"],
)
def test_pods_come_at_once_and_leave_slowly(asked, pods, after):
    assert pods_after(looked(*asked), pods, shrunk_at=0.0) == after


def test_two_pods_do_not_leave_within_one_pause():
    looks = looked(*[1] * 30)
    assert pods_after(looks, 5, shrunk_at=looks[-1].at - PAUSE + 1) == 5


def test_a_full_queue_leaves_every_dossier_compared_and_every_message_paid(plan):
    outcome = play_machine(alike(plan), 50, 2)
    assert outcome.submitted == outcome.finished == 50
    assert {one.stage: one.messages for one in outcome.stages if one.messages} == dict.fromkeys(
        ALWAYS, 50
    )


def test_a_full_queue_keeps_all_cores_busy(plan):
    outcome = play_machine(plan, 200, 2)
    store = outcome.messages * plan.costs.message.store_cpu_ms / 1000
    assert outcome.seconds == pytest.approx((outcome.cpu_seconds + store) / 2, rel=0.02)


def test_twice_the_cores_halve_the_wall_clock(plan):
    one, two = (play_machine(plan, 200, cores).seconds for cores in (1, 2))
    assert one / two == pytest.approx(2, rel=0.03)


def test_one_check_process_leaves_the_other_core_to_the_store(plan):
    outcome = play_machine(alike(plan), 50, 2, 1)
    checks = sum(one.cpu_seconds for one in outcome.stages if one.stage in CHECKED)
    store = outcome.messages * plan.costs.message.store_cpu_ms / 1000
    assert checks < outcome.seconds < checks + 0.3 * store  # all but the first and the last


def test_more_check_processes_than_cores_are_no_faster(plan):
    two, eight = (play_machine(plan, 100, 2, processes).seconds for processes in (2, 8))
    assert eight == pytest.approx(two, rel=0.03)


def test_what_fails_comes_again_after_the_wait_of_its_row(plan):
    failing = replace(plan, demand=replace(plan.demand, needed={}, failing=0.3))
    outcome = play_machine(failing, 100, 2)
    assert outcome.finished == 100
    assert outcome.messages == pytest.approx(100 * len(ALWAYS) / 0.7, rel=0.1)


def test_the_same_seed_plays_the_same_hour(plan):
    span = Span(first_hour=10, hours=0.2)
    assert play_cluster(plan, span) == play_cluster(plan, span)
    assert play_cluster(plan, span) != play_cluster(replace(plan, seed=2), span)


def test_an_hour_brings_its_share_of_the_day(plan):
    outcome = play_cluster(plan, Span(first_hour=10, hours=0.5))
    expected = plan.demand.rate(10, times=1) * 1800
    assert outcome.submitted == pytest.approx(expected, abs=4 * expected**0.5)


def test_work_in_hand_is_what_arrives_times_how_long_it_takes(plan):
    """Little's law for the identity check with one pod: busy cores are rate times cost."""
    outcome = play_cluster(plan, Span(first_hour=10, hours=0.5))
    (identity,) = (one for one in outcome.stages if one.stage is StageName.IDENTITY)
    mean = plan.costs.mean(StageName.IDENTITY).cpu
    assert identity.cpu_seconds / identity.messages == pytest.approx(mean, rel=0.02)


def test_a_burst_brings_pods_and_goes(plan):
    quiet = alike(replace(plan, times=0.01))
    outcome = play_cluster(quiet, Span(first_hour=3, hours=1, burst=1000))
    (identity,) = (one for one in outcome.stages if one.stage is StageName.IDENTITY)
    assert identity.most_pods == load_of(TABLE[StageName.IDENTITY]).most
    assert identity.story[-1].pods < identity.most_pods
    assert outcome.finished == outcome.submitted >= 1000


def test_bounds_hold_even_where_more_pods_are_wanted(plan):
    outcome = play_cluster(alike(plan), Span(first_hour=3, hours=0.5, burst=1000, most_pods=2))
    assert max(one.most_pods for one in outcome.stages) == 2


def test_cores_are_read_as_kubernetes_writes_them(plan):
    assert (cores_of("2"), cores_of("250m")) == (2, 0.25)


def test_pods_at_rest_are_promised_a_quarter_of_what_checks_may_take(plan):
    night = play_cluster(plan, Span(first_hour=3, hours=0.1))
    assert kept_cores(night) > 20
    assert promised_cores(night) <= 5
