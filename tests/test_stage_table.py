"""The stage table is complete, its handlers are there, and every column of it is obeyed."""

import asyncio
import dataclasses
import datetime as dt
import inspect
from dataclasses import replace
from pathlib import Path
from typing import get_type_hints

import pytest

from shared.adapters.topology import queues_of
from shared.adapters.wiring import connect_servers
from shared.domain.dossier import Delivery, DivergenceResult, Dossier, Outcome, StageStatus
from shared.domain.events import Claimed, ClockTicked, StageFailed, StageFinished, Submitted
from shared.domain.findings import CheckResult
from shared.domain.letters import REMINDER_LETTERS
from shared.domain.photo_code import CodeAnswer
from shared.domain.piece import PieceKind
from shared.domain.states import state_of
from shared.domain.transitions import advance
from shared.errors import ServerUnavailable
from shared.pipeline.decision import is_final
from shared.pipeline.worker import bind_handlers, resolve, rows_of
from shared.settings import Settings
from shared.stage_checks import IncompleteStageTable
from shared.stages import TABLE, Ending, Stage, StageName, Turn, queue_stages
from tests.builders import NOW, PIECES, a_change, a_divergence, a_dossier, a_draft, a_result, after
from tests.flow.line import FAST, Line, stands

S = StageName
MINUTE = dt.timedelta(minutes=1)
SERVICES = Path(__file__).parent.parent / "services"
MACHINES = [pytest.param(row, id=row.name) for row in queue_stages(TABLE)]
EVERYONE = [pytest.param(row, id=row.name) for row in TABLE.values()]

#: What `advance` makes of each machine's answer; every other one brings findings.
RESULTS = {
    S.PHOTO_CODE: CodeAnswer,
    S.DIVERGENCE: DivergenceResult,
    S.NOTIFICATION: Delivery,
}


def changed(name, /, **columns):
    """The table with one row changed."""
    return {**TABLE, name: replace(TABLE[name], **columns)}


# the table is whole


@pytest.mark.parametrize("row", EVERYONE)
def test_each_row_has_an_owner_a_deadline_and_an_ending(row):
    assert row.turn is not Turn.NOBODY
    assert (SERVICES / row.service).is_dir()
    assert row.deadline > dt.timedelta()
    assert row.ending in Ending


@pytest.mark.parametrize("row", MACHINES)
def test_each_handler_is_there_and_answers_what_its_stage_understands(row):
    handler = resolve(row.handler)
    hints = get_type_hints(handler)
    module = inspect.getmodule(handler)
    assert inspect.iscoroutinefunction(handler)
    assert list(inspect.signature(handler).parameters) == ["dossier", "tools"]
    assert (hints["dossier"], hints["tools"]) == (Dossier, module.Tools)
    assert hints["return"] is RESULTS.get(row.name, CheckResult)
    assert row.handler.startswith(f"services.{row.service}.")


def test_every_stage_is_reached_from_the_draft():
    reached, to_do = set(), [S.DRAFT]
    while to_do:
        name = to_do.pop()
        if name not in reached:
            reached.add(name)
            to_do += TABLE[name].next
    assert reached == set(StageName)


def test_every_piece_kind_is_checked_by_one_stage_at_most():
    pieces = [row.piece for row in TABLE.values() if row.piece]
    assert len(pieces) == len(set(pieces))
    assert set(PIECES) < set(pieces)


def test_every_reminder_has_its_letter():
    assert {row.name for row in TABLE.values() if row.reminders} == set(REMINDER_LETTERS)


async def test_no_service_starts_on_an_incomplete_table(monkeypatch, unused_tcp_port):
    monkeypatch.setitem(TABLE, S.PHOTO, replace(TABLE[S.PHOTO], deadline=dt.timedelta()))
    nowhere = f"127.0.0.1:{unused_tcp_port}"
    settings = Settings(
        secret_key="x" * 32, amqp_url=f"amqp://{nowhere}/", mongodb_url=f"mongodb://{nowhere}/"
    )
    with pytest.raises(IncompleteStageTable, match="photo: no deadline"):
        async with asyncio.timeout(2), connect_servers(settings):
            pass


