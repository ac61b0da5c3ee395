"""Other requests under way for the same person and licence, or with the same e-mail address."""

from collections.abc import Sequence
from typing import Protocol

from shared.domain.dossier import Dossier


class Duplicates(Protocol):
    """Looks through the requests that were sent and have not ended."""

    async def others(self, dossier: Dossier) -> Sequence[str]:
        """Ids of such requests, older than this one."""
        ...

    async def shares_address(self, dossier: Dossier) -> bool:
        """True when such a request for another person gives the same e-mail address."""
        ...
