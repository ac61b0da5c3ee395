"""The links in letters: signed, so that nobody can guess one, and without personal data.

A link opens one dossier for its candidate. Acting through it takes a POST, since mail scanners
follow links.
"""

from itsdangerous import BadSignature, URLSafeSerializer

from shared.domain.dossier import Dossier
from shared.settings import Settings


class LinkSigner:
    """Makes and reads the candidate's link."""

    def __init__(self, settings: Settings) -> None:
        """Use the service-wide secret."""
        self._serializer = URLSafeSerializer(
            settings.secret_key.get_secret_value(), salt="candidate-link"
        )
        self._public_url = settings.public_url.rstrip("/")

    def dossier_link(self, dossier: Dossier) -> str:
        """The address that a letter gives."""
        token = self._serializer.dumps(dossier.dossier_id)
        return f"{self._public_url}/suivi/{token if isinstance(token, str) else token.decode()}"

    def dossier_id(self, token: str) -> str | None:
        """The dossier of a token that we signed; None for any other text."""
        try:
            return str(self._serializer.loads(token))
        except BadSignature:
            return None
