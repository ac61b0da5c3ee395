"""Documents that were given out, in memory for the tests."""

from dataclasses import replace

from shared.domain.issued import Issued


class MemoryIssuedDocuments:
    """Documents in a dictionary."""

    def __init__(self) -> None:
        """Nothing was given out."""
        self.issued: dict[str, Issued] = {}
        #: How often somebody asked.
        self.looks = 0

    async def remember(self, code: str, issued: Issued) -> None:
        """Keep it; what is known already gains the digests that it lacks."""
        known = self.issued.setdefault(code, issued)
        new = tuple(digest for digest in issued.digests if digest not in known.digests)
        self.issued[code] = replace(known, digests=known.digests + new)

    async def find(self, code: str) -> Issued | None:
        """The document of the code."""
        self.looks += 1
        return self.issued.get(code)
