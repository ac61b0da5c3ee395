"""A second request for one person and one licence is found, whoever filed it."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.adapters.duplicates import MemoryDuplicates, MongoDuplicates
from shared.adapters.memory import MemoryStore
from shared.adapters.store import MongoDossiers
from shared.domain.change import Change
from shared.domain.demande import DemandeKind
from shared.domain.dossier import Outcome
from tests.builders import NOW, a_dossier, an_identity
from tests.contract.servers import a_database, a_name

LATER = NOW + dt.timedelta(hours=1)


def filed(at=NOW, **demande):
    dossier = replace(a_dossier(**demande), dossier_id=a_name(), created_at=at)
    return replace(dossier, owner=a_name())


class DuplicatesContract:
    """The promises. The fixture `world` is a store and what looks through it."""

    @pytest.mark.parametrize(
        ("first", "second", "found"),
        [
            pytest.param({}, {}, True, id="twice"),
            pytest.param(
                {"candidate": an_identity(birth_name="SPÉCIMEN", given_names=("Camille",))},
                *({}, True),
                id="other-spelling",
            ),
            pytest.param({"category": "A2"}, {}, False, id="other-category"),
            pytest.param({"kind": DemandeKind.TITLE}, {}, False, id="other-procedure"),
            pytest.param(
                {"candidate": an_identity(birth_date="1991-04-12")}, {}, False, id="namesake"
            ),
        ],
    )
    async def test_a_second_request_is_found(self, world, first, second, found):
        store, duplicates = world
        earlier, later = filed(**first), filed(LATER, **second)
        for dossier in (earlier, later):
            await store.add(Change(dossier=dossier))

        assert (earlier.dossier_id in await duplicates.others(later)) is found
        assert await duplicates.others(earlier) == []

    async def test_a_request_that_ended_is_no_second_one(self, world):
        store, duplicates = world
        ended = replace(filed(), outcome=Outcome.CLOSED)
        await store.add(Change(dossier=ended))

        assert ended.dossier_id not in await duplicates.others(filed(LATER))

    @pytest.mark.parametrize(
        ("other", "shared"),
        [
            pytest.param(an_identity(given_names=("Léo",)), True, id="brother"),
            pytest.param(an_identity(birth_name="SPÉCIMEN"), False, id="the-same-person"),
            pytest.param(
                an_identity(given_names=("Léo",), email="leo@example.org"), False, id="own-address"
            ),
        ],
    )
    async def test_an_address_of_two_persons_is_found(self, world, other, shared):
        store, duplicates = world
        await store.add(Change(dossier=filed(candidate=other, category="A2")))

        assert await duplicates.shares_address(filed(LATER)) is shared


class TestMemoryDuplicates(DuplicatesContract):
    @pytest.fixture
    def world(self):
        store = MemoryStore()
        return store, MemoryDuplicates(store)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoDuplicates(DuplicatesContract):
    @pytest.fixture
    async def world(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            store = MongoDossiers(database)
            await store.prepare()
            yield store, MongoDuplicates(database)
