"""What the pile of dossiers in review promises."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.adapters.memory import MemoryStore
from shared.adapters.memory_pile import MemoryPile
from shared.adapters.pile import MongoPile
from shared.adapters.store import MongoDossiers
from shared.domain.change import Change
from shared.domain.civil_identity import PostalAddress
from shared.domain.demande import DemandeKind
from shared.domain.dossier import Outcome, Route, StageRun, StageStatus
from shared.domain.findings import CheckResult
from shared.domain.pile import DecidedBy, PileQuestion, Territory, Waiting
from shared.domain.review import Claim, Decision, Prepared, ReviewFile, SecondCause, SecondReading
from shared.stages import StageName
from tests.builders import NOW, a_change, a_demande
from tests.contract.servers import a_database

SECOND = dt.timedelta(seconds=1)
EVERYTHING = PileQuestion()


async def put(store, dossier_id, *, since=NOW, claim=None, reasons="", **changes):
    """Store a dossier in review."""
    run = StageRun(
        status=StageStatus.OPEN, run=1, since=since, deadline=since + 9 * SECOND, claim=claim
    )
    check = CheckResult(findings=(), facts={"reasons": reasons})
    stages = {
        StageName.REVIEW: run,
        StageName.DIVERGENCE: StageRun(status=StageStatus.DONE, run=1, result=check),
    }
    demande = a_demande(
        address=PostalAddress(
            street="1 rue", postcode=changes.pop("postcode", "69003"), town="Lyon"
        ),
        kind=changes.pop("kind", DemandeKind.REGISTRATION),
    )
    changes = {"route": Route.REVIEW, **changes}
    dossier = replace(a_change(dossier_id).dossier, stages=stages, demande=demande, **changes)
    await store.add(Change(dossier=dossier))


class PileContract:
    """The promises. The fixtures `store` and `pile` come with each."""

    async def test_the_oldest_that_nobody_holds_comes_first(self, store, pile):
        await put(store, "G-YOUNG", since=NOW + SECOND)
        await put(store, "G-OLD")
        await put(store, "G-HELD", claim=Claim(agent="agent-2", until=NOW + SECOND))
        await put(store, "G-LOST", since=NOW + 2 * SECOND, claim=Claim(agent="a", until=NOW))
        found = await pile.claimable(EVERYTHING, NOW, 9)
        assert list(found) == ["G-OLD", "G-YOUNG", "G-LOST"]
        assert list(await pile.claimable(EVERYTHING, NOW, 1)) == ["G-OLD"]

    async def test_an_agents_reservations_are_found_and_nothing_else_of_theirs(self, store, pile):
        soon = NOW + dt.timedelta(minutes=2)
        opened = ReviewFile(claimed_at=NOW)
        await put(store, "G-KEPT", claim=Claim(agent="a", until=soon))
        await put(store, "G-OTHERS", claim=Claim(agent="b", until=soon))
        await put(store, "G-OPEN", claim=Claim(agent="a", until=soon), review=opened)
        await put(store, "G-LAPSED", claim=Claim(agent="a", until=NOW))
        prepared = Prepared(outcome=Outcome.ACCEPTED)
        await put(store, "G-DECIDED", claim=Claim(agent="a", until=soon, prepared=prepared))
        assert list(await pile.reserved("a", NOW)) == ["G-KEPT"]

    async def test_what_is_left_is_counted_with_the_age_of_its_oldest(self, store, pile):
        assert await pile.waiting(EVERYTHING, NOW) == Waiting(count=0, oldest=None)
        await put(store, "G-HELD", claim=Claim(agent="agent-2", until=NOW + SECOND))
        await put(store, "G-YOUNG", since=NOW + 2 * SECOND)
        await put(store, "G-OLD", since=NOW + SECOND)
        waiting = await pile.waiting(EVERYTHING, NOW)
        assert waiting == Waiting(count=2, oldest=NOW + SECOND)

    async def test_what_waits_for_its_effect_is_nobodys_even_late(self, store, pile):
        claim = Claim(agent="a", until=NOW, prepared=Prepared(outcome=Outcome.ACCEPTED))
        await put(store, "G-DECIDED", claim=claim)
        assert list(await pile.claimable(EVERYTHING, NOW + 60 * SECOND, 9)) == []

    async def test_an_agent_is_not_offered_what_they_left_or_read_first(self, store, pile):
        first = Decision(agent="agent-1", outcome=Outcome.REFUSED, decided_at=NOW)
        second = SecondReading(cause=SecondCause.SUSPICION, first=first)
        await put(store, "G-READ", review=ReviewFile(second=second))
        await put(store, "G-LEFT", review=ReviewFile(passed=("agent-1",)))
        await put(store, "G-OTHER", review=ReviewFile(passed=("agent-3",)))
        mine = await pile.claimable(PileQuestion(agent="agent-1"), NOW, 9)
        assert list(mine) == ["G-OTHER"]
        others = await pile.claimable(PileQuestion(agent="agent-2"), NOW, 9)
        assert sorted(others) == ["G-LEFT", "G-OTHER", "G-READ"]

    async def test_a_centre_sees_its_departements_and_the_last_centre_all_others(self, store, pile):
        await put(store, "G-LYON", postcode="69003")
        await put(store, "G-AJACCIO", postcode="20000")
        await put(store, "G-ABROAD", postcode="B-100")
        own = PileQuestion(territory=Territory(only=frozenset({"69", "01"})))
        rest = PileQuestion(territory=Territory(but=frozenset({"69", "01"})))
        assert list(await pile.claimable(own, NOW, 9)) == ["G-LYON"]
        assert sorted(await pile.claimable(rest, NOW, 9)) == ["G-ABROAD", "G-AJACCIO"]
        assert await pile.count(rest) == 2

    @pytest.mark.parametrize(
        "question",
        [
            PileQuestion(route=Route.CLEAN),
            PileQuestion(kind=DemandeKind.TITLE),
            PileQuestion(reason="photo.sharpness"),
            PileQuestion(before=NOW),
        ],
    )
    async def test_an_agent_narrows_the_pile(self, store, pile, question):
        await put(
            store,
            "G-MEANT",
            since=NOW - SECOND,
            route=Route.CLEAN,
            kind=DemandeKind.TITLE,
            reasons="identity.expired photo.sharpness",
        )
        await put(store, "G-OTHER", reasons="identity.expired")
        assert list(await pile.claimable(question, NOW, 9)) == ["G-MEANT"]
        assert [row.dossier_id for row in await pile.rows(question, 9)] == ["G-MEANT"]
        assert (await pile.count(question), await pile.count(EVERYTHING)) == (1, 2)

    async def test_what_is_free_leaves_out_what_anybody_holds_or_the_agent_left(self, store, pile):
        await put(store, "G-FREE")
        await put(store, "G-HELD", claim=Claim(agent="agent-2", until=NOW + SECOND))
        await put(store, "G-LEFT", review=ReviewFile(passed=("agent-1",)))
        free = PileQuestion(agent="agent-1", free_at=NOW)
        assert [row.dossier_id for row in await pile.rows(free, 9)] == ["G-FREE"]
        assert (await pile.count(free), await pile.count(EVERYTHING)) == (1, 3)

    async def test_an_agent_finds_what_they_hold_and_what_they_may_still_undo(self, store, pile):
        decided = Claim(agent="agent-1", until=NOW, prepared=Prepared(outcome=Outcome.ACCEPTED))
        await put(store, "G-MINE", claim=Claim(agent="agent-1", until=NOW + SECOND))
        await put(store, "G-DECIDED", since=NOW + SECOND, claim=decided)
        await put(store, "G-OTHER", claim=Claim(agent="agent-2", until=NOW + SECOND))
        rows = await pile.rows(PileQuestion(holder="agent-1"), 9)
        assert [(row.dossier_id, row.until, row.prepared) for row in rows] == [
            ("G-MINE", NOW + SECOND, False),
            ("G-DECIDED", NOW, True),
        ]

    async def test_second_readings_are_found_by_cause_and_suspicions_left_out(self, store, pile):
        first = Decision(agent="agent-1", outcome=Outcome.REFUSED, decided_at=NOW)
        for cause in SecondCause:
            review = ReviewFile(second=SecondReading(cause=cause, first=first))
            await put(store, f"G-{cause}", review=review)
        await put(store, "G-ONCE")
        asked = (PileQuestion(cause=SecondCause.SUSPICION), PileQuestion(unsuspected=True))
        found = [[row.dossier_id for row in await pile.rows(one, 9)] for one in asked]
        assert found == [["G-suspicion"], ["G-sample", "G-ONCE"]]

    async def test_decisions_of_a_centre_are_counted_from_a_moment_on(self, store, pile):
        def by(agent, at):
            return Decision(agent=agent, outcome=Outcome.ACCEPTED, decided_at=at)

        await put(store, "G-1", decision=by("agent-1", NOW))
        await put(store, "G-2", decision=by("agent-2", NOW - SECOND))
        await put(store, "G-3", decision=by("agent-3", NOW), postcode="20000")
        await put(store, "G-4")
        own = Territory(only=frozenset({"69"}))
        assert list(await pile.decided(own, NOW)) == [DecidedBy(agent="agent-1", at=NOW)]
        assert len(await pile.decided(Territory(), NOW - SECOND)) == 3

    async def test_a_row_says_what_a_list_shows(self, store, pile):
        first = Decision(agent="agent-1", outcome=Outcome.REFUSED, decided_at=NOW)
        await put(
            store,
            "G-ROW",
            reasons="identity.expired",
            claim=Claim(agent="agent-2", until=NOW + SECOND),
            review=ReviewFile(second=SecondReading(cause=SecondCause.SAMPLE, first=first)),
        )
        (row,) = await pile.rows(EVERYTHING, 9)
        assert (row.dossier_id, row.departement, row.category) == ("G-ROW", "69", "B")
        assert (row.kind, row.route) == (DemandeKind.REGISTRATION, Route.REVIEW)
        assert (row.reasons, row.agent, row.second) == (("identity.expired",), "agent-2", True)
        assert row.barred == {"agent-1"}
        assert (row.since, row.deadline, row.escalations) == (NOW, NOW + 9 * SECOND, 0)

    async def test_what_is_not_in_review_is_not_in_the_pile(self, store, pile):
        await store.add(a_change("G-DRAFT"))
        assert await pile.count(EVERYTHING) == 0


class TestMemoryPile(PileContract):
    @pytest.fixture
    def store(self):
        return MemoryStore()

    @pytest.fixture
    def pile(self, store):
        return MemoryPile(store)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoPile(PileContract):
    @pytest.fixture
    async def database(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            yield database

    @pytest.fixture
    async def store(self, database):
        store = MongoDossiers(database)
        await store.prepare()
        return store

    @pytest.fixture
    def pile(self, database):
        return MongoPile(database)
