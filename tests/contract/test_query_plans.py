"""No question that is asked again and again may read the archive of finished dossiers."""

import datetime as dt

import pytest

from services.bench.plans import plan_of
from services.bench.store_fill import fill
from shared.adapters import queries
from shared.adapters.store import MongoDossiers
from shared.stages import StageName
from tests.builders import NOW
from tests.contract.servers import a_database

#: One dossier in fifty is open.
STORED, OPEN = 1000, 20

QUESTIONS = {
    "due": queries.due(NOW + dt.timedelta(days=900)),
    "unsent": queries.unsent(NOW),
    "owned": queries.owned("ecole-3", NOW),
    "naming_blobs": queries.naming_blobs(["blob-of-nobody"]),
    "standing": queries.standing(StageName.REVIEW, since={"$lte": NOW}),
    "claimable": queries.claimable(NOW),
    "standing_anywhere": queries.standing_anywhere(),
}


pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture(scope="module")
async def database(store_url):
    async with a_database(store_url) as database:
        await MongoDossiers(database).prepare()
        await fill(database, 0, STORED, NOW)
        yield database


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_question_goes_by_an_index_past_the_archive(database, question):
    plan = await plan_of(database, QUESTIONS[question])
    assert plan.index is not None
    # A dossier stands in up to four stages, and a store may meet it once for each.
    assert plan.documents_read <= 4 * OPEN


async def test_without_an_index_the_archive_is_read(database):
    plan = await plan_of(database, {"rev": -1})
    assert (plan.index, plan.documents_read) == (None, STORED)
