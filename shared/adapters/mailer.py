"""Mail over SMTP."""

from email.message import EmailMessage

import aiosmtplib

from shared.errors import EffectInDoubt, Permanent, ServerUnavailable
from shared.settings import Settings

#: Seconds for one whole conversation.
TIMEOUT = 20


class MailRefused(Permanent):
    """The mail server refuses the letter for good."""


class SmtpMailer:
    """Sends one message at a time over a fresh connection."""

    def __init__(self, settings: Settings) -> None:
        """Take the server's address and the sender from the settings."""
        self._settings = settings

    async def send(self, message: EmailMessage) -> None:
        """Return once the server has taken the message.

        Raises MailRefused for a permanent refusal (5xx), ServerUnavailable when the message surely
        stayed here, EffectInDoubt when the server went away before it had answered.
        """
        settings = self._settings
        try:
            await aiosmtplib.send(
                message,
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                start_tls=settings.smtp_starttls,
                username=settings.smtp_user or None,
                password=settings.smtp_password.get_secret_value() or None,
                timeout=TIMEOUT,
            )
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPSenderRefused) as error:
            raise MailRefused() from error
        except aiosmtplib.SMTPResponseException as error:
            if 500 <= error.code < 600:
                raise MailRefused() from error
            raise ServerUnavailable("mail") from error
        except (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPNotSupported) as error:
            raise ServerUnavailable("mail") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise EffectInDoubt("mail") from error
