"""Webhooks as their receiver sees them, and what becomes of one that fails."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import time
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from services.notifier.hook_message import hook_event, sign, signed_headers
from services.notifier.hook_sender import PATIENCE, HookSender
from shared.adapters.memory_contacts import MemoryContacts, MemoryHookOutbox
from shared.adapters.memory_files import MemoryEffects
from shared.adapters.webhooks import AddressRefused, HttpHooks, PublicResolver
from shared.pipeline.contacts import Contact, Hook
from shared.pipeline.hooks import HookFailed, HookGone
from shared.pipeline.public_address import is_public, may_be_hook
from shared.stages import TABLE, StageName
from tests.builders import NOW, a_dossier
from tests.flow.line import ManualClock
from tests.flow.test_letters_on_their_way import Mailbox

ROW = TABLE[StageName.NOTIFICATION]
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
#: Seconds that a receiver lets a message age: Standard Webhooks, « Replay attacks ».
TOLERANCE = 300


def verified(headers, body, secret, now):
    """What a receiver does, by the text of Standard Webhooks and without any code of ours."""
    if abs(now - int(headers["webhook-timestamp"])) > TOLERANCE:
        return False
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.split("_", 1)[1])
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = [part.split(",", 1)[1] for part in headers["webhook-signature"].split()]
    return any(hmac.compare_digest(right, one) for one in given)


class Poster:
    """Answers as told, and keeps what it was given."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.posts = []

    async def post(self, url, headers, body):
        self.posts.append((url, headers, body))
        if self.failures:
            raise self.failures.pop(0)


class World:
    """A sender with one event for one school."""

    def __init__(self, *failures, hook=None):
        self.clock, self.poster, self.mailbox = ManualClock(), Poster(*failures), Mailbox()
        hook = hook or Hook(url="https://ecole.exemple/h", secret=SECRET)
        self.contacts = MemoryContacts(
            Contact(account_id="ecole", email="ecole@exemple.fr", hook=hook)
        )
        self.outbox = MemoryHookOutbox()
        self.sender = HookSender(
            outbox=self.outbox,
            contacts=self.contacts,
            poster=self.poster,
            mailer=self.mailbox,
            effects=MemoryEffects(),
            clock=self.clock,
            row=ROW,
            mail_from="x@example.org",
        )

    async def lay(self, seq=0):
        dossier = a_dossier()
        letter = dossier.letters[0]
        event = hook_event(dossier, letter, self.clock.now())
        if seq:
            event = replace(event, key=f"k{seq}")
        await self.outbox.lay(event)
        return event

    async def hook(self):
        return (await self.contacts.of("ecole")).hook


def test_a_receiver_verifies_the_signature_with_a_few_lines():
    event = hook_event(a_dossier(), a_dossier().letters[0], NOW)
    now, body = NOW.timestamp(), event.body.encode()
    headers = signed_headers(event, SECRET, NOW)

    assert verified(headers, body, SECRET, now)
    assert not verified(headers, body + b" ", SECRET, now)
    assert not verified(headers, body, "whsec_" + base64.b64encode(b"o" * 32).decode(), now)
    assert not verified({**headers, "webhook-id": "msg_other"}, body, SECRET, now)


@pytest.mark.parametrize("late", [TOLERANCE + 1, -TOLERANCE - 1])
def test_a_message_of_another_moment_is_refused_and_its_moment_cannot_be_rewritten(late):
    event = hook_event(a_dossier(), a_dossier().letters[0], NOW)
    headers, now = signed_headers(event, SECRET, NOW), NOW.timestamp() + late

    assert not verified(headers, event.body.encode(), SECRET, now)
    fresh = {**headers, "webhook-timestamp": str(int(now))}
    assert not verified(fresh, event.body.encode(), SECRET, now)


def test_the_known_answer_of_standard_webhooks_is_ours():
    # the example of its specification, « Signature scheme »
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    content = 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}'

    assert sign(secret, content) == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_an_event_holds_identifiers_and_codes_only():
    dossier = a_dossier()
    body = json.loads(hook_event(dossier, dossier.letters[0], NOW).body)

    assert body["type"] == "dossier.validation_request"
    assert set(body["data"]) == {"dossier_id", "rev", "letter", "state", "turn", "deadline"}
    text = json.dumps(body)
    person = dossier.demande.candidate
    assert not any(one in text for one in (person.birth_name, person.given_names[0], person.email))


async def test_an_event_is_sent_once_and_keeps_its_name_at_every_try():
    world = World(HookFailed("500"))
    event = await world.lay()

    assert await world.sender.send_next()
    assert not await world.sender.send_next()  # it waits
    world.clock.time += ROW.wait_before(2)
    assert await world.sender.send_next()
    world.clock.time += dt.timedelta(days=1)
    assert not await world.sender.send_next()

    first, second = (headers for _, headers, _ in world.poster.posts)
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-timestamp"] != second["webhook-timestamp"]
    assert world.outbox.closed == {event.key: None}
    assert (await world.hook()).failing_since is None


