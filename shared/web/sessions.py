"""Signed in by a browser: a random cookie, kept as a digest on our side, revocable at any time."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from aiohttp import web

from shared.web.access import FILERS, Account, Role
from shared.web.devices import device_of
from shared.web.witnessed import note_sign_in

COOKIE = "guichet_session"
#: A working day; who comes back later signs in again. NIST SP 800-63B-4 2.2.3: 24 h at most.
LIFETIME = dt.timedelta(hours=12)
#: Without any request for so long, a session is over. NIST SP 800-63B-4 2.2.3: 1 h at most.
IDLE = dt.timedelta(hours=1)
#: How exactly the last request is remembered: not every one costs a write.
SEEN_STEP = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """One of an account's sessions, as its owner sees it."""

    #: The digest of its token: it names the session and opens nothing.
    handle: str
    device: str
    #: Its last request, to the minute; None before the first.
    seen: dt.datetime | None
    until: dt.datetime


class Sessions(Protocol):
    """Where sessions are kept."""

    async def open(
        self, account: Account, token: str, until: dt.datetime, device: str = ""
    ) -> None:
        """Remember that this token stands for the account until then."""
        ...

    async def by_token(self, token: str, now: dt.datetime, *, touch: bool = True) -> Account | None:
        """The account of a session that is neither over, idle nor ended.

        It counts as used by that, unless `touch` is false.
        """
        ...

    async def end(self, token: str) -> None:
        """Forget the session; an unknown one is no error."""
        ...

    async def of_account(self, account_id: str, now: dt.datetime) -> list[SessionLine]:
        """The account's sessions that still open something, the last seen first."""
        ...

    async def end_one(self, account_id: str, handle: str) -> None:
        """End a session of this account; that of another one stays."""
        ...

    async def end_all(self, account_id: str, but_token: str | None = None) -> None:
        """End every session of the account, except that of a token."""
        ...


def is_live(until: dt.datetime, seen: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a session still opens something."""
    return until > now and (seen is None or seen > now - IDLE)


def is_to_note(seen: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether this request is worth a write."""
    return seen is None or seen <= now - SEEN_STEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One of our HTTP faces as browsers know it."""

    public_url: str
    #: One a face: on one machine they differ by their port only, which cookies do not know.
    cookie: str = COOKIE
    #: Who signs in here, and where one is led then.
    roles: frozenset[Role] = FILERS
    home: str = "/espace"
    #: What the space is called, and the template that its own pages stand in.
    title: str = "Espace de dépôt"
    lead: str = ""
    #: For who has no account here: a question, and where to go instead.
    help: str = ""
    help_link: str = ""
    help_word: str = ""
    frame: str = "door_frame.html"
    #: Where candidates ask for a link by mail; empty where none come.
    by_mail: str = ""

    @property
    def is_secure(self) -> bool:
        """True where people come by https."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def cookie_name(self) -> str:
        """Browsers take a __Host- cookie from this very host only, by https (RFC 6265bis 4.1.3)."""
        return f"__Host-{self.cookie}" if self.is_secure else self.cookie


#: Asks the service's clock.
Now = Callable[[], dt.datetime]

SESSIONS: web.AppKey[Sessions] = web.AppKey("sessions")
NOW: web.AppKey[Now] = web.AppKey("session_clock")
FACE: web.AppKey[Face] = web.AppKey("face")


def keep_sessions(app: web.Application, sessions: Sessions, now: Now, face: Face) -> None:
    """Let browsers stay signed in on this face."""
    app[SESSIONS] = sessions
    app[NOW] = now
    app[FACE] = face


def token_of(request: web.Request) -> str | None:
    """The session's token that the browser shows; None without one."""
    face = request.app.get(FACE)
    return (request.cookies.get(face.cookie_name) or None) if face else None


async def session_account(request: web.Request, *, touch: bool = True) -> Account | None:
    """The account of the request's cookie; None without one, or where another site asks.

    A browser sends the cookie by itself, so what changes something must come from our own pages.
    Without `touch` the session ends as if nobody had looked.
    """
    token = token_of(request)
    if token is None:
        return None
    if request.method not in ("GET", "HEAD") and not comes_from_our_pages(request):
        return None
    return await request.app[SESSIONS].by_token(token, request.app[NOW](), touch=touch)


async def begin_session(
    request: web.Request, account: Account, leaving: web.StreamResponse
) -> None:
    """Open a session and put its cookie on the answer.

    The token is new each time, and the one that the browser showed is over: whoever planted it
    there, or copied it before, is not signed in by this.
    """
    await note_sign_in(request, account)
    sessions, face = request.app[SESSIONS], request.app[FACE]
    before = token_of(request)
    if before is not None:
        await sessions.end(before)
    token, until = secrets.token_urlsafe(32), request.app[NOW]() + LIFETIME
    await sessions.open(account, token, until, device_of(request.headers.get("User-Agent", "")))
    leaving.set_cookie(
        face.cookie_name,
        token,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        httponly=True,  # unreadable for scripts
        samesite="Lax",  # never sent along with what other sites post
        secure=face.is_secure,
    )


async def end_session(request: web.Request, leaving: web.StreamResponse) -> None:
    """End this session, here and in the browser."""
    token, face = token_of(request), request.app[FACE]
    if token is not None:
        await request.app[SESSIONS].end(token)
    leaving.del_cookie(face.cookie_name, path="/", secure=face.is_secure, httponly=True)


def comes_from_our_pages(request: web.Request) -> bool:
    """True when a browser says that one of our own pages sends this.

    Browsers say so themselves since 2023 (Sec-Fetch-Site); older ones name the origin of a POST.
    One that says neither is not believed.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
