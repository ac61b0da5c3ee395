"""Mail over SMTP."""

import re
from email.message import EmailMessage

import aiosmtplib

from shared.errors import (
    EffectInDoubt,
    GuichetError,
    MailRefused,
    Permanent,
    ServerUnavailable,
)
from shared.settings import Settings

#: Seconds for one whole conversation.
TIMEOUT = 20


#: What a server says of the address or its mailbox (RFC 3463 §3.2 to §3.3); with X.7.X it speaks
#: of its policy towards us, which no other address would mend.
_ENHANCED = re.compile(r"^(5\.\d{1,3}\.\d{1,3})\b")
_POLICY = "5.7."


class MailServerRefuses(Permanent):
    """The mail server refuses us for good, whoever the letter is for."""


class SmtpMailer:
    """Sends one message at a time over a fresh connection."""

    def __init__(self, settings: Settings) -> None:
        """Take the server's address and the sender from the settings."""
        self._settings = settings

    async def send(self, message: EmailMessage, envelope_from: str | None = None) -> None:
        """Return once the server has taken the message.

        Raises MailRefused where it refuses this address or letter for good (5xx), ServerUnavailable
        when the message surely stayed here, EffectInDoubt when the server went away before it had
        answered, MailServerRefuses where the fault is ours.
        """
        try:
            await self._converse(message, envelope_from)
        except aiosmtplib.SMTPRecipientsRefused as error:
            first = error.recipients[0]
            raise _refusal(first.code, first.message) from error
        except aiosmtplib.SMTPDataError as error:
            raise _refusal(error.code, error.message) from error
        except aiosmtplib.SMTPResponseException as error:
            if 500 <= error.code < 600:
                raise MailServerRefuses(str(error.code)) from error
            raise ServerUnavailable("mail") from error
        except (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPNotSupported) as error:
            raise ServerUnavailable("mail") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise EffectInDoubt("mail") from error

    async def _converse(self, message: EmailMessage, envelope_from: str | None) -> None:
        settings = self._settings
        await aiosmtplib.send(
            message,
            sender=envelope_from,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            start_tls=settings.smtp_starttls,
            username=settings.smtp_user or None,
            password=settings.smtp_password.get_secret_value() or None,
            timeout=TIMEOUT,
        )


def _refusal(code: int, text: str) -> GuichetError:
    """What a refusal of one recipient, or of the letter's text, means."""
    if not 500 <= code < 600:
        return ServerUnavailable("mail")  # greylisting and full disks pass
    found = _ENHANCED.match(text)
    reply = found[1] if found else str(code)
    return MailServerRefuses(reply) if reply.startswith(_POLICY) else MailRefused(reply)
