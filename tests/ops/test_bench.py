"""What the measurements rest on: percentiles, ratios, tables, and dossiers that really stand."""

import asyncio
import datetime as dt
from collections import Counter

import pytest

from services.bench.figures import Round, median_round, percentile, ratios
from services.bench.peers.kept import KeptDossiers
from services.bench.report import Bar, Section, bar_line, figure, markdown, table
from services.bench.runner_bench import OTHERS_EVERY, order_of
from services.bench.store_fill import OPEN_SHARE, documents
from services.bench.walks import CHECKS, Walk
from services.bench.workers import BARE, ENGINE, WORKERS
from shared.adapters.documents import dossier_of, update_of
from shared.adapters.memory import MemoryStore
from shared.domain.change import Change
from shared.domain.dossier import Outcome
from shared.domain.events import Submitted
from shared.domain.states import StateCode, state_of
from shared.domain.transitions import advance
from shared.errors import DossierExists
from shared.stages import CHECKED, TABLE, StageName
from tests.builders import NOW


def a_round(peer: str, rate: float, p99: float = 10.0, number: int = 0) -> Round:
    return Round(peer=peer, number=number, rate=rate, p50=1.0, p99=p99, cpu=1e5 / rate)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.5, 50), (0.99, 99), (0.995, 100), (1.0, 100), (0.0, 1), (0.01, 1)],
)
def test_a_percentile_is_a_value_that_was_measured(share, expected):
    assert percentile([float(n) for n in range(100, 0, -1)], share) == expected


def test_one_value_is_every_percentile():
    assert [percentile([7.0], share) for share in (0.0, 0.5, 0.99)] == [7.0] * 3


def test_a_ratio_compares_within_a_round_so_that_a_slow_round_changes_nothing():
    rounds = [
        a_round("bare", 1000),
        a_round("ours", 900),
        a_round("ours", 90, p99=30.0, number=1),  # the machine was busy: both ten times slower
        a_round("bare", 100, p99=20.0, number=1),
        a_round("bare", 1000, number=2),
        a_round("ours", 950, number=2),
    ]
    against = ratios(rounds, "ours", "bare")
    assert against.rate == pytest.approx(0.9)
    assert against.p99 == pytest.approx(1.0)
    assert against.cpu == pytest.approx(1 / 0.9)


def test_a_worker_is_compared_in_the_rounds_that_it_took_part_in():
    rounds = [
        a_round("bare", 1000),
        a_round("bare", 100, number=1),
        a_round("slow", 50, number=1),
    ]
    assert ratios(rounds, "slow", "bare").rate == pytest.approx(0.5)


def test_a_ratio_needs_the_floor_in_the_same_round():
    with pytest.raises(KeyError):
        ratios([a_round("bare", 1), a_round("ours", 1, number=1)], "ours", "bare")


def test_floor_and_runner_take_turns_to_go_first_and_run_in_every_round():
    orders = [order_of(WORKERS, number) for number in range(2 * OTHERS_EVERY)]
    assert [order[0] for order in orders[:2]] == [BARE, ENGINE]
    assert all({BARE, ENGINE} == set(order[:2]) for order in orders)
    assert [number for number, order in enumerate(orders) if len(order) > 2] == [0, OTHERS_EVERY]
    assert set(orders[0]) == set(WORKERS)


async def test_dossiers_kept_as_they_are_refuse_what_was_made_on_an_older_one():
    kept, walk = KeptDossiers(), Walk("G-1", "ecole", NOW)
    draft = walk.dossier
    await kept.add(Change(dossier=draft))
    with pytest.raises(DossierExists):
        await kept.add(Change(dossier=draft))
    change = advance(draft, Submitted(needs_validation=False), NOW, TABLE)
    assert change.entries
    assert await kept.save(change)
    assert not await kept.save(change)
    assert await kept.get("G-1") == change.dossier
    later = NOW + dt.timedelta(seconds=1)
    assert await kept.unsent(later, 10) == [("G-1", entry) for entry in change.entries]
    await kept.mark_sent([("G-1", entry.entry_id) for entry in change.entries])
    assert await kept.unsent(later, 10) == []


def test_the_median_round_takes_each_figure_by_itself():
    rounds = [a_round("x", 1, p99=9.0), a_round("x", 2, p99=8.0), a_round("x", 9, p99=7.0)]
    middle = median_round([*rounds, a_round("y", 1000)], "x")
    assert (middle.rate, middle.p99) == (2, 8.0)


