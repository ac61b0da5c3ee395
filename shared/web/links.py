"""The links in letters: signed, so that nobody can guess one, and without personal data.

A link names a dossier, the letter that it stands in and that letter's reader. Looking says where
the request is; acting takes a POST, since mail scanners follow links.
"""

import datetime as dt
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from shared.domain.dossier import Dossier, Letter
from shared.settings import Settings

#: How long the link of a letter without a deadline opens its dossier. [D]
LIFETIME = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a link names."""

    dossier_id: str
    #: Number of the letter; 0 in links of the layout before, which only show.
    letter: int = 0
    #: What the letter's reader is to the request.
    reader: str = "candidate"


class LinkSigner:
    """Makes and reads the candidate's link."""

    def __init__(self, settings: Settings) -> None:
        """Use the service-wide secret."""
        self._serializer = URLSafeSerializer(
            settings.secret_key.get_secret_value(), salt="candidate-link"
        )
        self._public_url = settings.public_url.rstrip("/")

    def dossier_link(self, dossier: Dossier, letter: int = 0, reader: str = "candidate") -> str:
        """The address that a letter gives."""
        token = self._serializer.dumps([dossier.dossier_id, letter, reader])
        return f"{self._public_url}/suivi/{token if isinstance(token, str) else token.decode()}"

    def school_link(self, dossier: Dossier) -> str:
        """The page of the dossier for whoever filed it; one signs in to see it."""
        return f"{self._public_url}/espace/dossiers/{dossier.dossier_id}"

    def read(self, token: str) -> Link | None:
        """What a token that we signed names; None for any other text."""
        try:
            named = self._serializer.loads(token)
        except BadSignature:
            return None
        if isinstance(named, str):  # a letter of the layout before
            return Link(dossier_id=named)
        dossier_id, letter, reader = named
        return Link(dossier_id=dossier_id, letter=letter, reader=reader)

    def dossier_id(self, token: str) -> str | None:
        """The dossier of a token that we signed; None for any other text."""
        link = self.read(token)
        return link.dossier_id if link else None


def letter_of(link: Link, dossier: Dossier) -> Letter | None:
    """The letter of the link; None where it is unknown, or went to an address that was wrong."""
    if link.letter < dossier.links_from:
        return None
    return next((letter for letter in dossier.letters if letter.seq == link.letter), None)


def opens_until(letter: Letter) -> dt.datetime:
    """Until when its link opens the dossier: as long as what it asks for can be done."""
    return max(letter.until or letter.created_at, letter.created_at + LIFETIME)
