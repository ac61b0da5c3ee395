"""The agents' desk: one dossier has one agent, and only that agent decides."""

import asyncio

import pytest

from shared.web.access import Role
from tests.e2e.api_client import Caller, assert_problem, kept, new_account, review
from tests.e2e.review_cases import dossiers_in_review

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

REFUSAL = {"outcome": "refused", "reason": "Le candidat a déjà un permis de cette catégorie."}
CANARY = "Canari-Zwx"


async def new_agents(machine, session, count: int) -> list[Caller]:
    return [
        review(machine, session, await new_account(machine, Role.INSTRUCTOR)) for _ in range(count)
    ]


async def empty_pile(agent: Caller) -> list[str]:
    """Claim until nothing is left; the references, in the order in which they came."""
    claimed = []
    while (answer := await agent("POST", "/v1/review/next")).status == 200:
        claimed.append(answer.json["dossier_id"])
    assert (answer.status, answer.data) == (204, b"")
    return claimed


async def test_agents_who_reach_for_the_pile_at_once_never_get_the_same_dossier(machine, session):
    new = await dossiers_in_review(machine, 12)
    agents = await new_agents(machine, session, 4)

    taken = await asyncio.gather(*(empty_pile(agent) for agent in agents))

    try:
        everything = [dossier_id for claimed in taken for dossier_id in claimed]
        assert len(everything) == len(set(everything))
        assert set(new) <= set(everything)
    finally:
        for agent, claimed in zip(agents, taken, strict=True):
            for dossier_id in claimed:
                await agent("POST", f"/v1/review/{dossier_id}/release")


async def test_the_oldest_dossier_comes_first(machine, session):
    new = await dossiers_in_review(machine, 3)
    (agent,) = await new_agents(machine, session, 1)

    claimed = await empty_pile(agent)

    for dossier_id in claimed:
        assert (await agent("POST", f"/v1/review/{dossier_id}/release")).status == 200
    assert [dossier_id for dossier_id in claimed if dossier_id in new] == new


async def test_a_claimed_dossier_says_who_holds_it_and_until_when(machine, session):
    (dossier_id,) = await dossiers_in_review(machine)
    account = await new_account(machine, Role.INSTRUCTOR)

    answer = await review(machine, session, account)("POST", f"/v1/review/{dossier_id}/claim")

    assert answer.status == 200
    assert answer.json["claim"]["agent"] == account
    assert answer.json["state"]["code"] == "INSTRUCTION"
    assert [reason["verdict"] for reason in answer.json["reasons"]] == ["warn"]
    assert answer.json["declared"]["birth_name"] == "Specimen"


async def test_nobody_takes_or_returns_or_decides_the_dossier_of_another_agent(machine, session):
    (dossier_id,) = await dossiers_in_review(machine)
    one, other = await new_agents(machine, session, 2)
    assert (await one("POST", f"/v1/review/{dossier_id}/claim")).status == 200
    before = await kept(machine, dossier_id)

    for part, body in (("claim", None), ("release", None), ("decision", {"outcome": "accepted"})):
        answer = await other("POST", f"/v1/review/{dossier_id}/{part}", json=body)
        assert_problem(answer, 409, "wrong-state")

    assert await kept(machine, dossier_id) == before


