"""SMS in a list, for the tests."""

from shared.errors import SmsRefused


class MemorySms:
    """Keeps what is sent; numbers in `refused` take nothing."""

    def __init__(self, *refused: str) -> None:
        """Begin empty."""
        self.sent: list[tuple[str, str, str]] = []
        self._refused = frozenset(refused)

    async def send(self, number: str, text: str, reference: str) -> None:
        """Keep the text; the same reference again changes nothing."""
        if number in self._refused:
            raise SmsRefused(reference)
        if reference not in {known for _, _, known in self.sent}:
            self.sent.append((number, text, reference))
