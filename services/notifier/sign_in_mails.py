"""Sign-in by mail, the sending half: looks who is known, arms a token, sends it.

The page that takes the wish looks at nothing, so that its answer says nothing of an address.
"""

import asyncio
import datetime as dt
import secrets
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import jinja2
import structlog

from services.notifier.handler import Mailer
from shared.errors import GuichetError, Permanent
from shared.pipeline.candidate_ports import CandidateDirectory, LinkAsked, SignInLinks
from shared.pipeline.ports import Clock

log = structlog.get_logger()

#: How long a sign-in link opens; a mail takes seconds, reading it minutes. [D]
LIFETIME = dt.timedelta(minutes=15)
#: Mails to one address: a mailbox is not filled by strangers who type it. [D]
MOST_AN_HOUR = 5
#: A sender that died keeps a wish from others so long: past the mail server's time limit (20 s).
LEASE = dt.timedelta(seconds=60)
#: A wish that could not leave by then is given up: nobody waits for it any more. [D]
PATIENCE = dt.timedelta(hours=1)
#: Seconds between two looks when nothing waits.
PAUSE = 1.0
_HOUR = dt.timedelta(hours=1)

_LOADER = jinja2.FileSystemLoader(Path(__file__).parent / "sign_in")
_TEXT = jinja2.Environment(
    loader=_LOADER, undefined=jinja2.StrictUndefined, trim_blocks=True, autoescape=False
)
_HTML = jinja2.Environment(
    loader=_LOADER, undefined=jinja2.StrictUndefined, trim_blocks=True, autoescape=True
)
_SUBJECT = "Votre lien pour ouvrir votre dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInTools:
    """What the sending needs of the outside."""

    links: SignInLinks
    directory: CandidateDirectory
    mailer: Mailer
    clock: Clock
    public_url: str
    mail_from: str


async def keep_sending(tools: SignInTools, stop: asyncio.Event) -> None:
    """Send what is asked for until told to stop; a server that is away is met again."""
    while not stop.is_set():
        try:
            found = await send_next(tools)
        except GuichetError as error:
            found = False
            log.warning("sign-in mail put off", action="mail_put_off", cause=type(error).__name__)
        if not found:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)


async def send_next(tools: SignInTools) -> bool:
    """Settle the oldest wish; False when there is none."""
    now = tools.clock.now()
    asked = await tools.links.take(now, LEASE)
    if asked is None:
        return False
    if now - asked.asked_at > PATIENCE or not await _wanted(asked, now, tools):
        await tools.links.drop(asked.ask_id)
        return True
    token = secrets.token_urlsafe(32)
    # the token opens before it leaves, and the wish is settled after: a crash sends another one
    await tools.links.arm(asked.ask_id, token, now + LIFETIME)
    try:
        await tools.mailer.send(sign_in_mail(asked.address, token, tools))
    except Permanent:
        await tools.links.drop(asked.ask_id)
        log.info("sign-in mail refused", action="sign_in_mail_refused")
        return True
    await tools.links.settle(asked.ask_id, tools.clock.now())
    log.info("sign-in mail sent", action="sign_in_mail_sent")
    return True


async def _wanted(asked: LinkAsked, now: dt.datetime, tools: SignInTools) -> bool:
    """True where somebody is known, and has not had too many mails lately."""
    if await tools.links.sent_since(asked.address, now - _HOUR) >= MOST_AN_HOUR:
        return False
    known = await tools.directory.dossiers_of(asked.address, 1)
    return bool(known) or await tools.directory.account_of(asked.address) is not None


def sign_in_mail(address: str, token: str, tools: SignInTools) -> EmailMessage:
    """The mail: one link, and how long it works. It names nobody and no request."""
    link = f"{tools.public_url.rstrip('/')}/connexion/lien/{token}"
    minutes = int(LIFETIME.total_seconds() // 60)
    values = {"link": link, "minutes": minutes, "subject": _SUBJECT}
    message = EmailMessage()
    message["From"] = tools.mail_from
    message["To"] = address
    message["Subject"] = _SUBJECT
    message["Message-ID"] = make_msgid(domain="guichet.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_TEXT.get_template("mail.txt").render(values) + "\n")
    message.add_alternative(_HTML.get_template("mail.html").render(values), subtype="html")
    return message
