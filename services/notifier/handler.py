"""The notification stage: every letter that the dossier has not sent, once."""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

import structlog

from services.notifier.letters import ComposedLetter, compose
from services.notifier.rules import Recipient, recipients
from shared.domain.dossier import Delivery, Dossier, Letter
from shared.errors import EffectInDoubt, GuichetError, Permanent, Retryable
from shared.metrics import MAIL_SENT
from shared.pipeline.ports import Clock, Effects
from shared.stages import TABLE, StageName
from shared.web.links import LinkSigner

log = structlog.get_logger()

#: How long a sender that died keeps a letter from being tried again: past the stage's time
#: limit it cannot be sending any more.
CLAIM_LEASE = TABLE[StageName.NOTIFICATION].time_limit

#: Seconds between two tries to note that a letter has left; the stage's time limit ends them.
CLOSE_PAUSE = 0.5


class LetterInOtherHands(Retryable):
    """Another sender holds this letter, or died holding it."""


class NoRecipient(Permanent):
    """A letter has nobody to go to."""


class Mailer(Protocol):
    """Mail as the notifier sees it."""

    async def send(self, message: EmailMessage) -> None:
        """Return once the mail server has taken the message."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What sending letters needs of the outside."""

    mailer: Mailer
    effects: Effects
    clock: Clock
    links: LinkSigner
    mail_from: str


async def send_letters(dossier: Dossier, tools: Tools) -> Delivery:
    """Send what is unsent. Fails as a whole when one letter fails; sent ones never go twice."""
    letters = dossier.unsent_letters()
    for letter in letters:
        readers = recipients(dossier, letter)
        if not readers:
            raise NoRecipient(dossier.dossier_id)
        for recipient in readers:
            await _send_once(dossier, letter, recipient, tools)
    return Delivery(sent=tuple(letter.seq for letter in letters))


async def _send_once(dossier: Dossier, letter: Letter, recipient: Recipient, tools: Tools) -> None:
    """Claim the letter's key, send, then close the key.

    A sender that dies between sending and closing leaves the mail in doubt, and so does a mail
    server that goes away without an answer. After the lease it goes again under the same
    Message-ID, by which mail servers drop the second copy: a candidate who never hears is worse
    off than one who might hear twice.
    """
    key = f"{dossier.dossier_id}:notification:{letter.seq}:{recipient.role}"
    if not await tools.effects.claim(key, tools.clock.now(), CLAIM_LEASE):
        if await tools.effects.is_done(key):
            return
        raise LetterInOtherHands(dossier.dossier_id)
    link = tools.links.dossier_link(dossier)
    composed = compose(dossier, letter, recipient, link)
    try:
        await tools.mailer.send(as_mail(composed, recipient, key, tools.mail_from))
    except GuichetError as error:
        MAIL_SENT.labels(template=letter.kind, outcome="failed").inc()
        if not isinstance(error, EffectInDoubt):
            await tools.effects.release(key)
        raise
    MAIL_SENT.labels(template=letter.kind, outcome="sent").inc()
    await _close(key, tools)
    log.info("letter sent", action="letter_sent", dossier_id=dossier.dossier_id, letter=letter.kind)


async def _close(key: str, tools: Tools) -> None:
    """Note that the letter has left, however long the store is away: it must not go again."""
    while True:
        try:
            await tools.effects.done(key, tools.clock.now())
            return
        except Retryable:
            await tools.clock.sleep(CLOSE_PAUSE)


def as_mail(
    composed: ComposedLetter, recipient: Recipient, key: str, mail_from: str
) -> EmailMessage:
    """The letter as a mail whose Message-ID is its key."""
    message = EmailMessage()
    message["From"] = mail_from
    message["To"] = recipient.email
    message["Subject"] = composed.subject
    message["Message-ID"] = f"<{key.replace(':', '.')}@guichet.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(composed.text)
    message.add_alternative(composed.html, subtype="html")
    return message