# every column is obeyed: change it and something else happens


def done(stage, result=None):
    return StageFinished(stage=stage, run=1, attempt=1, result=result or a_result())


def received():
    return after(a_dossier(), done(S.RECEPTION))


def started(table):
    """The photo's run, just started under this table."""
    return advance(a_dossier(), done(S.RECEPTION), NOW, table).dossier.stage(S.PHOTO)


def test_the_column_deadline_is_obeyed():
    assert started(TABLE).deadline == NOW + TABLE[S.PHOTO].deadline
    assert started(changed(S.PHOTO, deadline=MINUTE)).deadline == NOW + MINUTE


@pytest.mark.parametrize(
    ("ending", "follows"), [(Ending.REVIEW, "open"), (Ending.INCIDENT, "waiting")]
)
def test_the_column_ending_is_obeyed_by_machines(ending, follows):
    dossier = after(received(), *map(done, (S.SIGNATURE, S.IDENTITY, S.ADDRESS)))
    lost = StageFailed(stage=S.PHOTO, run=1, attempt=1, cause="X", final=True)
    dossier = advance(dossier, lost, NOW, changed(S.PHOTO, ending=ending)).dossier
    assert dossier.stage(S.DIVERGENCE).status == follows


@pytest.mark.parametrize(
    ("ending", "outcome"),
    [
        (Ending.CLOSED, Outcome.CLOSED),
        (Ending.EXPIRED, Outcome.EXPIRED),
        (Ending.ESCALATED, None),
    ],
)
def test_the_column_ending_is_obeyed_for_people(ending, outcome):
    table, late = changed(S.DRAFT, ending=ending), NOW + TABLE[S.DRAFT].deadline
    assert advance(a_draft(), ClockTicked(stage=S.DRAFT), late, table).dossier.outcome is outcome


def test_the_column_next_is_obeyed():
    table = changed(S.RECEPTION, next=(S.PHOTO,))
    change = advance(a_dossier(), done(S.RECEPTION), NOW, table)
    assert [entry.queue for entry in change.entries] == ["q.photo"]


def test_the_column_queue_is_obeyed():
    table = changed(S.PHOTO, queue="q.elsewhere")
    change = advance(a_dossier(), done(S.RECEPTION), NOW, table)
    assert "q.elsewhere" in [entry.queue for entry in change.entries]
    names = {spec.name for spec in queues_of(table)}
    assert {"q.elsewhere", "q.elsewhere.park", "q.elsewhere.retry.5000"} <= names
    assert "q.photo" not in names


def test_the_columns_tries_first_wait_and_growth_make_the_retry_queues():
    table = changed(S.PHOTO, tries=3, first_wait=7 * MINUTE, growth=2)
    names = [spec.name for spec in queues_of(table) if spec.name.startswith("q.photo.retry")]
    assert names == ["q.photo.retry.420000", "q.photo.retry.840000"]
    failed = StageFailed(stage=S.PHOTO, run=1, attempt=1, cause="X", final=False)
    retried = advance(received(), failed, NOW, table)
    assert retried.entries[0].queue == names[0]
    again = replace(failed, attempt=2)
    assert advance(retried.dossier, again, NOW, table).entries[0].queue == names[1]


def test_the_column_tries_is_obeyed():
    row = replace(TABLE[S.PHOTO], tries=2)
    assert [is_final(row, n, ServerUnavailable()) for n in (1, 2)] == [False, True]


def test_the_column_redrives_is_obeyed():
    table, late = changed(S.PHOTO, redrives=0), NOW + TABLE[S.PHOTO].deadline
    dossier = advance(received(), ClockTicked(stage=S.PHOTO), late, table).dossier
    assert dossier.stage(S.PHOTO).status is StageStatus.PARKED


