"""This version and a next one on the same queues and store: upgrade, way back, upgrade again."""

import signal

import pytest

from shared.adapters.views import MongoViews
from tests.upgrade.rolling import a_rolling_machine

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture
async def rolling(broker_url, store_url, tmp_path):
    async with a_rolling_machine(broker_url, store_url, tmp_path) as machine:
        yield machine


async def upgrade_way_back_and_upgrade_again(rolling):
    """Fifty requests while it goes on; what the next version had left when it was taken away."""
    await rolling.start("old-1")
    await rolling.file(15)
    await rolling.start("next-1", following=True)  # both side by side
    await rolling.file(15)
    await rolling.stop("old-1")
    await rolling.file(5)
    await rolling.start("old-2")
    await rolling.stop("next-1")  # the way back, with work of the next version under way
    left = await rolling.newer_fields(), await MongoViews(rolling.database).beyond_us()
    known = await rolling.file(10)
    await rolling.until(rolling.all_with_an_agent, known)
    await rolling.until(rolling.all_but_newer_with_an_agent, rolling.filed)
    assert left[1] == await MongoViews(rolling.database).beyond_us()
    await rolling.start("next-2", following=True)  # forward again
    await rolling.file(5)
    await rolling.stop("old-2", signal.SIGKILL)  # in the middle of its work
    await rolling.until(rolling.all_with_an_agent, rolling.filed)
    await rolling.until(rolling.no_message)
    return left


async def test_an_upgrade_a_way_back_and_an_upgrade_again_lose_double_and_hold_up_nothing(rolling):
    fields, waiting = await upgrade_way_back_and_upgrade_again(rolling)
    # none is lost, and none was set aside
    assert len(rolling.filed) == len(set(rolling.filed)) == 50
    assert await rolling.statuses() <= {"open", "done", "not_required", "waiting"}
    # no letter went twice, and none is missing
    letters = [row["key"] for row in await rolling.rows("letters_sent")]
    expected = [
        f"{one['_id']}:{letter['seq']}"
        for one in await rolling.documents()
        for letter in one["letters"]
    ]
    assert sorted(letters) == sorted(expected)
    # no stage was begun a second time
    assert {
        run["run"]
        for one in await rolling.documents()
        for name, run in one["stages"].items()
        if name != "notification" and run["status"] == "done"
    } == {1}
    # both versions had their part in it, and the test its subject
    assert {row["by"] for row in await rolling.rows("worked")} == {
        *("old-1", "old-2", "next-1", "next-2")
    }
    assert fields
    assert waiting
    assert fields <= await rolling.newer_fields()
    assert await judged_by_those_who_know(rolling) > 0


async def judged_by_those_who_know(rolling):
    """How many requests had the newer check; each was compared after it, and by its version."""
    workers = {}
    for row in await rolling.rows("worked"):
        workers.setdefault((row["dossier"], row["stage"]), set()).add(row["by"].partition("-")[0])
    checked = [
        one
        for one in await rolling.documents()
        if one["stages"].get("medical", {}).get("status") == "done"
    ]
    for one in checked:
        assert one["stages"]["medical"]["since"] <= one["stages"]["divergence"]["since"]
        assert workers[one["_id"], "medical"] == workers[one["_id"], "divergence"] == {"next"}
    return len(checked)
