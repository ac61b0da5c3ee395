"""Metrics: each counts what it says, once, and none can name a person."""

import datetime as dt

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from services.notifier.handler import Tools, send_letters
from services.watch.dead_letters import DeadLetters
from services.watch.figures import Figures
from services.watch.sweep import sweep_deadlines
from shared.adapters.memory_files import MemoryEffects
from shared.adapters.topology import INVALID_QUEUE
from shared.domain.dossier import Outcome
from shared.domain.events import Claimed, Decided, Replayed
from shared.domain.findings import Verdict
from shared.errors import CheckCrashed, MissingBlob, ServerUnavailable
from shared.metrics import REGISTRY, exposition, name_build
from shared.process import serving_metrics
from shared.settings import Settings
from shared.stages import DEAD_QUEUE, TABLE, StageName
from shared.web.frame import make_app
from shared.web.links import LinkSigner
from tests.builders import a_dossier, a_result
from tests.flow.line import FAST, Line, stands
from tests.flow.test_road import failing
from tests.ops.counting import Grown, value
from tests.ops.promql import LABELS, run_promtool

S = StageName
SETTINGS = Settings(secret_key="k" * 32)

#: Labels may hold these closed sets only.
CLOSED = {
    *("stage", "status", "queue", "state", "server", "kind", "cause", "outcome", "template"),
    *("route", "method"),
}


def test_names_and_units_follow_the_conventions_of_prometheus():
    name_build("watch")
    done = run_promtool("check", "metrics", text=exposition().decode())
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_metric_is_ours_and_says_what_it_means():
    for family in REGISTRY.collect():
        assert family.name.startswith(("guichet_", "process_"))
        assert family.documentation.endswith(".")


def test_no_label_can_hold_a_person():
    assert set().union(*LABELS.values()) == CLOSED


async def test_a_road_with_a_retry_counts_each_step_once():
    line = Line()
    line.works[S.PHOTO] = failing(CheckCrashed("photo"))
    line.works[S.SIGNATURE] = answering(Verdict.FAIL)
    submitted, retries = (
        Grown("guichet_dossiers_submitted_total"),
        Grown("guichet_retries_total", stage="photo"),
    )
    passed = Grown("guichet_documents_processed_total", kind="photo", outcome="pass")
    failed = Grown("guichet_documents_processed_total", kind="signature", outcome="fail")
    worked = Grown("guichet_stage_duration_seconds_count", stage="photo")
    accepted = Grown("guichet_dossiers_total", outcome="accepted")
    published = Grown("guichet_messages_published_total")
    async with line.running():
        key = await line.send_dossier()
        await line.until(key, stands(S.REVIEW, "open"))
        await line.until(key, stands(S.NOTIFICATION, "done"))
        await line.register.apply(key, Claimed(agent="agent-1"))
        await line.register.apply(key, Decided(agent="agent-1", outcome=Outcome.ACCEPTED))
        await line.until(key, lambda d: d.letters and not d.unsent_letters())
    assert (submitted(), retries(), passed(), failed(), accepted()) == (1, 1, 1, 1, 1)
    assert worked() == 2
    # reception and its letter, four checks, one retry, comparison, the letter of the decision
    assert published() == 9
    assert value("guichet_stage_inflight", stage="photo") == 0


def answering(verdict):
    async def work(dossier):
        return a_result(verdict=verdict)

    return work


async def test_parking_and_replay_are_counted_with_their_cause():
    line = Line()
    line.works[S.ADDRESS] = failing(MissingBlob("blob"))
    parked = Grown("guichet_messages_parked_total", stage="address", cause="MissingBlob")
    unseen = Grown("guichet_documents_processed_total", kind="address", outcome="not_evaluated")
    replayed = Grown("guichet_replays_total", stage="address")
    async with line.running():
        key = await line.send_dossier()
        await line.until(key, stands(S.REVIEW, "open"))
        await line.register.apply(key, Replayed(stage=S.ADDRESS))
        await line.until(key, stands(S.ADDRESS, "done"))
    assert (parked(), unseen(), replayed()) == (1, 1, 1)


async def test_a_lost_message_is_counted_as_a_redrive():
    line = Line()
    await line.send_dossier()
    await line.relay.flush()
    line.broker.queues.clear()
    redrives = Grown("guichet_redrives_total", stage="reception")
    line.clock.time += TABLE[S.RECEPTION].deadline
    await sweep_deadlines(line.store, line.probes, line.register, line.clock)
    assert redrives() == 1


async def test_a_message_that_nobody_can_read_is_counted():
    line = Line()
    refused = Grown("guichet_messages_invalid_total", queue="q.photo")
    laid_aside = Grown("guichet_messages_invalid_total", queue=INVALID_QUEUE)
    dead = DeadLetters(line.broker, line.register, INVALID_QUEUE)
    async with line.running():
        await line.broker.publish("q.photo", b"{}", "x")
        consumer = await line.broker.consume(DEAD_QUEUE, 1, dead.handle)
        while not line.broker.queues[INVALID_QUEUE]:
            await line.clock.sleep(0)
        await consumer.stop()
    assert (refused(), laid_aside()) == (1, 1)


