"""No route shows staff what a dossier holds without an entry in the audit that names them."""

import io
import secrets
from dataclasses import replace

import pytest
from PIL import Image

from services.instruction.file_passes import FilePass, FilePasses
from shared.adapters.store import connect_store
from shared.domain.change import Change
from shared.domain.dossier import Outcome
from shared.domain.piece import PieceKind, Replaced
from shared.domain.review import Prepared
from shared.domain.review_events import (
    Claimed,
    DecisionPrepared,
    OpinionAsked,
)
from shared.stages import StageName
from shared.web.access import Account, Role
from tests.builders import NOW, an_identity
from tests.contract.servers import a_name
from tests.rules.authorisation_table import ROWS, Actor
from tests.rules.authorisation_table import Outcome as Right
from tests.rules.console_desk import an_identity_reading, flagged
from tests.rules.issued_documents import an_accepted
from tests.rules.shown_to_staff import BYTES, DECLARED, READ, SHOWN, SHOWS_NOTHING, Asking
from tests.rules.test_authorisation_matrix import OURS, PARTS
from tests.rules.three_faces import three_faces

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

HEAD = Account(account_id="head", role=Role.HEAD)
OPS = Account(account_id="ops", role=Role.OPS)
AUDITOR = Account(account_id="auditor", role=Role.AUDITOR)
STAFF = {Actor.HEAD: HEAD, Actor.OPS: OPS, Actor.AUDITOR: AUDITOR}
PERSON = an_identity(birth_name=DECLARED)
#: What only a dossier can bring into an answer; pictures and PDF are pages of its pieces.
CANARIES = (DECLARED.encode(), READ.encode(), BYTES, DECLARED.title().encode())
PAGES = ("image/jpeg", "image/png", "application/pdf")


async def _chunks(data):
    yield data


def _picture():
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(written, "JPEG", comment=BYTES)
    return written.getvalue()


class World:
    """The faces, a head of a centre, one of ops, an auditor, and a fresh dossier a question."""

    def __init__(self, faces):
        self.faces, self.servers = faces, faces.servers
        self.keys = {account: secrets.token_urlsafe(24) for account in STAFF.values()}

    async def populate(self):
        for account, key in self.keys.items():
            await self.servers.accounts.put(account, key)

    async def dossier(self, state):
        """A dossier in that state, with bytes behind its pieces."""
        dossier_id = f"G-{secrets.token_hex(6)}"
        if state == "accepted":
            dossier = an_accepted(person=PERSON, dossier_id=dossier_id)
        else:
            dossier = flagged(
                dossier_id, candidate=PERSON, reading=an_identity_reading(birth_name=READ)
            )
        pieces = {}
        for kind, piece in dossier.pieces.items():
            stored = await self.servers.blobs.write(_chunks(_picture()), 2**20, dossier_id)
            before = Replaced(uploaded_at=NOW, working_copy=stored.blob_id)
            pieces[kind] = replace(piece, blob_id=stored.blob_id, before=before)
        stages = dict(dossier.stages)
        for name, kind in ((StageName.PHOTO, PieceKind.PHOTO),):
            result = replace(stages[name].result, working_copy=pieces[kind].blob_id)
            stages[name] = replace(stages[name], result=result)
        await self.servers.dossiers.add(
            Change(dossier=replace(dossier, pieces=pieces, stages=stages))
        )
        for event in EVENTS[state]:
            assert await self.servers.register.apply(dossier_id, event) is not None, event
        return dossier_id

    def routes_for_staff(self, face):
        """Those of the face that somebody of the staff may use."""
        return [
            route for at, route in self.faces.routes() if at == face and self.who_may(face, route)
        ]

    @staticmethod
    def who_may(face, route):
        """Nobody at the entrance, where there is no dossier yet."""
        row = ROWS[face][route.name]
        return [STAFF[actor] for actor in STAFF if row is not None and row[actor] is Right.IN]

    async def entries(self, account):
        """How many there are of the account, on whatever dossier: some routes choose one."""
        return await self.servers.database["audit_chain"].count_documents(
            {"actor": account.account_id}
        )

    def path(self, route, dossier_id, account, parts):
        granted = FilePass(dossier_id=dossier_id, kind=PieceKind.PHOTO, account=account.account_id)
        passes = FilePasses(self.faces.settings, self.servers.clock)
        known = PARTS | {"dossier_id": dossier_id, "token": passes.token_of(granted)} | parts
        known |= {"batch_id": "none", "number": known["number"]}
        named = {name: known[name] for name in known if f"{{{name}" in route.resource.canonical}
        return str(route.resource.url_for(**named))

    async def ask(self, face, route, account, asking):
        """What the answer shows of the dossier, and the entries that it left."""
        dossier_id = await self.dossier(asking.state)
        before = await self.entries(account)
        headers = OURS | {"Authorization": f"Bearer {self.keys[account]}"}
        body = {"json": asking.json} if asking.json is not None else {"data": asking.form}
        answer = await self.faces.clients[face].request(
            route.method,
            self.path(route, dossier_id, account, asking.parts),
            headers=headers,
            allow_redirects=False,
            **(body if route.method == "POST" else {}),
        )
        try:
            shown = await self._shows(answer)
            said = f"{route.method} {answer.url.path}: {answer.status}"
        finally:
            answer.close()
        return shown, await self.entries(account) - before, said

    @staticmethod
    async def _shows(answer):
        assert answer.status != 500, answer.url
        if answer.content_type == "text/event-stream":
            data = b""
            while not data.startswith(b"data:"):  # the first event; the stream goes on for ever
                data = await answer.content.readline()
        else:
            data = await answer.read()
        return answer.content_type in PAGES or any(word in data for word in CANARIES)


