"""Reports of failure: which are believed, and what they do."""

import io
import time
from dataclasses import replace
from functools import partial

import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.notifier.handler import send_letters
from services.watch.bounces import LARGEST, BounceDoor, failure_of, parsed
from shared.domain.letter import DeliveryState, Reader
from shared.settings import Settings
from shared.web.access import Account, Role
from shared.web.bounce_address import BounceSigner, LetterName
from shared.web.frame import make_app
from tests.flow.test_letters_on_their_way import CANDIDATE, Post

SETTINGS = Settings(secret_key="x" * 32, bounce_address="retours@guichet.exemple")
LETTER = LetterName(dossier_id="G-TEST", seq=1, reader=Reader.CANDIDATE)
ADDRESS = BounceSigner(SETTINGS).address_of(LETTER)

REPORT = """From: MAILER-DAEMON@relay.exemple
To: {to}
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail of camille.specimen@example.org could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.exemple

Final-Recipient: rfc822; camille.specimen@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 camille.specimen@example.org unknown

--b
Content-Type: {returned}

From: x@example.org
Message-ID: {message_id}
Subject: x

--b--
"""


def report(**changes):
    values = {
        "to": ADDRESS,
        "action": "failed",
        "status": "5.1.1",
        "returned": "message/rfc822",
        "message_id": "<other@example.org>",
        **changes,
    }
    return REPORT.format(**values).replace("\n", "\r\n").encode()


class Keys:
    """One account a role; its key is the role's name."""

    async def by_secret(self, secret):
        return Account(account_id="a", role=Role(secret)) if secret in set(Role) else None


async def posted(post, raw, *, key="ops", signed_only=True):
    """What the door answers."""
    app = make_app(SETTINGS, Keys())
    door = BounceDoor(
        register=post.line.register, signer=BounceSigner(SETTINGS), signed_only=signed_only
    )
    app.router.add_routes(door.routes())
    async with TestClient(TestServer(app)) as client:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "message/rfc822"}
        answer = await client.post("/v1/bounces", data=io.BytesIO(raw), headers=headers)
        body = await answer.json()
        return answer.status, body.get("noted")


@pytest.fixture
async def post():
    post = Post(school=None)
    async with post.line.running():
        await post.file()
        yield post


async def state_of_letter(post):
    dossier = await post.line.store.get("G-TEST")
    return dossier.letters[0].delivery_to(Reader.CANDIDATE)


async def test_a_report_to_the_address_of_a_letter_marks_it(post):
    assert await posted(post, report()) == (202, 1)
    await post.line.until("G-TEST", lambda d: d.stage("notification").status == "parked")

    row = await state_of_letter(post)
    assert (row.state, row.cause) == (DeliveryState.UNDELIVERABLE, "5.1.1")
    assert await posted(post, report()) == (202, 0)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"action": "delayed", "status": "4.4.1"}, id="delayed"),
        pytest.param({"action": "failed", "status": "4.2.2"}, id="not for good"),
        pytest.param({"action": "delivered", "status": "2.0.0"}, id="delivered"),
        pytest.param({"to": "retours@guichet.exemple"}, id="no letter named"),
        pytest.param({"to": ADDRESS.replace(".1.c.", ".2.c.")}, id="another letter"),
        pytest.param({"to": ADDRESS.replace(".1.c.", ".1.s.")}, id="another reader"),
        pytest.param({"to": ADDRESS.replace("g-test", "g-other")}, id="another dossier"),
        pytest.param(
            {"to": "x@y.fr", "message_id": "<G-TEST.notification.1.candidate@guichet.invalid>"},
            id="an unsigned name",
        ),
    ],
)
async def test_what_is_no_failure_of_this_letter_changes_nothing(post, changes):
    assert await posted(post, report(**changes)) == (202, 0)
    assert (await state_of_letter(post)).state is DeliveryState.SENT


async def test_addresses_survive_a_mail_server_that_changes_their_case(post):
    assert await posted(post, report(to=ADDRESS.upper())) == (202, 1)


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
async def test_without_addresses_of_their_own_letters_are_known_by_name(post, returned):
    named = "<G-TEST.notification.1.candidate@guichet.invalid>"
    raw = report(to="x@example.org", message_id=named, returned=returned)

    assert await posted(post, raw, signed_only=False) == (202, 1)


@pytest.mark.parametrize("raw", [b"", b"\xff" * 100, b"Subject: x\r\n\r\nBonjour"])
async def test_any_other_mail_is_taken_and_forgotten(post, raw):
    assert await posted(post, raw) == (202, 0)


async def test_a_mail_that_is_too_long_is_refused(post):
    assert (await posted(post, b"a" * (LARGEST + 1)))[0] == 413


@pytest.mark.parametrize(("key", "status"), [("nobody", 401), ("school", 403), ("instructor", 403)])
async def test_only_ops_hand_reports_over(post, key, status):
    assert (await posted(post, report(), key=key))[0] == status


async def test_letters_leave_under_the_address_that_their_report_comes_back_to():
    post = Post(school=None)
    senders = []

    async def send(message, envelope_from=None):
        senders.append((str(message["To"]), envelope_from))

    post.mailbox.send = send
    tools = replace(post.tools, bounces=BounceSigner(SETTINGS))
    post.line.works["notification"] = partial(send_letters, tools=tools)
    async with post.line.running():
        await post.file()

    assert senders == [(CANDIDATE, ADDRESS)]
    assert len(ADDRESS.partition("@")[0]) <= 64


@pytest.mark.parametrize(
    "raw",
    [
        b"To: " + b"<a@b>," * 7_000 + b"\r\n\r\n",
        b'Content-Type: multipart/report; boundary="' + b";" * 60_000 + b"\r\n\r\n",
        b"".join(b"Content-Type: multipart/x; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(900))
        + b"\n" * 90_000,
        b"Content-Type: message/rfc822\r\n\r\n" * 4_000,
    ],
    ids=["addresses", "parameters", "parts in parts", "mails in mails"],
)
async def test_no_mail_keeps_the_door_busy(post, raw):
    began = time.process_time()
    assert await posted(post, raw) == (202, 0)

    assert time.process_time() - began < 1.5


async def test_the_head_of_a_long_letter_is_enough():
    raw = report().replace(b"Subject: x\r\n", b"Subject: x\r\n\r\n" + b"letter\r\n" * 100_000)

    assert failure_of(parsed(raw)) == "5.1.1"
