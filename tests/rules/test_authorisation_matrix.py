"""Role x route x owner: everybody knocks at every registered route of every face."""

import datetime as dt
import re
import secrets
from dataclasses import replace

import pytest

from shared.adapters.batches import MongoBatches
from shared.adapters.sessions import MongoSessions
from shared.adapters.store import connect_store
from shared.domain.batch import Batch, BatchRow
from shared.domain.transitions import open_dossier
from shared.stages import TABLE
from shared.web.access import RIGHTS, Account, Action, Reach, Role, may
from shared.web.candidate_scope import CandidateScope
from shared.web.links import LinkSigner
from shared.web.sessions import FACE
from tests.builders import NOW, a_demande
from tests.contract.servers import a_name
from tests.rules.authorisation_table import ENTRANCE, NO_COOKIE_NEEDED, ROWS, Actor, Outcome
from tests.rules.three_faces import three_faces

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

ACCOUNTS = {
    Actor.SCHOOL_OWNER: Account(account_id="school-a", role=Role.SCHOOL),
    Actor.SCHOOL_OTHER: Account(account_id="school-b", role=Role.SCHOOL),
    Actor.CANDIDATE_OWNER: Account(account_id="candidate-a", role=Role.CANDIDATE),
    Actor.CANDIDATE_OTHER: Account(account_id="candidate-b", role=Role.CANDIDATE),
    Actor.INSTRUCTOR: Account(account_id="agent", role=Role.INSTRUCTOR),
    Actor.HEAD: Account(account_id="head", role=Role.HEAD),
    Actor.OPS: Account(account_id="ops", role=Role.OPS),
    Actor.AUDITOR: Account(account_id="auditor", role=Role.AUDITOR),
}
#: What stands in addresses besides the dossier; a test of its own says when one is missing.
PARTS = {
    "kind": "photo",
    "stage": "photo",
    "action": "replay",
    "name": "tokens.css",
    "key": "unknown",
    "line": "2",
    "number": "1",
    "page": "1",
    "code": "unknown",
}
#: What must be typed before it is known whether one may.
FORMS = {"batch_place": {"ligne": PARTS["line"], "piece": PARTS["kind"]}}
OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
ALL_ROWS = [(face, name) for face, rows in ROWS.items() for name in rows]
JUDGED = [(face, name) for face, name in ALL_ROWS if ROWS[face][name] is not ENTRANCE]


class World:
    """The faces, the actors, and the dossiers of this moment."""

    def __init__(self, faces):
        self.faces, self.keys, self.tokens = faces, {}, {}
        self.servers, self.settings = faces.servers, faces.settings
        self.sessions = MongoSessions(self.servers.database)

    async def populate(self):
        for actor, account in ACCOUNTS.items():
            self.keys[actor] = secrets.token_urlsafe(24)
            await self.servers.accounts.put(account, self.keys[actor])

    async def _open(self, actor, account):
        self.tokens[actor] = secrets.token_urlsafe(24)
        until = self.servers.clock.now() + dt.timedelta(hours=1)
        await self.sessions.open(account, self.tokens[actor], until)

    async def begin(self):
        """Fresh drafts and a fresh batch, so that no route meets what another left."""
        self.of_school = await self._dossier("school-a")
        self.of_candidate = await self._dossier("candidate-a")
        now = self.servers.clock.now()
        self.batch_id = secrets.token_hex(8)
        await MongoBatches(self.servers.database).add(
            Batch(
                batch_id=self.batch_id,
                owner="school-a",
                created_at=now,
                until=now + dt.timedelta(days=1),
                rows=(BatchRow(line=int(PARTS["line"]), reference="01", name="Camille Specimen"),),
            )
        )
        for actor, account in ACCOUNTS.items():
            await self._open(actor, account)
        other = await self._dossier("school-b")
        for actor, dossier in ((Actor.LINKED, self.of_school), (Actor.LINKED_OTHER, other)):
            scope = CandidateScope(dossier_id=dossier.dossier_id, letter=dossier.links_from)
            await self._open(
                actor, Account(account_id=actor.value, role=Role.CANDIDATE, scope=scope)
            )

    async def _dossier(self, owner):
        change = open_dossier(
            f"G-{secrets.token_hex(6)}",
            owner,
            a_demande(agrement=None),
            self.servers.clock.now(),
            TABLE,
        )
        await self.servers.dossiers.add(change)
        return change.dossier

    def path(self, route, actor):
        """The address, about the dossier that the actor owns, or does not."""
        own = actor in (Actor.CANDIDATE_OWNER, Actor.CANDIDATE_OTHER)
        dossier = self.of_candidate if own else self.of_school
        link = LinkSigner(self.settings).dossier_link(dossier)
        parts = PARTS | {
            "dossier_id": dossier.dossier_id,
            "token": link.rpartition("/")[2],
            "batch_id": self.batch_id,
        }
        needed = set(re.findall(r"{(\w+)", route.resource.canonical))
        assert needed <= set(parts), f"say in PARTS what {sorted(needed - set(parts))} may be"
        return str(route.resource.url_for(**{name: parts[name] for name in needed}))

    async def knock(self, face, route, actor, **headers):
        """Ask with the actor's key, or with the session that a link opened."""
        client = self.faces.clients[face]
        headers = OURS | headers
        if actor in self.keys:
            headers["Authorization"] = f"Bearer {self.keys[actor]}"
        elif actor in self.tokens:
            headers["Cookie"] = self.cookie(face, actor)
        return await self._send(client, route, actor, headers)

    async def by_cookie(self, face, route, actor, **headers):
        """Ask as the actor's browser does."""
        client = self.faces.clients[face]
        headers = OURS | {"Cookie": self.cookie(face, actor)} | headers
        return await self._send(client, route, actor, headers)

    def cookie(self, face, actor):
        name = self.faces.clients[face].server.app[FACE].cookie_name
        return f"{name}={self.tokens[actor]}"

    async def _send(self, client, route, actor, headers):
        answer = await client.request(
            route.method,
            self.path(route, actor),
            data=FORMS.get(route.name),
            headers=headers,
            allow_redirects=False,
        )
        try:
            is_problem = answer.content_type == "application/problem+json"
            said = (await answer.json(content_type=None))["type"] if is_problem else ""
            return outcome(answer, said)
        finally:
            answer.close()  # some go on for ever


