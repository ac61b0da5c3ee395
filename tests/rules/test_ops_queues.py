"""`guichet queues`: what the table says, and what it does not invent."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from rich.console import Console

from services.ops.queues import queues_table
from services.ops.words import HINDRANCES, figure, rate, short
from services.watch.words import HINDRANCES as HINDRANCES_IN_FRENCH
from shared.domain.repair import Hindrance
from shared.pipeline.overview import QueueNow
from shared.pipeline.watch_ports import Incident, Probe
from shared.stages import TABLE as STAGES
from shared.stages import StageName, parking_queue
from tests.builders import NOW
from tests.rules.test_ops_rows import MINUTE, a_depth, an_overview, samples

S = StageName
PHOTO = STAGES[S.PHOTO]


def printed(overview):
    console = Console(width=200, file=io.StringIO())
    console.print(queues_table(overview))
    return console.file.getvalue().splitlines()


def line_of(stage, overview):
    return " ".join(next(line for line in printed(overview) if line.split()[:1] == [stage]).split())


def test_every_stage_has_its_line_in_flow_order():
    lines = printed(an_overview())

    assert [line.split()[0] for line in lines[1:]] == list(STAGES)


def test_a_line_says_messages_consumers_age_rate_and_probe():
    probe = Probe(queue="q.photo", sent_at=NOW - 2 * MINUTE, seen_at=NOW - 2 * MINUTE + MINUTE / 60)
    overview = an_overview(
        a_depth(),
        queues={"q.photo": QueueNow(ready=2, unacked=1, consumers=4)},
        rows=samples(3, 3),
        probes={"q.photo": probe},
    )

    assert line_of("photo", overview) == (
        "photo système 3 2 1 – · 4 3 min, 12 min left 3/min 1 min 1 s"
    )


def test_a_late_stage_says_by_how_much():
    assert "3 min, late by 2 min" in line_of("photo", an_overview(a_depth(left=-2 * MINUTE)))


def test_parked_dossiers_and_their_messages_are_told_apart_where_they_differ():
    def queues(count):
        return {parking_queue(PHOTO): QueueNow(ready=count, consumers=0)}

    same = an_overview(a_depth(status="parked", count=2), queues=queues(2))
    differ = an_overview(a_depth(status="parked", count=2), queues=queues(5))

    assert "messages" not in line_of("photo", same)
    assert "2 (5 messages)" in line_of("photo", differ)


def test_a_probe_that_nobody_met_says_how_long():
    probe = Probe(queue="q.photo", sent_at=NOW - 4 * MINUTE, seen_at=None)

    assert line_of("photo", an_overview(probes={"q.photo": probe})).endswith("not met, 4 min")


def test_incidents_and_a_silent_broker_are_told_under_the_table():
    late = Incident(kind="canary_late", subject="q.photo", count=1, opened_at=NOW - MINUTE)
    overview = replace(an_overview(), incidents=(late,), broker_answers=False)

    assert printed(overview)[-2:] == [
        "canary_late q.photo: 1, since 1 min",
        "The broker does not answer: its columns are unknown.",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 ms"), (0.0042, "4 ms"), (59, "59 s"), (60, "1 min"), (5400, "2 h"), (172_800, "2 d")],
)
def test_durations_fit_a_column(seconds, text):
    assert short(dt.timedelta(seconds=seconds)) == text


def test_unknown_is_never_zero():
    assert (figure(None), figure(0), figure(7)) == ("–", "·", "7")
    assert (rate(None), rate(0), rate(0.25), rate(120)) == ("–", "·", "0.25/min", "120/min")
    assert short(None) == "–"


def test_every_hindrance_is_told_to_the_terminal_and_to_the_page():
    assert set(HINDRANCES) == set(HINDRANCES_IN_FRENCH) == set(Hindrance)