def test_the_column_reminders_is_obeyed():
    table, tick = changed(S.DRAFT, reminders=(MINUTE,)), ClockTicked(stage=S.DRAFT)
    assert advance(a_draft(), tick, NOW + MINUTE, TABLE) is None
    assert advance(a_draft(), tick, NOW + MINUTE, table).dossier.stage(S.DRAFT).reminders == 1


@pytest.mark.parametrize(
    ("activated", "column"), [(True, "deadline_if_activated"), (False, "deadline")]
)
def test_the_column_deadline_if_activated_is_obeyed(activated, column):
    table = changed(S.USER_VALIDATION, deadline=2 * MINUTE, deadline_if_activated=5 * MINUTE)
    draft = a_draft(*PIECES, account_activated=activated)
    sent = advance(draft, Submitted(needs_validation=True), NOW, table).dossier
    allowed = getattr(table[S.USER_VALIDATION], column)
    assert sent.stage(S.USER_VALIDATION).deadline == NOW + allowed


def in_review():
    dossier = after(a_dossier(needs_validation=False), done(S.RECEPTION))
    dossier = after(dossier, *map(done, (S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS)))
    return after(dossier, done(S.DIVERGENCE, a_divergence()))


def test_the_column_lease_is_obeyed():
    table = changed(S.REVIEW, lease=3 * MINUTE)
    claimed = advance(in_review(), Claimed(agent="a"), NOW, table).dossier
    assert claimed.stage(S.REVIEW).claim.until == NOW + 3 * MINUTE
    assert advance(in_review(), Claimed(agent="a"), NOW, changed(S.REVIEW, lease=None)) is None


def test_the_column_piece_is_obeyed():
    draft = a_draft(PieceKind.JDC)
    table = changed(S.PHOTO, piece=PieceKind.JDC)
    sent = advance(draft, Submitted(needs_validation=False), NOW, table).dossier
    assert (sent.stage(S.PHOTO).status, sent.stage(S.ADDRESS).status) == ("waiting", "not_required")


def test_the_column_turn_is_obeyed(monkeypatch):
    monkeypatch.setitem(TABLE, S.DRAFT, replace(TABLE[S.DRAFT], turn=Turn.OPS))
    assert state_of(a_draft(), NOW).turn is Turn.OPS


def test_the_column_service_is_obeyed():
    moved = changed(S.PHOTO, service="notifier")
    assert S.PHOTO not in {row.name for row in rows_of(moved, "imagecheck")}
    assert S.PHOTO in {row.name for row in rows_of(moved, "notifier")}


async def answer(dossier, tools):
    """A handler for the test below."""
    return (dossier, tools)


async def test_the_column_handler_is_obeyed():
    table = changed(S.PHOTO, handler="tests.test_stage_table:answer")
    handlers = bind_handlers(table, "imagecheck", "tools")
    assert await handlers[S.PHOTO]("dossier") == ("dossier", "tools")


async def test_the_column_time_limit_is_obeyed():
    short = replace(FAST[S.RECEPTION], time_limit=dt.timedelta(milliseconds=10), tries=1)
    line = Line(table={**FAST, S.RECEPTION: short})
    line.works[S.RECEPTION] = lambda dossier: asyncio.sleep(30)
    async with line.running():
        dossier = await line.until(await line.send_dossier(), stands(S.RECEPTION, "parked"))
    assert dossier.stage(S.RECEPTION).cause == "CheckTimedOut"


def test_the_column_name_is_obeyed():
    assert {row.name for row in TABLE.values()} == set(StageName)
    assert a_change().dossier.stage(S.DRAFT).status is StageStatus.OPEN


def test_every_column_has_its_test_here():
    source = Path(__file__).read_text()
    tests = [line for line in source.splitlines() if "def test_the_column" in line]
    for column in dataclasses.fields(Stage):
        assert any(f"_{column.name}_" in line for line in tests), column.name
