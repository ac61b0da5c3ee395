"""How people come in on every face: the same pages, wired to accounts, sessions and provider."""

from aiohttp import web

from shared.adapters.openid import provider_of
from shared.adapters.passwords import Argon2Passwords
from shared.adapters.sessions import MongoSessions
from shared.adapters.wiring import Servers
from shared.settings import Settings
from shared.web.federation import Federation
from shared.web.oidc import Provider
from shared.web.rates import RateLimits, SignInRates
from shared.web.sessions import Face, keep_sessions
from shared.web.sign_in import SignIn
from shared.web.witnessed import RECORD
from shared.web.your_account import YourAccount


def add_entrance(app: web.Application, settings: Settings, servers: Servers, face: Face) -> None:
    """Give a face its sign-in, its sessions and « Votre compte »."""
    sessions = MongoSessions(servers.database)

    async def prepare(_: web.Application) -> None:
        await sessions.prepare()

    app.on_startup.append(prepare)
    keep_sessions(app, sessions, servers.clock.now, face)
    app[RECORD] = servers.witness.record
    passwords = Argon2Passwords()
    rates = SignInRates(settings.rate_limit_sign_in, servers.clock)
    provider = provider_of(settings)
    sign_in = SignIn(
        directory=servers.accounts,
        passwords=passwords,
        rates=rates,
        proxies=settings.trusted_proxies,
        federated=provider is not None,
    )
    account = YourAccount(
        directory=servers.accounts,
        passwords=passwords,
        rates=rates,
        proxies=settings.trusted_proxies,
    )
    app.router.add_routes([*sign_in.routes(), *account.routes()])
    if provider is not None:
        app.router.add_routes(_federation(settings, servers, provider).routes())


def _federation(settings: Settings, servers: Servers, provider: Provider) -> Federation:
    strangers = settings.rate_limit_anonymous
    return Federation(
        settings=settings,
        directory=servers.accounts,
        provider=provider,
        rates=RateLimits(strangers, strangers, servers.clock),
        proxies=settings.trusted_proxies,
    )
