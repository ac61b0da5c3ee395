"""No question that is asked again and again may read the archive of finished dossiers."""

import datetime as dt

import pytest

from services.bench.plans import plan_of
from services.bench.store_fill import fill
from shared.adapters import pile_queries, queries
from shared.adapters.store import MongoDossiers, connect_store
from shared.domain.pile import PileQuestion, Territory
from shared.domain.retention import Kept
from shared.domain.review import Outcome
from shared.stages import StageName
from tests.builders import NOW
from tests.contract.servers import a_name

#: One dossier in fifty is open.
STORED, OPEN = 1000, 20

QUESTIONS = {
    "due": queries.due(NOW + dt.timedelta(days=900)),
    "due_and_sent": queries.due_and_sent(NOW + dt.timedelta(days=900)),
    "due_and_unsent": queries.due_and_unsent(NOW + dt.timedelta(days=900)),
    "unsent": queries.unsent(NOW),
    "owned": queries.owned("ecole-3", NOW),
    "owned_standing": queries.owned_standing("ecole-3", tuple(StageName)),
    "owned_named": queries.owned_named("ecole-3", "nobody"),
    "naming_blobs": queries.naming_blobs(["blob-of-nobody"]),
    "of_address": queries.of_address("nobody@example.org"),
    "naming_persons": queries.naming_persons(["NOBODY/NOBODY/1990-01-01/title/B"]),
    "standing": queries.standing(StageName.REVIEW, since={"$lte": NOW}),
    "claimable": pile_queries.claimable(PileQuestion(agent="agent-1"), NOW),
    "reserved": pile_queries.reserved("agent-1", NOW),
    "decided_since": pile_queries.decided_since(NOW - dt.timedelta(minutes=5)),
    "decided_in": pile_queries.decided_in(
        Territory(only=frozenset({"69"})), NOW - dt.timedelta(minutes=5)
    ),
    "parked_in": queries.parked_in(StageName.RECEPTION),
    "changed_since": queries.changed_since(NOW - dt.timedelta(minutes=5)),
    "standing_anywhere": queries.standing_anywhere(),
    "beyond_us": queries.beyond_us(),
    "titles_due": queries.titles_due(NOW + dt.timedelta(days=900)),
    "titles_to_order": queries.titles_to_order(),
    "titles_under_way": queries.titles_under_way(),
    "erasable": queries.erasable(Outcome.ACCEPTED, Kept.NO_PIECES, NOW),
    "erasable_of_before": queries.erasable_of_before(Outcome.ACCEPTED, NOW),
}


pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture(scope="module")
async def database(store_url):
    # not dropped afterwards: the one-machine store needs half a minute for that, and goes anyway
    client, database = connect_store(store_url, a_name())
    await MongoDossiers(database).prepare()
    await fill(database, 0, STORED, NOW)
    yield database
    await client.close()


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_question_goes_by_an_index_past_the_archive(database, question):
    plan = await plan_of(database, QUESTIONS[question])
    assert plan.index is not None
    # A dossier stands in up to four stages, and a store may meet it once for each.
    assert plan.documents_read <= 4 * OPEN


async def test_without_an_index_the_archive_is_read(database):
    plan = await plan_of(database, {"rev": -1})
    assert (plan.index, plan.documents_read) == (None, STORED)
