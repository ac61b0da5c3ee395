"""How far a candidate who came by a link may look: one dossier, or those of one address."""

from dataclasses import dataclass

from shared.domain.contact import addresses_of
from shared.domain.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateScope:
    """Either a dossier with the letter that led here, or an address; judged anew at each look."""

    #: The one dossier of a letter's link.
    dossier_id: str | None = None
    #: Number of that letter: once the address was corrected, earlier ones open nothing.
    letter: int = 0
    #: Where the sign-in mail went, folded.
    address: str | None = None
    #: True where the account of this address files requests itself.
    files: bool = False

    def covers(self, dossier: Dossier) -> bool:
        """True for a dossier of this candidate."""
        if self.address is not None:
            return self.address in addresses_of(dossier)
        return self.dossier_id == dossier.dossier_id and self.letter >= dossier.links_from
