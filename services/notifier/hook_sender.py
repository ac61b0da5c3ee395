"""Sends events to webhooks, beside the letters: a hook that fails holds up no mail."""

import datetime as dt
from dataclasses import dataclass, replace

import structlog

from services.notifier.hook_message import signed_headers
from services.notifier.hook_notice import hook_notice
from services.notifier.postbox import Mailer, once
from shared.errors import Permanent, Retryable
from shared.metrics import HOOKS_SENT
from shared.pipeline.contacts import Contact, Contacts, Hook
from shared.pipeline.hooks import HookEvent, HookFailed, HookOutbox, HookPoster
from shared.pipeline.ports import Clock, Effects
from shared.stages import Stage

log = structlog.get_logger()

#: Longer than one conversation may take.
LEASE = dt.timedelta(minutes=1)
#: A hook that took nothing for so long is switched off, as the large senders of Standard Webhooks
#: do. [D]
PATIENCE = dt.timedelta(days=5)
#: Seconds between two looks into an empty outbox, and after a fault of the store.
PAUSE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HookSender:
    """One of the notifier's loops; several may run."""

    outbox: HookOutbox
    contacts: Contacts
    poster: HookPoster
    mailer: Mailer
    effects: Effects
    clock: Clock
    #: The notification row: its tries and waits are those of a hook too.
    row: Stage
    mail_from: str

    async def run(self) -> None:
        """Send what is due, for ever."""
        while True:
            try:
                busy = await self.send_next()
            except Retryable:  # the store is away: what is laid down stays there
                busy = False
            if not busy:
                await self.clock.sleep(PAUSE)

    async def send_next(self) -> bool:
        """Send the event that is most overdue; False when none is due."""
        event = await self.outbox.take(self.clock.now(), LEASE)
        if event is None:
            return False
        contact = await self.contacts.of(event.account_id)
        hook = contact.hook if contact else None
        if contact is None or hook is None or hook.disabled_at is not None:
            await self.outbox.close(event.key, self.clock.now(), "no_hook")
            return True
        headers = signed_headers(event, hook.secret, self.clock.now())
        try:
            await self.poster.post(hook.url, headers, event.body.encode())
        except HookFailed as error:
            await self._failed(event, contact, hook, error)
            return True
        HOOKS_SENT.labels(outcome="sent").inc()
        await self.outbox.close(event.key, self.clock.now())
        await self.contacts.hook_worked(event.account_id)
        return True

    async def _failed(
        self, event: HookEvent, contact: Contact, hook: Hook, error: HookFailed
    ) -> None:
        """Put the event off, give it up after the row's tries, and a hook after PATIENCE."""
        HOOKS_SENT.labels(outcome="failed").inc()
        now, cause = self.clock.now(), type(error).__name__
        log.info("webhook failed", action="webhook_failed", cause=cause, attempt=event.tries)
        since = await self.contacts.hook_failed(contact.account_id, now)
        if error.gone or now - since >= PATIENCE:
            await self._disable(contact, replace(hook, failing_since=since, disabled_at=now))
            await self.outbox.close(event.key, now, cause)
        elif event.tries >= self.row.tries:
            await self.outbox.close(event.key, now, cause)
        else:
            await self.outbox.put_off(event.key, now + self.row.wait_before(event.tries + 1))

    async def _disable(self, contact: Contact, hook: Hook) -> None:
        """Tell the school, then switch off: told twice is better than never."""
        if contact.email:
            key = f"hook:{contact.account_id}:{hook.failing_since:%Y%m%dT%H%M%S}"
            message = hook_notice(contact.email, key, self.mail_from)
            try:
                await once(key, lambda: self.mailer.send(message), self.effects, self.clock)
            except Permanent:  # the page still says it
                log.info("webhook notice refused", action="webhook_notice_refused")
        await self.contacts.put_hook(contact.account_id, hook)
