"""Signed in by a browser: a random cookie, kept as a digest on our side, revocable at any time."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from aiohttp import web

from shared.settings import Settings
from shared.web.access import Account

COOKIE = "guichet_session"
#: A working day; who comes back later signs in again. [D]
LIFETIME = dt.timedelta(hours=12)


class Sessions(Protocol):
    """Where sessions are kept."""

    async def open(self, account: Account, token: str, until: dt.datetime) -> None:
        """Remember that this token stands for the account until then."""
        ...

    async def by_token(self, token: str, now: dt.datetime) -> Account | None:
        """The account of a session that is neither over nor ended."""
        ...

    async def end(self, token: str) -> None:
        """Forget the session; an unknown one is no error."""
        ...


#: Asks the service's clock.
Now = Callable[[], dt.datetime]

SESSIONS: web.AppKey[Sessions] = web.AppKey("sessions")
NOW: web.AppKey[Now] = web.AppKey("session_clock")


def keep_sessions(app: web.Application, sessions: Sessions, now: Now) -> None:
    """Let browsers stay signed in on this face."""
    app[SESSIONS] = sessions
    app[NOW] = now


async def session_account(request: web.Request) -> Account | None:
    """The account of the request's cookie; None without one, or where another site asks.

    A browser sends the cookie by itself, so what changes something must come from our own pages.
    """
    token, sessions = request.cookies.get(COOKIE), request.app.get(SESSIONS)
    if not token or sessions is None:
        return None
    if request.method not in ("GET", "HEAD") and not comes_from_our_pages(request):
        return None
    return await sessions.by_token(token, request.app[NOW]())


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session just made: the cookie's value and its end."""

    token: str
    until: dt.datetime


def new_session(now: dt.datetime) -> Opened:
    """A session of 256 random bits."""
    return Opened(token=secrets.token_urlsafe(32), until=now + LIFETIME)


def set_cookie(response: web.StreamResponse, opened: Opened, settings: Settings) -> None:
    """Give the browser its cookie: unreadable for scripts, never sent along from other sites."""
    response.set_cookie(
        COOKIE,
        opened.token,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=urlsplit(settings.public_url).scheme == "https",
    )


def comes_from_our_pages(request: web.Request) -> bool:
    """True when a browser says that one of our own pages sends this.

    Browsers say so themselves since 2023 (Sec-Fetch-Site); older ones name the origin of a POST.
    One that says neither is not believed.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
