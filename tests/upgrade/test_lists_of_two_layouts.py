"""Lists, piles and counts leave out what a newer version wrote; everything else stays in them."""

import datetime as dt

import pytest

from services.watch.decision_round import DecisionRound
from shared.adapters.candidate_directory import MongoCandidateDirectory
from shared.adapters.decisions import MongoDecisions
from shared.adapters.filings import MongoFilings
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_candidates import MemoryCandidateDirectory
from shared.adapters.memory_decisions import MemoryDecisions
from shared.adapters.memory_filings import MemoryFilings
from shared.adapters.memory_pile import MemoryPile
from shared.adapters.pile import MongoPile
from shared.adapters.rule_quality import MemoryRuleQuality
from shared.adapters.store import MongoDossiers
from shared.adapters.views import MongoViews
from shared.domain.change import Change
from shared.domain.contact import addresses_of
from shared.domain.filings import Among
from shared.domain.pile import PileQuestion, Territory
from shared.stages import StageName
from tests.builders import NOW, a_change
from tests.contract.servers import a_database
from tests.contract.test_decisions_contract import Clock, decided
from tests.contract.test_filings_contract import file, ids, question
from tests.contract.test_pile_contract import put

SECOND, HOUR = dt.timedelta(seconds=1), dt.timedelta(hours=1)


class ListsContract:
    """The promises; the fixture `kept` (its store, and what reads it) comes with each."""

    async def test_the_pile_offers_what_can_be_taken(self, kept):
        for number in range(3):
            await put(kept.store, f"G-{number}", since=NOW + number * SECOND)
        await kept.make_newer("G-0")

        assert list(await kept.pile.claimable(PileQuestion(), NOW, 9)) == ["G-1", "G-2"]
        assert await kept.pile.count(PileQuestion()) == 2
        assert (await kept.pile.waiting(PileQuestion(), NOW)).oldest == NOW + SECOND

    async def test_a_filer_s_list_shows_the_others(self, kept):
        for number in range(3):
            await file(kept.store, f"G-{number}", at=NOW - number * SECOND)
        await kept.make_newer("G-0")

        behind, rest = question().behind, ["G-1", "G-2"]
        assert ids(await kept.filings.find(question())) == rest
        assert ids(await kept.filings.find(question(word="g-"))) == rest
        assert ids(await kept.filings.find(question(among=Among.THEIR_TURN))) == rest
        assert ids(await kept.views.dossiers_of("school", behind, 9)) == rest
        assert await kept.filings.standing("school", tuple(StageName)) == {StageName.DRAFT: 2}

    async def test_what_belongs_to_an_address_is_found(self, kept):
        changes = [a_change("G-1"), a_change("G-2")]
        for change in changes:
            await kept.store.add(change)
        await kept.make_newer("G-1")

        (address, *_) = addresses_of(changes[0].dossier)
        assert ids(await kept.directory.dossiers_of(address, 9)) == ["G-2"]

    async def test_decisions_are_kept_past_one_that_is_not_understood(self, kept):
        for number in range(3):
            dossier = decided(f"G-{number}", NOW + number * HOUR)
            await kept.store.add(Change(dossier=dossier))
        await kept.make_newer("G-0")
        rounds = kept.rounds()

        assert [await rounds.look(), await rounds.look()] == [2, 0]

    async def test_what_an_older_watch_passed_over_is_kept_by_the_next_one(self, kept):
        for number in range(2):
            dossier = decided(f"G-{number}", NOW + number * HOUR)
            await kept.store.add(Change(dossier=dossier))
        await kept.make_newer("G-0")
        await kept.rounds().look()
        await kept.make_newer("G-0", version=1)

        assert await kept.rounds().look() == 1
        rows = await kept.decisions.between(NOW, NOW + 2 * HOUR, Territory())
        assert [row.dossier_id for row in rows] == ["G-0", "G-1"]


class InMemory:
    """One dictionary behind every list."""

    def __init__(self):
        self.store = self.views = MemoryStore()
        self.pile, self.filings = MemoryPile(self.store), MemoryFilings(self.store)
        self.directory = MemoryCandidateDirectory(store=self.store)
        self.decisions = MemoryDecisions(self.store)

    def rounds(self):
        return DecisionRound(decisions=self.decisions, quality=MemoryRuleQuality(), clock=Clock())

    async def make_newer(self, key, version=2):
        self.store.documents[key]["version"] = version


class InMongoDB(InMemory):
    """One database behind every list."""

    def __init__(self, database):
        self.store, self.views = MongoDossiers(database), MongoViews(database)
        self.pile, self.filings = MongoPile(database), MongoFilings(database)
        self.directory = MongoCandidateDirectory(database)
        self.decisions, self.dossiers = MongoDecisions(database), database["dossiers"]

    async def make_newer(self, key, version=2):
        await self.dossiers.update_one({"_id": key}, {"$set": {"version": version}})


class TestListsInMemory(ListsContract):
    @pytest.fixture
    def kept(self):
        return InMemory()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestListsInMongoDB(ListsContract):
    @pytest.fixture
    async def kept(self, store_url):
        async with a_database(store_url) as database:
            yield InMongoDB(database)