EVENTS = {
    "free": (),
    "accepted": (),
    "corrected": (Claimed(agent="head"),),
    "held": (Claimed(agent="head"),),
    "prepared": (
        Claimed(agent="head"),
        DecisionPrepared(agent="head", prepared=Prepared(outcome=Outcome.ACCEPTED)),
    ),
    "asked": (
        Claimed(agent="head"),
        OpinionAsked(agent="head", service="Préfecture", question="Est-ce bon ?"),
    ),
}


@pytest.fixture(scope="module")
async def world(store_url):
    client, database = connect_store(store_url, a_name())
    async with three_faces(database, store_url) as faces:
        world = World(faces)
        await world.populate()
        yield world
    await client.close()


@pytest.mark.parametrize("face", ROWS)
def test_every_route_for_staff_is_known_to_show_contents_or_nothing(face):
    rows = {name: row for name, row in ROWS[face].items() if row is not None}
    for_staff = {name for name, row in rows.items() if any(row[who] is Right.IN for who in STAFF)}
    assert for_staff <= SHOWN[face].keys() | SHOWS_NOTHING[face]
    assert not SHOWN[face].keys() & SHOWS_NOTHING[face]
    assert SHOWS_NOTHING[face] <= ROWS[face].keys()


@pytest.mark.parametrize("face", ROWS)
async def test_what_staff_are_shown_is_in_the_audit_and_nothing_else_is_shown(world, face):
    unseen, unlisted, blank = [], [], []
    for route in world.routes_for_staff(face):
        asking = SHOWN[face].get(route.name)
        for account in world.who_may(face, route):
            shown, left, said = await world.ask(face, route, account, asking or Asking())
            unseen += [said] if shown and not left else []
            unlisted += [said] if shown and asking is None else []
            blank += [said] if asking is not None and not shown else []
    assert not unseen, "These show contents and leave no entry:\n" + "\n".join(unseen)
    assert not unlisted, "Add these to SHOWN:\n" + "\n".join(unlisted)
    assert not blank, "SHOWN asks these so that they show nothing:\n" + "\n".join(blank)
