"""The outside of a letter: the mail with its headers."""

from email.message import EmailMessage

from services.notifier.rules import Recipient
from shared.letters import ComposedLetter


def as_mail(
    composed: ComposedLetter, recipient: Recipient, key: str, mail_from: str
) -> EmailMessage:
    """The letter as a mail whose Message-ID is its key."""
    message = EmailMessage()
    message["From"] = mail_from
    message["To"] = recipient.email
    message["Subject"] = composed.subject
    message["Message-ID"] = f"<{key.replace(':', '.')}@guichet.invalid>"
    # RFC 3834: out-of-office answers stay away
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(composed.text)
    message.add_alternative(composed.html, subtype="html")
    return message