@pytest.mark.parametrize(
    ("part", "body"),
    [
        ("decision", {"outcome": "accepted"}),
        ("decision", REFUSAL),
        ("correction", {"items": [{"piece": "photo", "message": "Refaites la photo, svp."}]}),
        ("release", None),
    ],
)
async def test_without_a_claim_nothing_is_decided(machine, session, part, body):
    (dossier_id,) = await dossiers_in_review(machine)
    before = await kept(machine, dossier_id)

    answer = await review(machine, session)("POST", f"/v1/review/{dossier_id}/{part}", json=body)

    assert_problem(answer, 409, "wrong-state")
    assert await kept(machine, dossier_id) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"outcome": "refused"}, "reason"),
        ({"outcome": "refused", "reason": "   non     "}, "reason"),
        ({"outcome": "closed", "reason": ""}, "reason"),
        ({"outcome": "refused", "reason": CANARY * 100}, "reason"),
        ({"outcome": "expired", "reason": CANARY}, "outcome"),
        ({"outcome": CANARY}, "outcome"),
        ({}, "outcome"),
        ({**REFUSAL, "agent": CANARY}, "agent"),
    ],
)
async def test_a_decision_that_is_not_whole_is_refused(machine, session, body, field):
    (dossier_id,) = await dossiers_in_review(machine)
    agent = review(machine, session)
    await agent("POST", f"/v1/review/{dossier_id}/claim")
    before = await kept(machine, dossier_id)

    answer = await agent("POST", f"/v1/review/{dossier_id}/decision", json=body)

    assert_problem(answer, 422, "invalid-request")
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert CANARY.encode() not in answer.data
    assert await kept(machine, dossier_id) == before


@pytest.mark.parametrize(
    ("items", "field"),
    [
        ([], "items"),
        ([{"piece": CANARY, "message": "Refaites la photo, svp."}], "items.0.piece"),
        ([{"field": CANARY, "message": "Corrigez la date, svp."}], "items.0.field"),
        ([{"message": "Corrigez la date, svp."}], "items.0"),
        ([{"piece": "photo", "field": "email", "message": "Refaites la photo."}], "items.0"),
        ([{"piece": "photo", "message": "court"}], "items.0.message"),
        ([{"piece": "photo", "message": "Refaites la photo."}] * 11, "items"),
    ],
)
async def test_a_correction_that_names_nothing_to_mend_is_refused(machine, session, items, field):
    (dossier_id,) = await dossiers_in_review(machine)
    agent = review(machine, session)
    await agent("POST", f"/v1/review/{dossier_id}/claim")
    before = await kept(machine, dossier_id)

    body = {"items": items}
    answer = await agent("POST", f"/v1/review/{dossier_id}/correction", json=body)

    assert_problem(answer, 422, "invalid-request")
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert CANARY.encode() not in answer.data
    assert await kept(machine, dossier_id) == before


async def test_a_refusal_ends_the_dossier_with_its_reason_once(machine, session):
    (dossier_id,) = await dossiers_in_review(machine)
    agent = review(machine, session)
    await agent("POST", f"/v1/review/{dossier_id}/claim")

    first = await agent("POST", f"/v1/review/{dossier_id}/decision", json=REFUSAL)
    second = await agent("POST", f"/v1/review/{dossier_id}/decision", json={"outcome": "accepted"})

    assert (first.status, first.json["state"]["code"]) == (200, "REFUSEE")
    assert first.json["decision"]["reason"] == REFUSAL["reason"]
    assert_problem(second, 409, "wrong-state")


async def test_a_correction_sends_the_dossier_back_with_what_to_mend(machine, session):
    (dossier_id,) = await dossiers_in_review(machine)
    agent = review(machine, session)
    await agent("POST", f"/v1/review/{dossier_id}/claim")
    item = {"piece": "photo", "message": "Refaites la photo sur un fond clair."}

    answer = await agent("POST", f"/v1/review/{dossier_id}/correction", json={"items": [item]})

    assert (answer.status, answer.json["state"]["code"]) == (200, "CORRECTION")
    assert answer.json["corrections"] == [{**item, "field": None, "mended": False}]


@pytest.mark.parametrize("part", ["", "/claim", "/release", "/pieces/photo"])
async def test_a_dossier_that_does_not_exist_is_said_to_be_unknown(machine, session, part):
    method = "POST" if part in ("/claim", "/release") else "GET"

    answer = await review(machine, session)(method, f"/v1/review/G-0000{part}")

    assert_problem(answer, 404, "dossier-not-found")
