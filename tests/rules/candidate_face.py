"""The candidates' pages over memory ports, and a browser that remembers its cookie."""

from aiohttp.test_utils import TestClient, TestServer

from services.intake.candidate_access import CandidateDoor
from services.intake.candidate_contact import CandidateContact
from services.intake.candidate_correction import CandidateCorrectionPages
from services.intake.candidate_dossiers import CandidateDossierPages
from services.intake.candidate_links import LinkReader
from services.intake.candidate_sign_in import CandidateSignIn
from services.intake.filing import FilingDesk
from services.intake.forecasts import Forecasts
from services.intake.pages import CandidatePages
from services.intake.sign_in import filers_face
from services.intake.uploads import Receiver
from shared.adapters.memory_accounts import MemoryAccounts
from shared.adapters.memory_candidates import (
    MemoryCandidateDirectory,
    MemorySignInLinks,
    MemoryUsedLinks,
)
from shared.adapters.memory_files import MemoryBlobs
from shared.adapters.memory_sessions import MemorySessions
from shared.domain.change import Change
from shared.domain.forecast import Measured
from shared.settings import Settings
from shared.web.access import Account, Role
from shared.web.frame import add_pages, make_app
from shared.web.links import LinkSigner
from shared.web.sessions import keep_sessions
from tests.flow.line import Line

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
FOREIGN = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
SCHOOL = Account(account_id="ecole", role=Role.SCHOOL)
SETTINGS = Settings(secret_key="s" * 48, public_url="http://guichet.test")


class NoPace:
    """Nothing was measured yet."""

    async def standing(self, stage):
        return []

    async def measured(self, stage, start):
        return Measured(finished=0, minutes=0, busy_minutes=0)


class CandidateFace:
    """One intake with its candidates' pages."""

    def __init__(self):
        self.line = Line()
        self.store, self.clock, self.register = (
            self.line.store,
            self.line.clock,
            self.line.register,
        )
        self.used, self.wishes = MemoryUsedLinks(), MemorySignInLinks()
        self.directory = MemoryCandidateDirectory(store=self.store)
        self.accounts, self.sessions = MemoryAccounts(), MemorySessions()
        self.blobs = MemoryBlobs()
        self.signer = LinkSigner(SETTINGS)

    def app(self):
        app = make_app(SETTINGS, self.accounts)
        add_pages(app, "services.intake")
        keep_sessions(app, self.sessions, self.clock.now, filers_face(SETTINGS))
        for face in self._faces():
            app.router.add_routes(face.routes())
        return app

    def _faces(self):
        door = CandidateDoor(
            dossiers=self.store, directory=self.directory, views=self.store, clock=self.clock
        )
        forecasts = Forecasts(NoPace(), self.clock)
        yield CandidatePages(
            register=self.register,
            reader=LinkReader(dossiers=self.store, links=self.signer, used=self.used),
            sign_in=self.wishes,
            clock=self.clock,
            forecasts=forecasts,
        )
        yield CandidateSignIn(links=self.wishes, directory=self.directory, clock=self.clock)
        yield CandidateDossierPages(register=self.register, door=door, forecasts=forecasts)
        yield CandidateCorrectionPages(
            door=door,
            desk=FilingDesk(register=self.register, blobs=self.blobs, clock=self.clock),
            receiver=Receiver(blobs=self.blobs, clock=self.clock, max_bytes=1_000_000),
        )
        yield CandidateContact(register=self.register, clock=self.clock)

    async def keep(self, dossier):
        """Store a dossier as it stands."""
        await self.store.add(Change(dossier=dossier))
        return dossier

    async def dossier(self, dossier_id="G-TEST"):
        return await self.store.get(dossier_id)

    def link(self, dossier, seq=None, reader="candidate"):
        """The path of a letter's link; the last letter's by default."""
        number = dossier.letters[-1].seq if seq is None else seq
        address = self.signer.dossier_link(dossier, number, reader)
        return address.removeprefix(SETTINGS.public_url)

    def browser(self):
        """A browser of its own."""
        return TestClient(TestServer(self.app()))


async def post(browser, path, headers=OURS, **options):
    return await browser.post(path, headers=headers, allow_redirects=False, **options)


async def get(browser, path):
    return await browser.get(path, headers=OURS, allow_redirects=False)


async def entered(browser, face, dossier):
    """The browser inside the dossier by the link of its last letter."""
    answer = await post(browser, f"{face.link(dossier)}/ouverture")
    assert (answer.status, answer.headers["Location"]) == (
        303,
        f"/mes-dossiers/{dossier.dossier_id}",
    )
