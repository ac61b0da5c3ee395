"""The pages of the way in, in every look that they have."""

import datetime as dt
from dataclasses import replace

from services.instruction.face import agents_face
from services.intake.sign_in import filers_face
from services.watch.face import ops_face
from shared.settings import Settings
from shared.web.access import digest_of
from shared.web.sessions import SessionLine
from tests.builders import NOW
from tests.rules.entrance_face import AGENT, SCHOOL

_SETTINGS = Settings(secret_key="s" * 48)
_FACES = {
    "filers": ("services.intake", filers_face(_SETTINGS)),
    "agents": ("services.instruction", agents_face(_SETTINGS)),
    "ops": ("services.watch", ops_face(_SETTINGS)),
}
_DOOR = {"wrong": "", "name": "", "federated": False, "left": False}
_MINE = SessionLine(
    handle=digest_of("mine"),
    device="Firefox, Windows",
    seen=NOW - dt.timedelta(minutes=3),
    until=NOW + dt.timedelta(hours=9),
)
_SESSIONS = [
    _MINE,
    replace(_MINE, handle=digest_of("other"), device="Safari, iPhone"),
    replace(_MINE, handle=digest_of("new"), device="", seen=None),
]
_ACCOUNT = {
    "account": SCHOOL,
    "sessions": _SESSIONS,
    "mine": _MINE.handle,
    "has_password": True,
    "fault": "",
    "wrong_now": False,
    "done": "",
    "now": NOW,
}


def entrance_pages(render):
    """Each page by a name, drawn by `render(package, template, **values)`."""
    filers, face = _FACES["filers"]
    doors = {
        f"sign-in {who}": render(package, "sign_in.html", face=one, **_DOOR)
        for who, (package, one) in _FACES.items()
    }
    looks = {
        "wrong password": {"wrong": "password", "name": 'a"b'},
        "wrong key": {"wrong": "key"},
        "federated": {"federated": True},
        "left": {"federated": True, "left": True},
    }
    doors |= {
        f"sign-in {name}": render(filers, "sign_in.html", face=face, **_DOOR | look)
        for name, look in looks.items()
    }
    accounts = {
        "account": {},
        "account wrong password": {"fault": "Non.", "wrong_now": True},
        "account new password refused": {"fault": "Non."},
        "account done": {"done": "mot-de-passe"},
        "account by key": {"sessions": [], "mine": "", "has_password": False},
    }
    doors |= {
        name: render(filers, "account.html", face=face, **_ACCOUNT | look)
        for name, look in accounts.items()
    }
    package, agents = _FACES["agents"]
    doors["account of an agent"] = render(
        package, "account.html", face=agents, **_ACCOUNT | {"account": replace(AGENT, centre="69")}
    )
    doors["sign-in refused"] = render(filers, "sign_in_refused.html", face=face)
    return doors
