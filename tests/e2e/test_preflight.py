"""A verdict before any dossier: intake and imagecheck as two servers, with nothing to store in."""

import io

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from PIL import Image

from services.demo.specimens.portraits import PortraitFault, portrait
from services.demo.specimens.signatures import cropped_signature, signature
from services.imagecheck.pool import CheckPool
from services.imagecheck.preflight import Preflight
from services.intake.limits import Door, heavy_rates_of, rates_of
from services.intake.preflight import PreflightDoor
from shared.adapters.clock import SystemClock
from shared.settings import Settings
from shared.web.frame import make_app
from shared.web.links import LinkSigner
from shared.web.peers import PEER_HEADER, peer_key
from tests.e2e.api_client import Answer, Caller, assert_problem, intake, kept

RATE = 12


class NoAccount:
    """Nobody has a key here."""

    async def by_secret(self, secret):
        del secret


class NoPressure:
    """The door is open."""

    async def check(self):
        return None


def settings_with(**changes) -> Settings:
    return Settings(secret_key="k" * 40, rate_limit_preflight=f"{RATE}/minute", **changes)


@pytest.fixture(scope="module")
async def imagecheck():
    pool = CheckPool(1, 3072)
    settings = settings_with()
    app = make_app(settings)
    app.router.add_routes(Preflight(settings=settings, pool=pool, clock=SystemClock()).routes())
    async with TestServer(app) as server:
        yield server
    pool.close()


@pytest.fixture
async def ask(imagecheck, session):
    async with intake_before(str(imagecheck.make_url("/"))) as server:
        yield Caller(session=session, base=str(server.make_url("/")).rstrip("/"), secret=None)


def intake_before(imagecheck_url: str) -> TestServer:
    settings, clock = settings_with(imagecheck_url=imagecheck_url), SystemClock()
    app = make_app(settings, NoAccount())
    door = Door(
        rates=rates_of(settings, clock),
        heavy_rates=heavy_rates_of(settings, clock),
        pressure=NoPressure(),
        links=LinkSigner(settings),
        proxies=0,
    )
    app.middlewares.append(door.middleware())
    app.router.add_routes(PreflightDoor(settings=settings).routes())
    return TestServer(app)


async def judged(ask: Caller, kind: str, data: bytes) -> Answer:
    return await ask("POST", f"/v1/preflight/{kind}", data=io.BytesIO(data))


def a_document() -> bytes:
    page = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(page, "PDF")
    return page.getvalue()


def failed(answer: Answer) -> set[str]:
    return {one["criterion"] for one in answer.json["findings"] if one["verdict"] == "fail"}


async def test_a_good_signature_is_told_so_without_an_account(ask):
    answer = await judged(ask, "signature", signature(3))

    assert (answer.status, answer.json["verdict"]) == (200, "pass")
    assert answer.json["rule_set"].startswith("signature-")
    assert len(answer.json["findings"]) == 10


async def test_each_fault_comes_with_what_to_do(ask):
    cut = await judged(ask, "signature", cropped_signature(3))
    closed = await judged(ask, "photo", portrait(PortraitFault.EYES_CLOSED))

    assert failed(cut) == {"cropped"}
    assert "eyes_open" in failed(closed)
    for finding in (*cut.json["findings"], *closed.json["findings"]):
        assert finding["message"].endswith(".")


@pytest.mark.parametrize(
    ("kind", "data", "status", "name"),
    [
        pytest.param("photo", b"GIF89a" + bytes(50), 415, "file-type-refused", id="other-type"),
        pytest.param("photo", b"", 422, "file-refused", id="empty"),
        pytest.param("photo", b"\xff\xd8\xff\xe0" + bytes(500), 422, "file-refused", id="broken"),
        pytest.param("signature", a_document(), 415, "file-type-refused", id="a-document"),
        pytest.param("photo", bytes(10 * 1024 * 1024 + 1), 413, "file-too-large", id="too-large"),
        pytest.param("identity", signature(3), 404, "page-not-found", id="a-piece-of-a-dossier"),
    ],
)
async def test_what_cannot_be_judged_is_refused_with_the_reason(ask, kind, data, status, name):
    assert_problem(await judged(ask, kind, data), status, name)


async def test_who_asks_too_often_is_told_to_wait(ask):
    answers = [await judged(ask, "photo", b"") for _ in range(RATE + 1)]

    assert_problem(answers[-1], 429, "too-many-requests")
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert {answer.status for answer in answers[:-1]} == {422}


async def test_without_imagecheck_the_answer_is_to_come_back(session):
    async with intake_before("http://127.0.0.1:9") as server:
        ask = Caller(session=session, base=str(server.make_url("/")).rstrip("/"), secret=None)

        assert_problem(await judged(ask, "signature", signature(3)), 503, "unavailable")


async def test_imagecheck_answers_its_peers_only(imagecheck):
    url = imagecheck.make_url("/peer/preflight/signature")
    async with aiohttp.ClientSession() as client:
        async with client.post(url, data=signature(3)) as stranger:
            assert stranger.status == 404
        known = {PEER_HEADER: peer_key(settings_with())}
        async with client.post(url, data=signature(3), headers=known) as peer:
            assert peer.status == 200


@pytest.mark.servers
@pytest.mark.xdist_group("machine")
async def test_nothing_of_it_is_stored(machine, session):
    before = await kept(machine)

    answer = await judged(intake(machine, session, account=None), "signature", signature(4))

    assert (answer.status, answer.json["kind"]) == (200, "signature")
    assert await kept(machine) == before
