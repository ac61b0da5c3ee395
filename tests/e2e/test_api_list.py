"""The list of an account's dossiers, page by page."""

import pytest

from shared.web.access import Role
from tests.e2e.api_client import assert_problem, intake, new_account

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

#: Dossiers of one page.
PAGE = 50


async def test_pages_hold_every_dossier_once_newest_first(machine, session):
    school = intake(machine, session, await new_account(machine, Role.SCHOOL))
    opened = [await school.open() for _ in range(PAGE + 3)]

    first = await school("GET", "/v1/dossiers")
    second = await school("GET", "/v1/dossiers", params={"before": first.json["next"]})

    listed = [row["dossier_id"] for page in (first, second) for row in page.json["dossiers"]]
    assert listed == opened[::-1]
    assert len(first.json["dossiers"]) == PAGE
    assert second.json["next"] is None


async def test_the_next_page_may_be_asked_for_without_escaping_anything(machine, session):
    school = intake(machine, session, await new_account(machine, Role.SCHOOL))
    for _ in range(PAGE):
        await school.open()

    first = await school("GET", "/v1/dossiers")
    second = await school("GET", f"/v1/dossiers?before={first.json['next']}")

    assert (second.status, second.json) == (200, {"dossiers": [], "next": None})


async def test_an_account_without_dossiers_has_an_empty_list(machine, session):
    school = intake(machine, session, await new_account(machine, Role.SCHOOL))

    answer = await school("GET", "/v1/dossiers")

    assert (answer.status, answer.json) == (200, {"dossiers": [], "next": None})


@pytest.mark.parametrize(
    "before",
    ["hier", "2026-13-01", "0001-01-01T00:00:00+14:00", "1e9", "2026-11-23T09:00:00 00:00"],
)
async def test_a_moment_that_is_none_is_refused(machine, session, before):
    answer = await intake(machine, session)("GET", "/v1/dossiers", params={"before": before})

    assert_problem(answer, 422, "invalid-request")
    assert answer.json["errors"] == [{"field": "before", "code": "malformed"}]


async def test_a_moment_without_a_zone_is_taken_as_utc(machine, session):
    school = intake(machine, session, await new_account(machine, Role.SCHOOL))
    await school.open()

    answers = [
        await school("GET", "/v1/dossiers", params={"before": before})
        for before in ("2000-01-01T00:00:00", "2100-01-01")
    ]

    assert [len(answer.json["dossiers"]) for answer in answers] == [0, 1]