@pytest.mark.parametrize(
    ("bar", "word"),
    [
        (Bar(what="rate", figure=0.85, limit=0.85, at_least=True), "met"),
        (Bar(what="rate", figure=0.84, limit=0.85, at_least=True), "NOT MET"),
        (Bar(what="p99", figure=2.0, limit=2.0), "met"),
        (Bar(what="p99", figure=2.1, limit=2.0), "NOT MET"),
    ],
)
def test_a_bar_says_whether_it_is_met(bar, word):
    assert bar_line(bar).endswith(f"**{word}**")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.8512, "0.85"), (12.34, "12.3"), (99.96, "100.0"), (123.4, "123"), (12345.0, "12 345")],
)
def test_a_figure_shows_what_was_measured_and_no_more(value, text):
    assert figure(value) == text


def test_a_table_is_aligned_and_refuses_a_row_that_is_too_short():
    assert table(["a", "bb"], [["ccc", "d"]]).splitlines() == [
        "| a   | bb |",
        "| --- | -- |",
        "| ccc | d  |",
    ]
    with pytest.raises(ValueError, match="zip"):
        table(["a", "bb"], [["ccc"]])


def test_a_section_shows_title_method_table_and_bars():
    bar = Bar(what="rate", figure=0.9, limit=0.85, at_least=True)
    text = markdown(Section(title="T", method="M.", header=["h"], rows=[["r"]], bars=[bar]))
    parts = text.split("\n\n")
    assert parts[:2] == ["## T", "M."]
    assert "0.90 (bar ≥ 0.85)" in parts[3]


def test_a_filled_store_is_mostly_archive_and_nothing_in_it_is_due():
    filled = list(documents(0, 1000, NOW))
    standing = [document for document in filled if document["open"]]
    assert len(standing) == OPEN_SHARE
    assert all(row["due"] is None or row["due"] > NOW for d in standing for row in d["open"])
    states = Counter(state_of(dossier_of(document), NOW).code for document in filled)
    assert states[StateCode.ACCEPTED] > 700
    assert {StateCode.TO_REVIEW, StateCode.IN_REVIEW, StateCode.CORRECTION, StateCode.DRAFT} < set(
        states
    )


def test_the_same_number_always_makes_the_same_dossier():
    assert list(documents(17, 23, NOW)) == list(documents(17, 23, NOW))


class Recorded(Walk):
    """A walk that stores each step in memory, as the engine does."""

    def __init__(self) -> None:
        super().__init__("G-WALK", "ecole", NOW)
        self.store = MemoryStore()
        self.written: list[set[str]] = []
        asyncio.run(self.store.add(Change(dossier=self.dossier, events=self.dossier.history)))

    def step(self, event) -> None:
        self.now += dt.timedelta(seconds=1)
        change = advance(self.dossier, event, self.now, TABLE)
        self.written.append(set(update_of(change)["$set"]))
        assert asyncio.run(self.store.save(change))
        self.dossier = change.dossier


def walked() -> Recorded:
    """A whole life: sent, validated, checked, parked once, decided, told."""
    walk = Recorded()
    walk.submit(needs_validation=True)
    walk.deliver()
    walk.validate()
    walk.finish((StageName.RECEPTION, *CHECKS[1:]))
    walk.park(StageName.PHOTO)
    walk.compare()
    walk.decide(Outcome.REFUSED)
    walk.deliver()
    return walk


def test_a_life_stored_difference_by_difference_reads_back_whole():
    walk = walked()
    assert asyncio.run(walk.store.get("G-WALK")) == walk.dossier


def test_a_difference_holds_the_stages_that_moved_and_no_other():
    walk = walked()
    # a stage is written whole or field by field
    stages = [{name.split(".")[1] for name in step if "stages." in name} for step in walk.written]
    assert {"photo", "divergence"} in stages
    # most when what is not needed is named
    assert max(map(len, stages)) <= len(CHECKED) + 2
    assert not any({"stages", "demande", "owner", "history"} & step for step in walk.written)


def test_a_dossier_without_its_timeline_is_the_same_in_all_else():
    walk = walked()
    bare = asyncio.run(walk.store.get("G-WALK", timeline=False))
    assert bare.history == ()
    assert (bare.rev, bare.stages, bare.letters) == (
        walk.dossier.rev,
        walk.dossier.stages,
        walk.dossier.letters,
    )
