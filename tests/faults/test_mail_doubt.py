"""A mail server that goes away: what surely stayed here goes again at once, what may have left
waits until no sender can hold it any more, and what has left never goes again."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from email.message import EmailMessage

import pytest

from services.faults.damage import MAIL_MARKER
from services.faults.ledger import MailLedger
from services.faults.proxy import FaultProxy
from services.notifier.handler import CLAIM_LEASE, LetterInOtherHands, Tools, send_letters
from services.standalone.ports import free_ports
from shared.adapters.mailer import SmtpMailer
from shared.adapters.memory_files import MemoryEffects
from shared.errors import EffectInDoubt, ServerUnavailable
from shared.settings import Settings
from shared.web.links import LinkSigner
from tests.builders import a_dossier

SECRET = "x" * 32


class Clock:
    """Moves when told, or when somebody waits."""

    def __init__(self) -> None:
        self.time = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += dt.timedelta(seconds=seconds)
        await asyncio.sleep(0)


class AbsentEffects(MemoryEffects):
    """A ledger whose server is away for the first closings of a key."""

    def __init__(self, absences: int) -> None:
        super().__init__()
        self.absences = absences

    async def done(self, key: str, now: dt.datetime) -> None:
        if self.absences:
            self.absences -= 1
            raise ServerUnavailable("store")
        await super().done(key, now)


@pytest.fixture
async def mail(tmp_path) -> AsyncIterator[tuple[MailLedger, FaultProxy]]:
    """A mail server behind a proxy."""
    port, ledger = free_ports(1)[0], MailLedger(tmp_path)
    await ledger.start(port)
    proxy = FaultProxy(port)
    await proxy.start()
    yield ledger, proxy
    await proxy.stop()
    await ledger.stop()


def a_mailer(port: int) -> SmtpMailer:
    return SmtpMailer(Settings(secret_key=SECRET, smtp_port=port))


def tools_on(port: int, effects: MemoryEffects | None = None) -> Tools:
    settings = Settings(secret_key=SECRET, smtp_port=port)
    return Tools(
        mailer=SmtpMailer(settings),
        effects=effects or MemoryEffects(),
        clock=Clock(),
        links=LinkSigner(settings),
        mail_from="a@guichet.invalid",
    )


def a_message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "a@b.invalid", "c@d.invalid", "<1@x>"
    message.set_content("Bonjour")
    return message


async def test_a_mail_whose_answer_was_lost_is_in_doubt(mail):
    ledger, proxy = mail
    proxy.drop_reply_after(MAIL_MARKER)
    with pytest.raises(EffectInDoubt):
        await a_mailer(proxy.port).send(a_message())
    assert len(ledger.copies) == 1


async def test_a_mail_server_that_is_down_has_surely_not_got_the_mail():
    with pytest.raises(ServerUnavailable):
        await a_mailer(free_ports(1)[0]).send(a_message())


async def test_a_letter_in_doubt_goes_again_only_once_its_claim_has_ended(mail):
    ledger, proxy = mail
    dossier, tools = a_dossier(), tools_on(proxy.port)
    proxy.drop_reply_after(MAIL_MARKER)
    with pytest.raises(EffectInDoubt):
        await send_letters(dossier, tools)
    with pytest.raises(LetterInOtherHands):
        await send_letters(dossier, tools)
    assert len(ledger.copies) == 1
    tools.clock.time += CLAIM_LEASE
    await send_letters(dossier, tools)
    assert len({copy.message_id for copy in ledger.copies}) == 1
    assert len(ledger.copies) == 2


async def test_a_letter_that_surely_stayed_here_goes_again_at_once(mail):
    ledger, proxy = mail
    dossier, tools = a_dossier(), tools_on(free_ports(1)[0])
    with pytest.raises(ServerUnavailable):
        await send_letters(dossier, tools)
    await send_letters(dossier, tools_on(proxy.port, tools.effects))
    assert len(ledger.copies) == 1


async def test_a_letter_that_left_while_the_store_was_away_never_goes_again(mail):
    ledger, proxy = mail
    dossier, tools = a_dossier(), tools_on(proxy.port, AbsentEffects(3))
    delivery = await send_letters(dossier, tools)
    assert await send_letters(dossier, tools) == delivery
    assert len(ledger.copies) == 1
