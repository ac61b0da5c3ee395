"""Which refusals of a mail server speak of the address, and which of us or of the moment."""

import asyncio
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP

from services.standalone.ports import free_ports
from shared.adapters.mailer import MailServerRefuses, SmtpMailer
from shared.errors import MailRefused, ServerUnavailable
from shared.settings import Settings

REFUSALS = [
    pytest.param("550 5.1.1 <c@d.invalid> unknown", MailRefused, "5.1.1", id="unknown"),
    pytest.param("552 5.2.2 full", MailRefused, "5.2.2", id="full"),
    pytest.param("550 no such user", MailRefused, "550", id="without enhanced status"),
    pytest.param("450 4.2.0 greylisted", ServerUnavailable, None, id="greylisted"),
    pytest.param("550 5.7.1 blocked", MailServerRefuses, None, id="policy"),
]


class Server:
    """Answers RCPT or DATA as told."""

    def __init__(self, rcpt="250 OK", data="250 OK", sender="250 OK"):
        self.rcpt, self.data, self.sender = rcpt, data, sender
        self.froms = []

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.froms.append(address)
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        return self.data


async def send(handler, envelope_from=None):
    port = free_ports(1)[0]
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler), "127.0.0.1", port)
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "a@b.invalid", "c@d.invalid", "<1@x>"
    message.set_content("Bonjour")
    try:
        await SmtpMailer(Settings(secret_key="x" * 32, smtp_port=port)).send(message, envelope_from)
    finally:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(("answer", "error", "reply"), REFUSALS)
@pytest.mark.parametrize("step", ["rcpt", "data"])
async def test_a_refusal_is_told_by_its_meaning_and_never_quotes_the_address(
    step, answer, error, reply
):
    with pytest.raises(error) as raised:
        await send(Server(**{step: answer}))
    assert "c@d.invalid" not in str(raised.value)
    assert getattr(raised.value, "reply", None) == reply


async def test_a_server_that_refuses_our_sender_condemns_no_address():
    with pytest.raises(MailServerRefuses):
        await send(Server(sender="550 5.1.8 bad sender"))


async def test_reports_of_failure_go_back_to_the_letter_s_own_address():
    server = Server()
    await send(server, "retours+x@guichet.exemple")
    await send(server)
    assert server.froms == ["retours+x@guichet.exemple", "a@b.invalid"]
