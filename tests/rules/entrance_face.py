"""A face with the real way in, on memory: what tests of sign-in share."""

from argon2 import PasswordHasher

from shared.adapters.memory_accounts import MemoryAccounts
from shared.adapters.memory_sessions import MemorySessions
from shared.adapters.passwords import Argon2Passwords
from shared.settings import Settings
from shared.web.access import Account, Role
from shared.web.federation import Federation
from shared.web.frame import add_pages, make_app
from shared.web.rates import RateLimits, SignInRates
from shared.web.sessions import Face, keep_sessions
from shared.web.sign_in import SignIn
from shared.web.your_account import YourAccount
from tests.flow.line import ManualClock

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
PASSWORD = "quatre mots sans rapport"
SCHOOL = Account(
    account_id="ecole-1", role=Role.SCHOOL, agrement="E0906900010", email="ecole@example.org"
)
OTHER = Account(account_id="ecole-2", role=Role.SCHOOL)
AGENT = Account(account_id="agent-1", role=Role.INSTRUCTOR, email="agent@example.org")
#: As quick as argon2 can be: what is tested here is not its strength.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
FILERS_FACE = Face(public_url="http://127.0.0.1", home="/compte", title="Essai", lead="Essai.")


class Entrance:
    """One face and what stands behind it."""

    def __init__(self, face=FILERS_FACE, provider=None, **settings):
        self.clock = ManualClock()
        self.accounts, self.sessions = MemoryAccounts(), MemorySessions()
        self.passwords = Argon2Passwords(QUICK)
        self.settings = Settings(secret_key="s" * 48, **settings)
        self.face, self.provider = face, provider

    async def add(self, account, key, password=PASSWORD):
        """An account with a key and a password."""
        await self.accounts.put(account, key)
        await self.accounts.set_password(account.account_id, await self.passwords.hash(password))

    def app(self):
        """The face as a service serves it."""
        app = make_app(self.settings, self.accounts)
        add_pages(app, "shared.web")
        keep_sessions(app, self.sessions, self.clock.now, self.face)
        rates = SignInRates(self.settings.rate_limit_sign_in, self.clock)
        common = {
            "directory": self.accounts,
            "passwords": self.passwords,
            "rates": rates,
            "proxies": 0,
        }
        doors = [SignIn(federated=self.provider is not None, **common), YourAccount(**common)]
        if self.provider is not None:
            strangers = self.settings.rate_limit_anonymous
            doors.append(
                Federation(
                    settings=self.settings,
                    directory=self.accounts,
                    provider=self.provider,
                    rates=RateLimits(strangers, strangers, self.clock),
                    proxies=0,
                )
            )
        for door in doors:
            app.router.add_routes(door.routes())
        return app
