"""A title runs its course on a machine, and the statistics page counts it."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from services.intake.references import new_reference
from services.standalone.title_office import course_of
from shared.adapters.store import MongoDossiers
from shared.domain.change import Change
from shared.domain.title import TitleState
from tests.builders import a_demande
from tests.e2e.api_client import Caller, assert_problem, intake, opened_store
from tests.rules.title_paths import accepted, reported

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

T = TitleState


def watch(machine, session, account="exploitation-demo"):
    settings, logins = machine[0].settings, machine[1]
    secret = logins[account] if account else None
    return Caller(session=session, base=f"http://127.0.0.1:{settings.watch_port}", secret=secret)


async def filed(machine, dossier, **changes):
    """Write a dossier of the demo school into the store, with its timeline."""
    own = replace(dossier, owner="ecole-demo", **changes)
    async with opened_store(machine) as database:
        await MongoDossiers(database).add(
            Change(dossier=replace(own, history=()), events=own.history)
        )
    return own.dossier_id


def a_reference(last: TitleState) -> str:
    """A reference whose title the played office brings to that state."""
    while course_of(reference := new_reference(), 1)[-1] is not last:
        pass
    return reference


async def until_title(school, dossier_id, state):
    """The title once it is there; fails after ten seconds."""
    async with asyncio.timeout(10):
        while True:
            title = (await school("GET", f"/v1/dossiers/{dossier_id}")).json["title"]
            if title["state"] == state:
                return title
            await asyncio.sleep(0.1)


async def test_a_title_comes_home_and_says_until_when_an_error_may_be_told(machine, session):
    school = intake(machine, session)
    dossier = replace(accepted(), dossier_id=a_reference(T.DELIVERED))
    dossier_id = await filed(machine, dossier)

    title = await until_title(school, dossier_id, T.DELIVERED)

    assert (title["label"], title["deadline"], title["turn"]) == ("Remis", None, None)
    assert title["error_until"] > title["since"]
    answer = await school("GET", f"/espace/dossiers/{dossier_id}")
    assert "Statut : <strong>Remis</strong>" in answer.data.decode()


async def test_a_title_that_came_back_is_sent_again_once_it_is_asked_for(machine, session):
    school = intake(machine, session)
    now = dt.datetime.now(dt.UTC)
    back = reported(accepted(), T.DISPATCHED, T.AT_POST_OFFICE, T.RETURNED, at=now)
    dossier_id = await filed(machine, back, dossier_id=new_reference())
    path = f"/v1/dossiers/{dossier_id}/title/redispatch"
    assert (await school("GET", f"/v1/dossiers/{dossier_id}")).json["title"]["may_ask_redispatch"]

    asked = await school("POST", path)

    assert (asked.status, asked.json["title"]["state"]) == (200, "redispatch_asked")
    assert_problem(await school("POST", path), 409, "wrong-state")
    await until_title(school, dossier_id, T.DELIVERED)


async def test_a_title_of_somebody_else_cannot_be_asked_for(machine, session):
    dossier_id = await filed(machine, accepted(), dossier_id=new_reference())
    path = f"/v1/dossiers/{dossier_id}/title/redispatch"

    assert_problem(
        await intake(machine, session, None)("POST", path), 401, "authentication-required"
    )
    stranger = intake(machine, session, "agent-demo")
    assert_problem(await stranger("POST", path), 403, "forbidden")


async def counted(ops):
    """The figures once a small establishment is among them; fails after twenty-five seconds."""
    async with asyncio.timeout(25):
        while True:
            figures = (await ops("GET", "/v1/statistics")).json
            if figures["months"] and figures["months"][-1]["establishments"][0]:
                return figures
            await asyncio.sleep(0.2)


async def test_the_statistics_count_what_was_sent_and_name_nobody(machine, session):
    number = "E0906900099"
    now = dt.datetime.now(dt.UTC)
    demande = a_demande(agrement=number)
    dossier = accepted()
    draft = dossier.stages["draft"]
    stages = {**dossier.stages, "draft": replace(draft, since=now)}
    await filed(
        machine,
        dossier,
        dossier_id=new_reference(),
        demande=demande,
        stages=stages,
        updated_at=now,
    )
    ops = watch(machine, session)

    figures = await counted(ops)

    assert figures["months"][-1]["sent"] >= 1
    assert (figures["approvals"], figures["rate"]) == (None, None)
    page = await ops("GET", "/statistiques")
    table = await ops("GET", "/statistiques.csv")
    assert (page.status, table.status) == (200, 200)
    assert "le taux ne peut pas être calculé" in page.data.decode()
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert number not in page.data.decode() + table.data.decode()


@pytest.mark.parametrize(
    ("account", "status"),
    [
        pytest.param(None, 401, id="nobody"),
        pytest.param("ecole-demo", 403, id="school"),
        pytest.param("agent-demo", 200, id="agent"),
        pytest.param("exploitation-demo", 200, id="ops"),
    ],
)
async def test_the_statistics_are_for_agents_and_ops(machine, session, account, status):
    for path in ("/statistiques", "/statistiques.csv", "/v1/statistics"):
        assert (await watch(machine, session, account)("GET", path)).status == status
