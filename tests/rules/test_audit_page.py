"""The audit read by people: by whom, what it says, and that reading it is part of it."""

from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.watch.audit_door import AuditDoor
from services.watch.audit_pages import AuditPages
from services.watch.audit_words import ACT_WORDS, act_words, subject_words
from services.watch.face import ops_face
from shared.adapters.audit_trail import MemoryAuditTrail
from shared.domain.audit import Act, Deed, act_of, entry_name
from shared.pipeline.witness import Witness
from shared.settings import Settings
from shared.web.access import AUDIT_READERS, Account, Role
from shared.web.frame import add_pages, make_app
from shared.web.sessions import keep_sessions
from tests.builders import NOW
from tests.rules.entrance_face import Entrance
from tests.rules.test_audit_proof import PERSONAL

AUDITOR = Account(account_id="auditrice", role=Role.AUDITOR)


class Desk:
    """The page over a trail in memory."""

    def __init__(self):
        self.trail = MemoryAuditTrail()
        self.entrance = Entrance(ops_face(Settings(secret_key="s" * 48)))
        self.witness = Witness(self.trail, self.entrance.clock)

    async def asked(self, reference, reader=AUDITOR):
        """Status and text of the page."""
        await self.entrance.sessions.open(reader, "token", NOW.replace(year=NOW.year + 1))
        app = make_app(self.entrance.settings, self.entrance.accounts)
        add_pages(app, "services.watch")
        keep_sessions(app, self.entrance.sessions, self.entrance.clock.now, self.entrance.face)
        door = AuditDoor(witness=self.witness)
        pages = AuditPages(door=door, clock=self.entrance.clock)
        app.router.add_routes(pages.routes())
        headers = {
            "Cookie": f"{self.entrance.face.cookie_name}=token",
            "Accept": "text/html",
        }
        question = {"reference": reference} if reference else {}
        async with (
            TestClient(TestServer(app)) as client,
            client.get("/audit", params=question, headers=headers) as answer,
        ):
            return answer.status, " ".join((await answer.text()).split())

    async def told(self, chain="G-ONE"):
        return [(entry.actor, entry.action) for entry in await self.trail.entries(chain)]


@pytest.fixture
def desk():
    return Desk()


async def test_a_chain_is_shown_in_words_with_this_look_on_top(desk):
    for subject in ("piece:identity", "piece:photo:earlier"):
        act = Act(actor="agent-1", action="piece_viewed", subject=subject)
        await desk.witness.record("G-ONE", act)
    status, text = await desk.asked(" G-ONE ")

    assert status == 200
    assert "3 lignes au journal" in text and "sans manque ni modification" in text
    assert text.index("a lu le journal") < text.index("a regardé une pièce")
    assert "justificatif d’identité" in text and "version remplacée" in text
    assert (await desk.told())[-1] == ("auditrice", "audit_read")


async def test_a_changed_line_is_named(desk):
    for _ in range(3):
        await desk.witness.record("G-ONE", Act(actor="agent-1", action="claimed"))
    name = entry_name("G-ONE", 2)
    desk.trail.rows[name] = replace(desk.trail.rows[name], actor="agent-2")
    _, text = await desk.asked("G-ONE")
    assert "Le journal a été modifié ou coupé, à la ligne 2." in text


async def test_a_line_cut_off_the_end_is_named_after_the_look_too(desk):
    for _ in range(3):
        await desk.witness.record("G-ONE", Act(actor="agent-1", action="claimed"))
    del desk.trail.rows[entry_name("G-ONE", 3)]
    for _ in range(2):
        _, text = await desk.asked("G-ONE")
        assert "Le journal a été modifié ou coupé, à la ligne 3." in text


@pytest.mark.parametrize("reference", ["", "G-NOWHERE", "G-ONE/../x", "x" * 5000])
async def test_asking_for_nothing_begins_no_chain(desk, reference):
    assert (await desk.asked(reference))[0] == 200
    assert desk.trail.rows == {}


@pytest.mark.parametrize("role", Role)
async def test_only_ops_and_auditors_read_it(desk, role):
    await desk.witness.record("G-ONE", Act(actor="agent-1", action="claimed"))
    status, _ = await desk.asked("G-ONE", Account(account_id="x", role=role))
    assert status == (200 if role in AUDIT_READERS else 403)
    assert len(await desk.told()) == (2 if role in AUDIT_READERS else 1)


def test_every_act_of_a_person_has_words():
    class Any:
        agent = account = "a"

    names = {deed.value for deed in Deed}
    for event in PERSONAL:
        names.add(act_of(type(event.__name__, (Any,), {})()).action)
    assert names <= set(ACT_WORDS), "say these acts in ACT_WORDS"


def test_an_act_that_changed_nothing_says_so_and_an_unknown_code_is_itself():
    assert act_words("released:not_applied") == "a rendu le dossier (sans effet)"
    assert (act_words("new_act"), subject_words("field:email")) == ("new_act", "champ « email »")
    assert subject_words("") == ""