def outcome(answer, problem):
    """What the answer means for rights. What we broke ourselves means nothing."""
    assert answer.status != 500, answer.url
    leads_to = answer.headers.get("Location", "")
    if answer.status == 401 or leads_to.startswith("/connexion"):
        return Outcome.SIGN_IN
    if answer.status == 403:
        return Outcome.FORBIDDEN
    unknown = ("dossier-not-found", "page-not-found")
    if answer.status == 404 and problem.endswith(unknown):
        return Outcome.UNKNOWN
    return Outcome.IN


@pytest.fixture(scope="module")
async def world(store_url):
    client, database = connect_store(store_url, a_name())  # it goes with the store's folder
    async with three_faces(database, store_url) as faces:
        world = World(faces)
        await world.populate()
        yield world
    await client.close()


def routes_named(world, face, name):
    return [route for at, route in world.faces.routes() if (at, route.name) == (face, name)]


async def test_every_registered_route_has_a_row_and_every_row_a_route(world):
    registered = {
        (face, route.name or route.resource.canonical): route
        for face, route in world.faces.routes()
    }
    missing = [
        f"{face}: {route.method} {route.resource.canonical} (name {name!r})"
        for (face, name), route in registered.items()
        if name not in ROWS[face]
    ]
    assert not missing, (
        "Say in tests/rules/authorisation_table.py who may use these routes:\n" + "\n".join(missing)
    )
    stale = [f"{face}: {name}" for face, name in ALL_ROWS if (face, name) not in registered]
    assert not stale, "These rows of authorisation_table.py have no route any more:\n" + "\n".join(
        stale
    )


@pytest.mark.parametrize(("face", "name"), JUDGED, ids=lambda part: part)
async def test_everybody_gets_exactly_as_far_as_the_table_says(world, face, name):
    await world.begin()
    got = {}
    for route in routes_named(world, face, name):
        for actor in Actor:
            got[actor] = await world.knock(face, route, actor)
    assert got == ROWS[face][name]


#: An actor of each face who is signed in there and owns what the address names.
AT_HOME = {
    "intake": (Actor.SCHOOL_OWNER, Actor.CANDIDATE_OWNER),
    "instruction": (Actor.INSTRUCTOR, Actor.HEAD),
    "watch": (Actor.OPS, Actor.AUDITOR),
}


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
async def test_a_cookie_does_nothing_for_another_site_at_any_route_that_changes_something(
    world, site
):
    await world.begin()
    acted = []
    for face, route in world.faces.routes():
        if route.method == "GET" or route.name in NO_COOKIE_NEEDED:
            continue
        for actor in AT_HOME[face]:
            ended = await world.by_cookie(face, route, actor, **{"Sec-Fetch-Site": site})
            if ended not in (Outcome.SIGN_IN, Outcome.FORBIDDEN):
                acted.append(
                    f"{face}: {route.method} {route.resource.canonical} as {actor}: {ended}"
                )
    assert not acted, "\n".join(acted)


async def test_the_same_cookie_gets_through_from_our_own_pages(world):
    """The control of the test above: it is the site that stops it, not the cookie."""
    await world.begin()
    [route] = routes_named(world, "intake", "filing_open")
    ended = await world.by_cookie("intake", route, Actor.SCHOOL_OWNER)
    assert ended is Outcome.IN


async def test_a_session_of_one_face_opens_nothing_on_another(world):
    await world.begin()
    for face, name in (("intake", "school_home"), ("watch", "ops_page")):
        [route] = routes_named(world, face, name)
        assert await world.by_cookie(face, route, Actor.INSTRUCTOR) is Outcome.FORBIDDEN
    [route] = routes_named(world, "instruction", "account_page")
    assert await world.by_cookie("instruction", route, Actor.INSTRUCTOR) is Outcome.IN


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
async def test_what_one_may_do_to_a_dossier_is_what_the_table_of_rights_says(role, action):
    dossier = open_dossier("G-1", "owner", a_demande(), NOW, TABLE).dossier
    reach = RIGHTS.get((role, action))
    owner, other = (Account(account_id=name, role=role) for name in ("owner", "other"))
    assert may(owner, action, dossier) == (reach is not None)
    assert may(other, action, dossier) == (reach is Reach.ANY)
    assert not may(replace(owner, disabled=True), action, dossier)
