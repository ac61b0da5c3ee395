"""Sending something outside at most once, as far as the outside allows."""

from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from typing import Protocol

from shared.errors import EffectInDoubt, GuichetError, Retryable
from shared.pipeline.ports import Clock, Effects
from shared.stages import TABLE, StageName

#: How long a sender that died keeps a letter from being tried again: past the stage's time
#: limit it cannot be sending any more.
CLAIM_LEASE = TABLE[StageName.NOTIFICATION].time_limit

#: Seconds between two tries to note that a letter has left; the stage's time limit ends them.
CLOSE_PAUSE = 0.5


class LetterInOtherHands(Retryable):
    """Another sender holds this letter, or died holding it."""


class Mailer(Protocol):
    """Mail as the notifier sees it."""

    async def send(self, message: EmailMessage, envelope_from: str | None = None) -> None:
        """Return once the mail server has taken the message.

        Reports of failure go to `envelope_from`; without one, to the sender. Raises MailRefused
        where this address takes no mail.
        """
        ...


async def once(
    key: str, send: Callable[[], Awaitable[None]], effects: Effects, clock: Clock
) -> bool:
    """Claim the key, send, close the key; False when it had left before.

    A sender that dies between sending and closing leaves it in doubt, and so does a server that
    goes away without an answer. After the lease it goes again under the same Message-ID, by which
    mail servers drop the second copy: a candidate who never hears is worse off than one who might
    hear twice.
    """
    if not await effects.claim(key, clock.now(), CLAIM_LEASE):
        if await effects.is_done(key):
            return False
        raise LetterInOtherHands(key)
    try:
        await send()
    except GuichetError as error:
        if not isinstance(error, EffectInDoubt):
            await effects.release(key)
        raise
    await _close(key, effects, clock)
    return True


async def _close(key: str, effects: Effects, clock: Clock) -> None:
    """Note that it has left, however long the store is away: it must not go again."""
    while True:
        try:
            await effects.done(key, clock.now())
            return
        except Retryable:
            await clock.sleep(CLOSE_PAUSE)
