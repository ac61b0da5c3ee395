"""A mail server and SMS gateway that keep what they get and show it: for one machine alone."""

import datetime as dt
from asyncio import AbstractServer, get_running_loop
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from shared.web.frame import page
from shared.web.problems import Problem, ProblemType

#: Addresses that take no mail here, as a mistyped one would: to see what follows.
NOWHERE = "@inconnu.invalid"

#: The HTML part is shown in a frame of its own: no script, nothing from elsewhere.
HTML_HEADERS = {
    "Content-Security-Policy": "sandbox allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'",
    "X-Frame-Options": "SAMEORIGIN",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One letter as it arrived."""

    number: int
    message_id: str
    sender: str
    to: str
    subject: str
    received_at: dt.datetime
    text: str
    html: str

    @property
    def has_html(self) -> bool:
        """True when the letter has an HTML part."""
        return bool(self.html)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortMessage:
    """One SMS as it arrived."""

    to: str
    text: str
    reference: str
    received_at: dt.datetime


class MailSink:
    """Mails in memory, and on disk for whoever wants to look later; SMS in memory."""

    def __init__(self, folder: Path) -> None:
        """Keep raw mails under `folder`."""
        self.mails: list[Mail] = []
        self.texts: list[ShortMessage] = []
        #: Second copies of a Message-ID, which a real server would drop.
        self.repeated = 0
        self._folder = folder
        self._server: AbstractServer | None = None

    async def start(self, port: int) -> None:
        """Listen on loopback."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._server = await get_running_loop().create_server(
            lambda: SMTP(self, hostname="guichet.invalid", enable_SMTPUTF8=True),
            "127.0.0.1",
            port,
        )

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def handle_RCPT(
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take every address but those of one domain (the name is aiosmtpd's)."""
        if address.lower().endswith(NOWHERE):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take one mail (the name is aiosmtpd's)."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(raw, policy=policy.default)
        message_id = str(message["Message-ID"])
        if any(mail.message_id == message_id for mail in self.mails):
            self.repeated += 1
            return "250 OK, already here"
        mail = _mail_of(message, len(self.mails) + 1)
        (self._folder / f"{mail.number:04d}.eml").write_bytes(raw)
        self.mails.append(mail)
        return "250 OK"

    def mails_to(self, address: str) -> list[Mail]:
        """The mails of one address, oldest first."""
        return [mail for mail in self.mails if mail.to == address]

    def routes(self) -> list[web.RouteDef]:
        """The pages that show the mails."""
        return [
            web.get("/", self._index, name="mails_page"),
            web.post("/sms", self._take_text, name="sms_gateway"),
            web.get("/mails/{number:\\d+}", self._show, name="mail_page"),
            web.get("/mails/{number:\\d+}/html", self._html, name="mail_html"),
        ]

    async def _index(self, request: web.Request) -> web.Response:
        return page(request, "mails.html", mails=self.mails[::-1], texts=self.texts[::-1])

    async def _take_text(self, request: web.Request) -> web.Response:
        """Take one SMS, as a gateway does; the same reference again changes nothing."""
        body = await request.json()
        text = ShortMessage(
            to=str(body["to"]),
            text=str(body["text"]),
            reference=str(body["reference"]),
            received_at=dt.datetime.now(dt.UTC),
        )
        if text.reference not in {known.reference for known in self.texts}:
            self.texts.append(text)
        return web.json_response({"status": "taken"}, status=201)

    async def _show(self, request: web.Request) -> web.Response:
        return page(request, "mail.html", mail=self._find(request))

    async def _html(self, request: web.Request) -> web.Response:
        mail = self._find(request)
        # A link opened inside the frame would be refused: pages cannot be framed.
        html = mail.html.replace("<head>", '<head><base target="_blank">', 1)
        return web.Response(text=html, content_type="text/html", headers=HTML_HEADERS)

    def _find(self, request: web.Request) -> Mail:
        number = int(request.match_info["number"])
        if not 1 <= number <= len(self.mails):
            raise Problem(ProblemType.PAGE_NOT_FOUND)
        return self.mails[number - 1]


def _mail_of(message: EmailMessage, number: int) -> Mail:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Mail(
        number=number,
        message_id=str(message["Message-ID"]),
        sender=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        received_at=dt.datetime.now(dt.UTC),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
    )
