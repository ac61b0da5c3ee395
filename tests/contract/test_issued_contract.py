"""What the memory of issued documents promises, in memory and on the real store."""

import datetime as dt
import json

import pytest

from shared.adapters.issued import MongoIssuedDocuments
from shared.adapters.memory_issued import MemoryIssuedDocuments
from shared.domain.issued import DocumentKind, Issued
from tests.contract.servers import a_database

CODE, OTHER = "7K3M-9QXT-0000-1111-2222", "7K3M-9QXT-0000-1111-2223"
FIRST, SECOND = "a" * 64, "b" * 64


def an_issue(digest=FIRST):
    return Issued(
        kind=DocumentKind.REGISTRATION, decided_on=dt.date(2026, 11, 23), digests=(digest,)
    )


class IssuedContract:
    """The fixture `issued` comes with each."""

    async def test_what_was_given_out_is_found_by_its_code_and_no_other(self, issued):
        await issued.remember(CODE, an_issue())
        assert await issued.find(CODE) == an_issue()
        assert await issued.find(OTHER) is None

    async def test_the_same_file_given_out_again_changes_nothing(self, issued):
        for _ in range(3):
            await issued.remember(CODE, an_issue())
        assert await issued.find(CODE) == an_issue()

    async def test_a_file_drawn_otherwise_stands_beside_the_first(self, issued):
        await issued.remember(CODE, an_issue())
        await issued.remember(CODE, an_issue(SECOND))
        found = await issued.find(CODE)
        assert found.digests == (FIRST, SECOND)


class TestMemoryIssuedDocuments(IssuedContract):
    @pytest.fixture
    def issued(self):
        return MemoryIssuedDocuments()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoIssuedDocuments(IssuedContract):
    @pytest.fixture
    async def database(self, store_url):
        async with a_database(store_url) as database:
            yield database

    @pytest.fixture
    def issued(self, database):
        return MongoIssuedDocuments(database)

    async def test_the_store_does_not_hold_the_code(self, issued, database):
        await issued.remember(CODE, an_issue())
        [row] = await database["issued_documents"].find({}).to_list(10)
        assert set(row) == {"_id", "kind", "decided_on", "digests"}
        assert CODE not in json.dumps(row)
