"""The space of ops as browsers know it."""

from shared.settings import Settings
from shared.web.access import AUDIT_READERS
from shared.web.sessions import Face


def ops_face(settings: Settings) -> Face:
    """Who signs in, and where one is led then."""
    return Face(
        public_url=settings.watch_public_url,
        cookie="guichet_ops",
        roles=AUDIT_READERS,
        home="/",
        title="Exploitation",
        lead="Cet espace est celui de l’exploitation.",
    )
