"""The notification stage: every letter that the dossier has not sent, once a reader."""

from dataclasses import dataclass

import structlog

from services.notifier.envelope import as_mail
from services.notifier.hook_message import hook_event
from services.notifier.postbox import CLAIM_LEASE as CLAIM_LEASE
from services.notifier.postbox import LetterInOtherHands as LetterInOtherHands
from services.notifier.postbox import Mailer as Mailer
from services.notifier.postbox import once
from services.notifier.rules import (
    CANDIDATE_SIDE,
    Recipient,
    for_candidate_side,
    recipients,
    superseded,
)
from services.notifier.sms_text import sms_text
from shared.domain.dossier import Delivery, Dossier, Letter
from shared.domain.letter import Channel, DeliveryState, Reader, ReaderDelivery
from shared.errors import GuichetError, MailRefused, Retryable, SmsRefused
from shared.letters import compose
from shared.metrics import MAIL_SENT
from shared.pipeline.contacts import Contact, Contacts
from shared.pipeline.hooks import HookOutbox
from shared.pipeline.ports import Clock, Effects
from shared.pipeline.sms import Sms
from shared.web.bounce_address import BounceSigner, LetterName
from shared.web.links import LinkSigner

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What sending letters needs of the outside."""

    mailer: Mailer
    effects: Effects
    clock: Clock
    links: LinkSigner
    mail_from: str
    #: Names the address that reports of failure go back to; None: `mail_from`.
    bounces: BounceSigner | None = None
    #: None: letters go to the candidate's side only.
    contacts: Contacts | None = None
    hooks: HookOutbox | None = None
    #: None: there is no second channel.
    sms: Sms | None = None


async def send_letters(dossier: Dossier, tools: Tools) -> Delivery:
    """Send what is unsent. Fails as a whole when a server fails; sent ones never go twice."""
    unsent = dossier.unsent_letters()
    letters = tuple(letter for letter in unsent if not superseded(dossier, letter))
    school = await tools.contacts.of(dossier.owner) if tools.contacts else None
    await _lay_events(dossier, letters, school, tools)
    rows: list[tuple[int, ReaderDelivery]] = []
    failures: list[Retryable] = []
    for letter in letters:
        for recipient in recipients(dossier, letter, school):
            try:
                rows.append((letter.seq, await _deliver(dossier, letter, recipient, tools)))
            except Retryable as error:  # what ails one reader's way holds up no other reader
                failures.append(error)
    if failures:
        raise failures[0]
    rows += _unaddressed(letters, rows, tools)
    lost = tuple(letter.seq for letter in letters if _reached_nobody(letter, rows))
    sent = tuple(letter.seq for letter in unsent if letter.seq not in lost)
    return Delivery(sent=sent, readers=tuple(rows), undeliverable=lost)


async def _lay_events(
    dossier: Dossier, letters: tuple[Letter, ...], school: Contact | None, tools: Tools
) -> None:
    """Write the events for the school's webhook down; a loop of its own sends them."""
    if tools.hooks is None or school is None or school.hook is None or school.hook.disabled_at:
        return
    for letter in letters:
        await tools.hooks.lay(hook_event(dossier, letter, tools.clock.now()))


def _unaddressed(
    letters: tuple[Letter, ...], rows: list[tuple[int, ReaderDelivery]], tools: Tools
) -> list[tuple[int, ReaderDelivery]]:
    """A row for each letter that nobody on the candidate's side has any address for."""
    row = ReaderDelivery(
        reader=Reader.CANDIDATE,
        channel=Channel.MAIL,
        state=DeliveryState.UNDELIVERABLE,
        at=tools.clock.now(),
        cause="NoRecipient",
    )
    served = {seq for seq, told in rows if told.reader in CANDIDATE_SIDE}
    unserved = (one for one in letters if for_candidate_side(one) and one.seq not in served)
    return [(letter.seq, row) for letter in unserved]


def _reached_nobody(letter: Letter, rows: list[tuple[int, ReaderDelivery]]) -> bool:
    own = [row for seq, row in rows if seq == letter.seq and row.reader in CANDIDATE_SIDE]
    return bool(own) and all(row.state is not DeliveryState.SENT for row in own)


async def _deliver(
    dossier: Dossier, letter: Letter, recipient: Recipient, tools: Tools
) -> ReaderDelivery:
    """One letter to one reader: by mail, and where that cannot arrive by SMS."""
    known = letter.delivery_to(recipient.role)
    if known is not None and known.state is DeliveryState.SENT:
        return known
    key = f"{dossier.dossier_id}:notification:{letter.seq}:{recipient.role}"
    channel, state = Channel.MAIL, DeliveryState.SENT
    # a mail that had left and came back must not leave again under the same name
    came_back = known is not None and await tools.effects.is_done(key)
    cause = known.cause if known and came_back else await _mail(dossier, letter, recipient, tools)
    if cause is not None:
        by_sms = await _text(dossier, letter, recipient, tools)
        channel = Channel.SMS if by_sms else Channel.MAIL
        state = DeliveryState.SENT if by_sms else DeliveryState.UNDELIVERABLE
    return ReaderDelivery(
        reader=recipient.role, channel=channel, state=state, at=tools.clock.now(), cause=cause
    )


async def _mail(dossier: Dossier, letter: Letter, recipient: Recipient, tools: Tools) -> str | None:
    """Send the letter; why it cannot arrive, None when it left."""
    if not recipient.email:
        return "NoRecipient"
    key = f"{dossier.dossier_id}:notification:{letter.seq}:{recipient.role}"
    link = _link(dossier, letter, recipient, tools)
    mail = as_mail(compose(dossier, letter, recipient.role, link), recipient, key, tools.mail_from)
    name = LetterName(dossier_id=dossier.dossier_id, seq=letter.seq, reader=recipient.role)
    sender = tools.bounces.address_of(name) if tools.bounces else None
    try:
        left = await once(key, lambda: tools.mailer.send(mail, sender), tools.effects, tools.clock)
    except MailRefused as refused:
        MAIL_SENT.labels(template=letter.kind, outcome="refused").inc()
        return refused.reply
    except GuichetError:
        MAIL_SENT.labels(template=letter.kind, outcome="failed").inc()
        raise
    if left:
        MAIL_SENT.labels(template=letter.kind, outcome="sent").inc()
        log.info(
            "letter sent", action="letter_sent", dossier_id=dossier.dossier_id, letter=letter.kind
        )
    return None


async def _text(dossier: Dossier, letter: Letter, recipient: Recipient, tools: Tools) -> bool:
    """Say by SMS that a letter waits; False where there is no way to."""
    sms = tools.sms
    if sms is None or not recipient.mobile:
        return False
    key = f"{dossier.dossier_id}:notification:{letter.seq}:{recipient.role}:sms"
    link = _link(dossier, letter, recipient, tools)
    text = sms_text(dossier.dossier_id, link)
    try:
        await once(key, lambda: sms.send(recipient.mobile, text, key), tools.effects, tools.clock)
    except SmsRefused:
        MAIL_SENT.labels(template=letter.kind, outcome="sms_refused").inc()
        return False
    MAIL_SENT.labels(template=letter.kind, outcome="sms").inc()
    return True


def _link(dossier: Dossier, letter: Letter, recipient: Recipient, tools: Tools) -> str:
    """Schools sign in; the others get the link that opens this dossier."""
    if recipient.role is Reader.SCHOOL:
        return tools.links.school_link(dossier)
    # links of letters to a wrong address are closed: the oldest that opens stands for them
    named = max(letter.seq, dossier.links_from)
    return tools.links.dossier_link(dossier, named, recipient.role)
