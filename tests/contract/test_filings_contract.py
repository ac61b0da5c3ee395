"""What the list of a filer's own dossiers promises."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.adapters.filings import MongoFilings
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_filings import MemoryFilings
from shared.adapters.store import MongoDossiers
from shared.domain.events import PieceAdded, Submitted
from shared.domain.filings import THEIR_TURN, Among, FilingQuestion, Place, place_of
from shared.domain.piece import PieceKind
from shared.domain.transitions import advance, open_dossier
from shared.stages import TABLE, StageName
from tests.builders import NOW, a_demande, a_piece, an_identity
from tests.contract.servers import a_database

HOUR = dt.timedelta(hours=1)


def question(**changes):
    asked = FilingQuestion(owner="school", behind=Place(created_at=NOW + 24 * HOUR), limit=10)
    return replace(asked, **changes)


async def file(store, dossier_id, *, at=NOW, owner="school", sent=False, **identity):
    """Store a draft, or one that was sent: then a machine has its turn."""
    demande = a_demande(candidate=an_identity(**identity))
    change = open_dossier(dossier_id, owner, demande, at, TABLE)
    await store.add(change)
    if sent:
        for event in (
            PieceAdded(piece=a_piece(PieceKind.PHOTO)),
            Submitted(needs_validation=False),
        ):
            change = advance(change.dossier, event, at, TABLE)
            assert await store.save(change)


def ids(found):
    return [dossier.dossier_id for dossier in found]


class FilingsContract:
    """The promises. The fixtures `store` and `filings` come with each."""

    async def test_newest_first_and_only_ones_own(self, store, filings):
        await file(store, "G-OLD", at=NOW - HOUR)
        await file(store, "G-NEW")
        await file(store, "G-FOREIGN", owner="neighbour")
        assert ids(await filings.find(question())) == ["G-NEW", "G-OLD"]

    async def test_a_page_ends_at_its_limit_and_the_next_begins_there(self, store, filings):
        await file(store, "G-OLD", at=NOW - HOUR)
        await file(store, "G-NEW")
        page = await filings.find(question(limit=1))
        assert ids(page) == ["G-NEW"]
        assert ids(await filings.find(question(behind=place_of(page[-1])))) == ["G-OLD"]

    @pytest.mark.parametrize("narrowed", [{}, {"among": Among.THEIR_TURN}, {"word": "g-twin"}])
    async def test_dossiers_of_one_moment_are_all_met_once_page_by_page(
        self, store, filings, narrowed
    ):
        for number in range(5):
            await file(store, f"G-TWIN-{number}")
        asked, met = question(limit=2, **narrowed), []
        while page := await filings.find(asked):
            met += ids(page)
            asked = replace(asked, behind=place_of(page[-1]))
        assert met == [f"G-TWIN-{number}" for number in range(4, -1, -1)]

    async def test_what_was_filed_years_apart_is_one_list(self, store, filings):
        years = [NOW - dt.timedelta(days=days) for days in (0, 1, 2, 40, 700, 2000, 9000)]
        for number, at in enumerate(years):
            await file(store, f"G-{number}", at=at)
        assert ids(await filings.find(question())) == [f"G-{n}" for n in range(len(years))]

    async def test_what_waits_for_the_filer_is_told_from_what_is_under_way(self, store, filings):
        await file(store, "G-DRAFT")
        await file(store, "G-SENT", sent=True)
        assert ids(await filings.find(question(among=Among.THEIR_TURN))) == ["G-DRAFT"]
        assert ids(await filings.find(question(among=Among.UNDER_WAY))) == ["G-SENT"]
        assert (await filings.standing("school", THEIR_TURN)) == {StageName.DRAFT: 1}
        assert (await filings.standing("school", [StageName.RECEPTION])) == {StageName.RECEPTION: 1}

    @pytest.mark.parametrize("word", ["lecoeur", "LECŒ", "maelle", "g-na", "anne", "le"])
    async def test_a_name_is_found_however_it_is_typed(self, store, filings, word):
        await file(store, "G-NAME", birth_name="Lecœur", given_names=("Maëlle", "Anne"))
        await file(store, "G-OTHER", birth_name="Martin", given_names=("Zoé",))
        assert ids(await filings.find(question(word=word))) == ["G-NAME"]

    async def test_what_means_something_to_a_pattern_means_itself(self, store, filings):
        await file(store, "G-NAME", birth_name="Lecœur")
        assert ids(await filings.find(question(word=".*"))) == []

    async def test_a_name_of_a_neighbour_is_not_found(self, store, filings):
        await file(store, "G-FOREIGN", owner="neighbour", birth_name="Lecœur")
        assert ids(await filings.find(question(word="lecoeur"))) == []

    async def test_whoever_filed_nothing_has_nothing(self, filings):
        assert (await filings.find(question()), await filings.standing("school", THEIR_TURN)) == (
            [],
            {},
        )


class TestMemoryFilings(FilingsContract):
    @pytest.fixture
    def store(self):
        return MemoryStore()

    @pytest.fixture
    def filings(self, store):
        return MemoryFilings(store)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoFilings(FilingsContract):
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
    def filings(self, database, store):
        return MongoFilings(database)