async def test_an_event_is_given_up_after_the_tries_of_its_row_and_the_hook_stays():
    world = World(*(HookFailed("500") for _ in range(ROW.tries)))
    event = await world.lay()
    for attempt in range(2, ROW.tries + 2):
        await world.sender.send_next()
        world.clock.time += ROW.wait_before(attempt)

    assert world.outbox.closed == {event.key: "HookFailed"}
    assert len(world.poster.posts) == ROW.tries
    assert (await world.hook()).disabled_at is None
    assert (await world.hook()).failing_since == NOW


async def test_a_hook_that_keeps_failing_is_switched_off_and_its_school_told_once():
    hook = Hook(url="https://e.exemple/h", secret=SECRET, failing_since=NOW - PATIENCE)
    world = World(HookFailed("500"), hook=hook)
    await world.lay()
    await world.sender.send_next()
    await world.lay(seq=2)
    await world.sender.send_next()

    assert (await world.hook()).disabled_at == NOW
    assert len(world.poster.posts) == 1
    assert world.mailbox.to("ecole@exemple.fr") == [
        "Les notifications vers votre logiciel sont arrêtées"
    ]


async def test_a_hook_that_says_that_it_is_gone_is_switched_off_at_once():
    world = World(HookGone())
    await world.lay()
    await world.sender.send_next()

    assert (await world.hook()).disabled_at == NOW


async def test_a_success_forgets_what_failed_before():
    hook = Hook(url="https://e.exemple/h", secret=SECRET, failing_since=NOW - PATIENCE)
    world = World(hook=hook)
    await world.lay()
    await world.sender.send_next()

    assert (await world.hook()).failing_since is None


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::101:101", True),
        ("2002:7f00:1::", False),
        ("::7f00:1", False),
        ("::a01:203", False),
        ("fec0::1", False),
        ("64:ff9b:1::7f00:1", False),
        ("192.88.99.1", False),
    ],
)
def test_only_addresses_of_the_internet_are_public(address, public):
    assert is_public(address) == public


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://ecole.exemple/hook?a=1", True),
        ("https://ecole.exemple:8443/", True),
        ("http://ecole.exemple/", False),
        ("https://user:pass@ecole.exemple/", False),
        ("https:///hook", False),
        ("https://127.0.0.1/", False),
        ("https://[::1]/", False),
        ("https://2130706433/", False),
        ("https://127.1/", False),
        ("https://127.0.0.1./", False),
        ("https://1.1.1.1/", True),
        ("https://3.exemple/", True),
        ("https://[::1/", False),
        ("https://ecole.exemple:99999/", False),
        ("https://ecole.exemple/#part", False),
        ("https://ecole.exemple/\r\nX: y", False),
        ("https://écoles.exemple/", False),
        ("ftp://ecole.exemple/", False),
        ("javascript:alert(1)", False),
        ("https://e.exemple/" + "a" * 500, False),
        ("", False),
    ],
)
def test_a_hook_has_an_https_address_of_the_internet(url, fits):
    assert may_be_hook(url, allow_private=False) == fits


@pytest.fixture
async def receiver():
    """A receiver that keeps what it reads and answers with the status in its path."""
    got = []

    async def take(request):
        got.append((dict(request.headers), await request.read()))
        status = int(request.match_info["status"])
        headers = {"Location": "/hook/200"} if status == 302 else {}
        return web.Response(status=status, headers=headers)

    app = web.Application()
    app.router.add_post("/hook/{status}", take)
    async with TestServer(app) as server:
        yield server, got


async def test_a_receiver_gets_over_http_what_it_can_verify(receiver):
    server, got = receiver
    event = hook_event(a_dossier(), a_dossier().letters[0], NOW)
    now = dt.datetime.fromtimestamp(time.time(), dt.UTC)
    headers = signed_headers(event, SECRET, now)

    url = str(server.make_url("/hook/204"))
    await HttpHooks(allow_private=True).post(url, headers, event.body.encode())

    [(read, body)] = got
    lower = {name.lower(): value for name, value in read.items()}
    assert verified(lower, body, SECRET, time.time())


@pytest.mark.parametrize(
    ("status", "error"), [(500, HookFailed), (404, HookFailed), (302, HookFailed), (410, HookGone)]
)
async def test_any_other_answer_is_a_failure_and_no_redirection_is_followed(
    receiver, status, error
):
    server, got = receiver
    url = str(server.make_url(f"/hook/{status}"))

    with pytest.raises(error):
        await HttpHooks(allow_private=True).post(url, {}, b"{}")
    assert len(got) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
async def test_a_name_that_leads_inside_is_refused_before_any_connection(receiver, host):
    server, got = receiver

    with pytest.raises(HookFailed):
        await HttpHooks().post(f"http://{host}:{server.port}/hook/200", {}, b"{}")
    assert got == []


async def test_the_address_that_was_judged_is_the_one_connected_to():
    with pytest.raises(AddressRefused):
        await PublicResolver(allow_private=False).resolve("localhost", 443)
    found = await PublicResolver(allow_private=True).resolve("localhost", 443)
    assert all(one["host"] in ("127.0.0.1", "::1") for one in found)


async def test_a_receiver_that_is_down_is_a_failure(unused_tcp_port):
    with pytest.raises(HookFailed):
        await HttpHooks(allow_private=True).post(f"http://127.0.0.1:{unused_tcp_port}/", {}, b"")