async def test_a_message_that_the_broker_refuses_is_counted_and_stays():
    line = Line()
    line.relay._broker = NoBroker()
    failures, published = (
        Grown("guichet_publish_failures_total"),
        Grown("guichet_messages_published_total"),
    )
    await line.send_dossier()
    await line.relay.flush()
    assert (failures(), published()) == (1, 0)


class NoBroker:
    """A broker that is away."""

    async def publish(self, queue, body, message_id):
        raise ServerUnavailable("broker")


class Mailbox:
    """A mail server that takes letters, or is away."""

    def __init__(self, *, away=False):
        self.away = away

    async def send(self, message, envelope_from=None):
        if self.away:
            raise ServerUnavailable("mail")


@pytest.mark.parametrize(("away", "outcome"), [(False, "sent"), (True, "failed")])
async def test_letters_are_counted_by_template_and_outcome(away, outcome):
    tools = Tools(
        mailer=Mailbox(away=away),
        effects=MemoryEffects(),
        clock=Line().clock,
        links=LinkSigner(SETTINGS),
        mail_from="x@example.org",
    )
    other = {"sent": "failed", "failed": "sent"}[outcome]
    series = "guichet_mail_sent_total"
    counted = Grown(series, template="validation_request", outcome=outcome)
    uncounted = Grown(series, template="validation_request", outcome=other)
    try:
        await send_letters(a_dossier(), tools)
    except ServerUnavailable:
        assert away
    assert (counted(), uncounted()) == (1, 0)


async def present():
    """A server that answers."""


async def absent():
    """A server that does not."""
    raise ServerUnavailable("broker")


def figures_of(line):
    return Figures(
        views=line.store,
        outbox=line.store,
        clock=line.clock,
        table=FAST,
        pings={"store": present, "broker": absent},
    )


async def test_the_figures_say_how_many_wait_how_long_and_how_late():
    line = Line()
    await line.send_dossier()
    deadline = FAST[S.RECEPTION].deadline.total_seconds()
    line.clock.time += dt.timedelta(seconds=100)
    await figures_of(line).refresh()
    stage = {"stage": "reception"}
    assert value("guichet_stage_depth", status="open", **stage) == 1
    assert value("guichet_stage_depth", status="parked", **stage) == 0
    assert value("guichet_stage_oldest_seconds", **stage) == 100
    assert value("guichet_stage_deadline_seconds", **stage) == pytest.approx(deadline)
    assert value("guichet_stage_overdue_seconds", **stage) == pytest.approx(100 - deadline)
    assert (value("guichet_outbox_unsent"), value("guichet_outbox_lag_seconds")) == (1, 100)
    assert value("guichet_server_up", server="store") == 1
    assert value("guichet_server_up", server="broker") == 0
    assert value("guichet_figures_timestamp_seconds") == line.clock.now().timestamp()


async def test_a_stage_that_emptied_shows_zeros():
    line = Line()
    async with line.running():
        key = await line.send_dossier()
        await figures_of(line).refresh()
        await line.until(key, stands(S.REVIEW, "open"))
    await figures_of(line).refresh()
    assert value("guichet_stage_depth", stage="reception", status="open") == 0
    assert value("guichet_stage_depth", stage="review", status="open") == 1
    assert value("guichet_stage_oldest_seconds", stage="reception") == 0
    assert (value("guichet_outbox_unsent"), value("guichet_outbox_lag_seconds")) == (0, 0)


async def test_people_have_no_deadline_that_an_age_could_be_compared_with():
    await figures_of(Line()).refresh()
    shown = exposition().decode()
    assert 'guichet_stage_deadline_seconds{stage="photo"}' in shown
    assert 'guichet_stage_deadline_seconds{stage="user_validation"}' not in shown


async def test_requests_are_counted_by_route_never_by_path():
    app = make_app(SETTINGS)
    app.router.add_get("/suivi/{token}", present_page)
    found = {"method": "GET", "route": "/suivi/{token}", "status": "200"}
    counted = Grown("guichet_http_requests_total", **found)
    timed = Grown("guichet_http_request_duration_seconds_count", route="/suivi/{token}")
    async with TestClient(TestServer(app)) as client:
        await client.get("/suivi/camille-specimen")
        await client.get("/camille.specimen@example.org")
        await client.request("PROPFIND", "/livez")
        shown = await (await client.get("/metrics")).text()
    assert (counted(), timed()) == (1, 1)
    assert "camille" not in shown.lower()
    assert 'method="other",route="unmatched",status="405"' in shown
    assert 'method="GET",route="unmatched",status="404"' in shown


async def present_page(request):
    return web.Response(text="ok")


async def test_the_port_of_metrics_says_that_the_process_lives(unused_tcp_port):
    settings = SETTINGS.model_copy(update={"metrics_port": unused_tcp_port})
    async with serving_metrics(settings), ClientSession() as client:
        answer = await client.get(f"http://127.0.0.1:{unused_tcp_port}/livez")
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_the_public_port_shows_no_metrics_once_they_have_their_own():
    app = make_app(SETTINGS.model_copy(update={"metrics_port": 9464}))
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/metrics")).status == 404
