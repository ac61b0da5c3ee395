"""The preferences' two doors, wired."""

from aiohttp import web

from services.intake.preferences import PreferencesDesk
from services.intake.preferences_api import PreferencesDoor
from services.intake.preferences_pages import PreferencesPages
from shared.adapters.contacts import MongoContacts
from shared.adapters.wiring import Servers
from shared.settings import Settings


def preferences_routes(settings: Settings, servers: Servers) -> list[web.RouteDef]:
    """The page and the API."""
    desk = PreferencesDesk(
        contacts=MongoContacts(servers.database), allow_private=settings.webhooks_private
    )
    pages = PreferencesPages(desk=desk, clock=servers.clock)
    return [*PreferencesDoor(desk=desk).routes(), *pages.routes()]
