"""Two requests for one person and one licence, two persons behind one address: their keys."""

from collections.abc import Sequence

from shared.domain.civil_identity import person_key
from shared.domain.dossier import Dossier, StageStatus
from shared.stages import StageName

_MAIL = "@/"


def persons_of(dossier: Dossier) -> list[str]:
    """Whom a request under way is for and what it asks, then the address that it gives.

    A second request would hold the first key again; another person's, at most the second one.
    """
    person, demande = person_key(dossier.demande.candidate), dossier.demande
    is_draft = dossier.stage(StageName.DRAFT).status is StageStatus.OPEN
    if person is None or dossier.outcome is not None or is_draft:
        return []
    keys = [f"{person}/{demande.kind}/{demande.category.strip().upper()}"]
    email = (demande.candidate.email or "").strip().casefold()
    return [*keys, f"{_MAIL}{email}"] if email else keys


def is_address(key: str) -> bool:
    """True for the key of an e-mail address; names hold no such sign."""
    return key.startswith(_MAIL)


def person_in(keys: Sequence[str]) -> str:
    """The person that the first key is about, whatever is asked."""
    return keys[0].rsplit("/", 2)[0] if keys else ""
