"""What issuing documents asks of the outside: a memory of what was given out."""

from typing import Protocol

from shared.domain.issued import Issued


class IssuedDocuments(Protocol):
    """The documents that were given out, by verification code."""

    async def remember(self, code: str, issued: Issued) -> None:
        """Keep it before it is given out; what is known already gains the digests it lacks."""
        ...

    async def find(self, code: str) -> Issued | None:
        """The document of the code. One look, whether there is one or not."""
        ...
