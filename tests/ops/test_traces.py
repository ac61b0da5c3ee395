"""Traces: what one request causes carries one identifier, through every stage and every log."""

import asyncio
import datetime as dt
import io
import json
import logging
import sys
from dataclasses import replace

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from services.standalone.ports import free_ports
from shared.adapters.otlp import collecting_spans
from shared.domain.events import Submitted
from shared.errors import CheckCrashed
from shared.pipeline.messages import decode, encode, task_of
from shared.pipeline.relay import Relay
from shared.settings import Settings
from shared.stages import StageName, queue_stages
from shared.telemetry import configure_logs
from shared.tracing import (
    collect_spans,
    current_context,
    current_traceparent,
    read_traceparent,
    span,
)
from shared.web.frame import make_app
from tests.builders import PIECES, a_change
from tests.flow.line import FAST, Line, stands
from tests.flow.test_road import failing

SETTINGS = Settings(secret_key="k" * 32)
GIVEN = "00-" + "a1" * 16 + "-" + "b2" * 8 + "-01"


@pytest.fixture
def log_lines(monkeypatch):
    """The log lines written so far, parsed."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    configure_logs("test", "DEBUG")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    structlog.reset_defaults()
    logging.disable(logging.NOTSET)


@pytest.fixture
def spans():
    """The spans that finished so far."""
    found = []
    collect_spans(found.append)
    yield found
    collect_spans()


async def test_one_submission_is_one_trace_through_every_stage(log_lines):
    line = Line()
    line.works[StageName.PHOTO] = failing(CheckCrashed("photo"))
    async with line.running():
        with span("POST /v1/dossiers/{dossier_id}/submit"):
            door = current_context()
            key = await line.send_dossier(needs_validation=True)
        await line.until(key, lambda d: d.letters and not d.unsent_letters())
        dossier = await line.until(key, stands(StageName.DIVERGENCE, "done"))
    worked = [row for row in log_lines() if row["action"] == "stage_worked"]
    needed = {row.name for row in queue_stages(FAST) if dossier.stage(row.name).run}
    assert len(needed) > len(PIECES)
    assert {row["stage"] for row in worked} == needed
    assert max(row["attempt"] for row in worked) == 2
    assert {row["trace_id"] for row in worked} == {door.trace_id}


async def test_two_submissions_are_two_traces(log_lines):
    line = Line()
    async with line.running():
        for number in range(2):
            with span("submit"):
                dossier = await line.register.open(a_change(f"G-{number}", table=FAST))
                sent = Submitted(needs_validation=False)
                await line.register.apply(dossier.dossier_id, sent)
        for number in range(2):
            await line.until(f"G-{number}", stands(StageName.REVIEW, "open"))
    traces = {}
    for row in log_lines():
        if row["action"] == "stage_worked":
            traces.setdefault(row["dossier_id"], set()).add(row["trace_id"])
    assert [len(found) for found in traces.values()] == [1, 1]
    assert traces["G-0"] != traces["G-1"]


async def test_a_message_that_a_crash_left_behind_still_carries_its_trace():
    line = Line()
    with span("submit"):
        expected = current_context().trace_id
        await line.send_dossier()
    # the process died here: its relay never ran, another one sweeps
    line.clock.time += dt.timedelta(minutes=1)
    await Relay(line.broker, line.store, line.clock).sweep()
    (held,) = line.broker.queues["q.reception"]
    assert read_traceparent(decode(held.body).traceparent).trace_id == expected


async def test_a_stage_is_a_child_of_what_sent_its_message(spans):
    line = Line()
    async with line.running():
        with span("submit"):
            key = await line.send_dossier()
        await line.until(key, stands(StageName.REVIEW, "open"))
    by_name = {found.name: found for found in spans}
    assert by_name["stage reception"].parent == by_name["submit"].context
    assert by_name["stage photo"].parent == by_name["stage reception"].context
    assert by_name["stage photo"].attributes["outcome"] == "done"
    assert by_name["stage photo"].ended_ns >= by_name["stage photo"].began_ns


async def an_entry(line):
    await line.send_dossier()
    ((key, entry),) = await line.store.unsent(line.clock.now() + FAST[StageName.PHOTO].deadline, 9)
    return key, entry


async def test_a_message_without_trace_is_read_and_begins_one(log_lines):
    line = Line()
    key, entry = await an_entry(line)
    body = json.loads(encode(task_of(key, entry)))
    assert body.pop("traceparent") is None
    old = decode(json.dumps(body).encode())
    assert old == task_of(key, entry)
    async with line.running():
        await line.broker.publish("q.reception", json.dumps(body).encode(), "old")
        await line.until(key, stands(StageName.REVIEW, "open"))
    worked = [row for row in log_lines() if row["action"] == "stage_worked"]
    assert len({row["trace_id"] for row in worked}) == 1


async def test_the_same_entry_still_makes_the_same_message():
    key, entry = await an_entry(Line())
    entry = replace(entry, traceparent=GIVEN)
    assert task_of(key, entry) == task_of(key, entry)
    assert decode(encode(task_of(key, entry))).traceparent == GIVEN
    assert len(encode(task_of(key, entry))) < 1024


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "camille.specimen@example.org",
        GIVEN.upper(),
        GIVEN + "-x",
        "ff" + GIVEN[2:],
        GIVEN.replace("a1", "00"),
        GIVEN.replace("b2", "00"),
    ],
)
def test_a_context_that_cannot_be_read_begins_a_new_trace(text):
    assert read_traceparent(text) is None
    with span("work", text):
        assert read_traceparent(current_traceparent()) == current_context()


def test_a_context_that_is_given_goes_on_and_ends_with_its_span():
    with span("work", GIVEN):
        assert current_context().trace_id == "a1" * 16
        assert current_context().span_id != "b2" * 8
    assert current_context() is None


async def test_callers_do_not_choose_our_identifiers(spans):
    app = make_app(SETTINGS)
    async with TestClient(TestServer(app)) as client:
        await client.get("/livez", headers={"traceparent": GIVEN})
    (found,) = spans
    assert found.name == "GET /livez"
    assert found.parent is None and found.context.trace_id != "a1" * 16


async def test_spans_reach_a_collector_as_it_expects_them():
    received = []

    async def take(request):
        received.append(ExportTraceServiceRequest.FromString(await request.read()))
        return web.Response()

    collector = web.Application()
    collector.router.add_post("/v1/traces", take)
    async with TestServer(collector) as server:
        await send_spans(str(server.make_url("/")))
    (resource,) = received[0].resource_spans
    found = {sent.name: sent for sent in resource.scope_spans[0].spans}
    assert resource.resource.attributes[0].value.string_value == "guichet-imagecheck"
    inner, outer = found["inner"], found["outer"]
    assert (inner.trace_id, outer.trace_id) == (bytes.fromhex("a1" * 16),) * 2
    assert (inner.parent_span_id, outer.parent_span_id) == (outer.span_id, bytes.fromhex("b2" * 8))
    assert (inner.status.code, inner.status.message) == (2, "ValueError")
    assert {sent.key: sent.value.string_value for sent in inner.attributes} == {
        "guichet.stage": "photo"
    }


async def send_spans(endpoint):
    """Two spans, one of which fails on a person; sent on the way out, from a thread."""

    def work():
        with collecting_spans(endpoint, "imagecheck"), span("outer", GIVEN):
            try:
                with span("inner", stage="photo"):
                    raise ValueError("Camille Specimen")
            except ValueError:
                return

    await asyncio.to_thread(work)


async def test_a_collector_that_is_away_holds_the_drain_for_seconds_only():
    (port,) = free_ports(1)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await send_spans(f"http://127.0.0.1:{port}")
    assert loop.time() - began < 10


def test_nobody_collects_by_default(spans):
    collect_spans()
    with span("work"):
        pass
    assert spans == []
