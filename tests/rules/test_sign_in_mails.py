"""Sign-in by mail: who is known gets one link that works once; nobody else gets anything."""

import asyncio
import datetime as dt
import re

import pytest

from services.notifier.sign_in_mails import LIFETIME, MOST_AN_HOUR, SignInTools, send_next
from shared.adapters.mailer import MailRefused
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_candidates import MemoryCandidateDirectory, MemorySignInLinks
from shared.errors import ServerUnavailable
from tests.builders import a_change
from tests.flow.line import ManualClock

KNOWN = "camille.specimen@example.org"
MINUTE = dt.timedelta(minutes=1)


class Post:
    """A mail server that keeps what it takes, or fails as told."""

    def __init__(self):
        self.mails = []
        self.failure = None

    async def send(self, message):
        if self.failure is not None:
            raise self.failure
        self.mails.append(message)

    def tokens(self):
        texts = [mail.get_body(("plain",)).get_content() for mail in self.mails]
        return [re.search(r"https://guichet\.test/connexion/lien/(\S+)", text)[1] for text in texts]


@pytest.fixture
async def tools():
    store = MemoryStore()
    await store.add(a_change("G-ONE"))
    return SignInTools(
        links=MemorySignInLinks(),
        directory=MemoryCandidateDirectory(store=store, accounts={"seul@example.org": "c-1"}),
        mailer=Post(),
        clock=ManualClock(),
        public_url="https://guichet.test/",
        mail_from="guichet@example.org",
    )


async def ask(tools, address=KNOWN):
    await tools.links.ask(address, tools.clock.now())


async def test_a_known_address_gets_a_link_that_opens_once_within_its_time(tools):
    await ask(tools)
    assert await send_next(tools)
    assert not await send_next(tools)

    [token] = tools.mailer.tokens()
    assert tools.mailer.mails[0]["To"] == KNOWN
    assert len(token) >= 43  # 256 random bits
    assert await tools.links.use(token, tools.clock.now() + LIFETIME - MINUTE) == KNOWN
    assert await tools.links.use(token, tools.clock.now()) is None


async def test_an_account_without_a_dossier_is_known_too(tools):
    await ask(tools, "seul@example.org")
    await send_next(tools)
    assert tools.mailer.mails[0]["To"] == "seul@example.org"


async def test_an_unknown_address_gets_nothing_and_is_forgotten(tools):
    await ask(tools, "inconnu@example.org")
    assert await send_next(tools)
    assert tools.mailer.mails == []
    tools.clock.time += dt.timedelta(days=1)
    assert not await send_next(tools)


async def test_a_mailbox_is_not_filled_by_strangers(tools):
    for _ in range(MOST_AN_HOUR + 3):
        await ask(tools)
        await send_next(tools)
    assert len(tools.mailer.mails) == MOST_AN_HOUR

    tools.clock.time += dt.timedelta(hours=1, seconds=1)
    await ask(tools)
    await send_next(tools)
    assert len(tools.mailer.mails) == MOST_AN_HOUR + 1


async def test_a_mail_server_that_is_away_loses_no_wish(tools):
    await ask(tools)
    tools.mailer.failure = ServerUnavailable("mail")
    with pytest.raises(ServerUnavailable):
        await send_next(tools)
    tools.mailer.failure = None
    tools.clock.time += 2 * MINUTE
    assert await send_next(tools)
    assert len(tools.mailer.mails) == 1


async def test_a_refused_address_and_an_old_wish_are_given_up(tools):
    await ask(tools)
    tools.mailer.failure = MailRefused("550")
    assert await send_next(tools)
    tools.mailer.failure = None

    await ask(tools)
    tools.clock.time += dt.timedelta(hours=2)
    assert await send_next(tools)
    assert tools.mailer.mails == []
    assert not await send_next(tools)


async def test_two_senders_send_one_mail(tools):
    await ask(tools)
    await asyncio.gather(send_next(tools), send_next(tools))
    assert len(tools.mailer.mails) == 1


async def test_the_mail_names_nobody_and_no_request(tools):
    await ask(tools)
    await send_next(tools)
    for kind in ("plain", "html"):
        text = tools.mailer.mails[0].get_body((kind,)).get_content()
        assert "15 minutes" in text
        for secret in ("Specimen", "Camille", "G-ONE", KNOWN):
            assert secret not in text
