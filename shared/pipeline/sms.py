"""The second channel: a short text to a mobile."""

from typing import Protocol


class Sms(Protocol):
    """What carries short texts."""

    async def send(self, number: str, text: str, reference: str) -> None:
        """Return once the gateway has taken the text; the reference keeps it from going twice.

        Raises SmsRefused where this number takes none, Retryable where the gateway is away.
        """
        ...
