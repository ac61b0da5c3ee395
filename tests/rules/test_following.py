"""A stream of events ends when its follower may no longer read the dossier."""

from dataclasses import replace

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from services.intake.following import Follower, follow_dossier
from shared.settings import Settings
from shared.web.access import Account, Role
from shared.web.candidate_scope import CandidateScope
from shared.web.frame import make_app
from tests.builders import a_dossier

SETTINGS = Settings(secret_key="s" * 48)


class Corrected:
    """A dossier whose candidate's address is corrected while somebody follows it."""

    def __init__(self, dossier):
        candidate = replace(dossier.demande.candidate, email="other@example.org")
        demande = replace(dossier.demande, candidate=candidate)
        self.dossier = replace(dossier, rev=dossier.rev + 1, demande=demande)

    async def get(self, dossier_id, *, timeline=True):
        return self.dossier


async def followed(account, dossier):
    """The revisions that the follower is told of until the stream ends."""

    async def view(current):
        return {"to": current.demande.candidate.email}

    return await told_to(account, dossier, Corrected(dossier), view)


async def told_to(account, dossier, store, view):
    """The same for this store and what is shown of its dossier; two events are enough."""

    async def follow(request):
        follower = Follower(account=account, seen=0, view=view, pause=0.01)
        return await follow_dossier(request, dossier, follower, store)

    app = make_app(SETTINGS)
    app.router.add_routes([web.get("/events", follow)])
    told = []
    async with TestClient(TestServer(app)) as client, client.get("/events") as stream:
        async for line in stream.content:
            told += [int(line.split()[1])] if line.startswith(b"id:") else []
            if len(told) == 2:
                break
    return told


async def test_a_link_whose_address_was_corrected_hears_no_more():
    dossier = a_dossier()
    scope = CandidateScope(address=dossier.demande.candidate.email)
    stranger = Account(account_id="link", role=Role.CANDIDATE, scope=scope)

    assert await followed(stranger, dossier) == [dossier.rev]


async def test_its_filer_goes_on_hearing():
    dossier = a_dossier()
    school = Account(account_id=dossier.owner, role=Role.SCHOOL)

    assert await followed(school, dossier) == [dossier.rev, dossier.rev + 1]


async def test_a_write_that_says_nothing_to_a_reader_sends_no_event():
    dossier = a_dossier()
    school = Account(account_id=dossier.owner, role=Role.SCHOOL)
    writes = [replace(dossier, rev=dossier.rev + number) for number in (1, 2)]
    writes.append(replace(dossier, rev=dossier.rev + 3))

    class Written:
        async def get(self, dossier_id, *, timeline=True):
            return writes.pop(0)

    async def view(current):
        return {"rev": current.rev, "updated_at": str(current.rev), "state": len(writes) == 0}

    assert await told_to(school, dossier, Written(), view) == [dossier.rev, dossier.rev + 3]
