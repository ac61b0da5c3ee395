"""Who is at home on the filers' pages."""

from aiohttp import web

from shared.settings import Settings
from shared.web.access import FILERS, Account
from shared.web.sessions import Face
from shared.web.sign_in import SIGN_IN, page_account

__all__ = ["BY_MAIL", "HOME", "SIGN_IN", "filer_of", "filers_face"]

HOME = "/espace"
#: Where a candidate without an open session asks for a link.
BY_MAIL = "/connexion/lien"


async def filer_of(request: web.Request) -> Account:
    """The filer whose page this is; whoever is not signed in is led to where one does that."""
    return await page_account(request)


def filers_face(settings: Settings) -> Face:
    """The space of schools and candidates."""
    return Face(
        public_url=settings.public_url,
        roles=FILERS,
        home=HOME,
        frame="filer_frame.html",
        by_mail=BY_MAIL,
        lead="Cet espace est celui des auto-écoles et des candidats qui déposent leurs demandes.",
    )
