"""The API of agents over memory: what each act does, and what it refuses."""

import datetime as dt
from dataclasses import replace

import pytest

from services.instruction.refusals import REFUSALS
from shared.domain.dossier import Outcome
from shared.domain.findings import CheckResult, IdentityReading
from shared.domain.review import SecondCause
from shared.stages import StageName
from tests.builders import NOW
from tests.rules.agents_desk import AGENT, ELSEWHERE, HEAD, OTHER, AgentsDesk, in_review

SECOND = dt.timedelta(seconds=1)
ONE = "/v1/review/G-1"
REFUSAL = {"outcome": "refused", "reason_code": "identity_not_valid"}
SUSPICION = {"outcome": "refused", "reason_code": "document_not_genuine"}


@pytest.fixture
def desk():
    return AgentsDesk()


@pytest.fixture
async def callers(desk):
    async with desk.open() as callers:
        yield callers


@pytest.fixture
async def held(desk, callers):
    """Callers, with a dossier in the hands of the first agent."""
    reading = CheckResult(findings=(), identity=IdentityReading(birth_date="1990-04-12"))
    dossier = in_review()
    run = replace(dossier.stage(StageName.DIVERGENCE), result=reading)
    stages = {StageName.IDENTITY: run, **dossier.stages}
    await desk.put(replace(dossier, stages=stages))
    assert (await callers.api(AGENT, "POST", f"{ONE}/claim"))[0] == 200
    return callers


async def ten_seconds_later(desk):
    desk.clock.time += 10 * SECOND
    return await desk.sweep()


async def test_the_list_counts_and_narrows_by_centre_and_filter(desk, callers):
    await desk.put(
        in_review("G-1"),
        in_review("G-2", reasons="identity.expiry"),
        in_review("G-3", postcode="20000"),
    )

    _, own = await callers.api(AGENT, "GET", "/v1/review")
    _, narrowed = await callers.api(AGENT, "GET", "/v1/review?reason=identity.expiry")
    _, rest = await callers.api(ELSEWHERE, "GET", "/v1/review")
    status, problem = await callers.api(AGENT, "GET", "/v1/review?color=red")

    assert (own["count"], rest["count"]) == (2, 1)
    assert [row["dossier_id"] for row in narrowed["dossiers"]] == ["G-2"]
    assert status == 422
    assert problem["type"].endswith("invalid-request")


async def test_next_takes_the_oldest_that_fits_and_says_when_nothing_is_left(desk, callers):
    await desk.put(in_review("G-NEW"), in_review("G-OLD", since=NOW - 9 * SECOND))
    status, taken = await callers.api(HEAD, "POST", "/v1/review/next?route=review")
    assert (status, taken["dossier_id"], taken["claim"]["agent"]) == (200, "G-OLD", "chef-1")
    assert (await callers.api(AGENT, "POST", "/v1/review/next?route=clean"))[0] == 204


async def test_a_batch_names_what_it_left(desk, callers):
    await desk.put(in_review("G-1", reasons=""), in_review("G-2"))
    body = {"dossiers": ["G-1", "G-2", "G-NONE", "G-1"]}

    status, answer = await callers.api(AGENT, "POST", "/v1/review/approve", body)

    assert (status, answer["approved"]) == (200, ["G-1"])
    assert answer["left"] == ["G-2", "G-NONE"]
    assert (await ten_seconds_later(desk)).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("dossiers", [[], ["G"] * 101, ["G" * 61], "G-1"])
async def test_a_batch_that_is_none_is_refused(callers, dossiers):
    answer = await callers.api(AGENT, "POST", "/v1/review/approve", {"dossiers": dossiers})
    assert answer[0] == 422


async def test_a_sampled_approval_is_read_again_without_its_reader_knowing(desk, callers):
    desk.sampled = True
    await desk.put(in_review("G-1", reasons=""))
    await callers.api(AGENT, "POST", "/v1/review/approve", {"dossiers": ["G-1"]})
    assert (await ten_seconds_later(desk)).outcome is None

    assert (await callers.api(AGENT, "POST", f"{ONE}/claim"))[0] == 409
    status, seen = await callers.api(OTHER, "POST", f"{ONE}/claim")
    assert (status, seen["review"]["second_reading"]) == (200, None)
    await callers.api(OTHER, "POST", f"{ONE}/decision", {"outcome": "accepted"})

    ended = await desk.dossier()
    assert (ended.outcome, ended.decision.agent) == (Outcome.ACCEPTED, "agent-2")
    assert ended.review.second.cause is SecondCause.SAMPLE


async def test_a_prepared_decision_is_taken_back_or_takes_effect(desk, held):
    status, waiting = await held.api(AGENT, "POST", f"{ONE}/prepared", REFUSAL)
    assert (status, waiting["claim"]["prepared"]["outcome"]) == (202, "refused")
    assert (await held.api(OTHER, "POST", f"{ONE}/undo"))[0] == 409
    status, back = await held.api(AGENT, "POST", f"{ONE}/undo")
    assert (status, back["claim"]["prepared"]) == (200, None)

    await held.api(AGENT, "POST", f"{ONE}/prepared", REFUSAL)
    assert (await ten_seconds_later(desk)).outcome is Outcome.REFUSED
    assert (await held.api(AGENT, "POST", f"{ONE}/undo"))[0] == 409


async def test_who_passes_is_not_offered_the_dossier_again_and_others_are(held):
    assert (await held.api(OTHER, "POST", f"{ONE}/pass"))[0] == 409
    status, left = await held.api(AGENT, "POST", f"{ONE}/pass")
    assert (status, left["claim"]) == (200, None)
    assert (await held.api(AGENT, "POST", "/v1/review/next"))[0] == 204
    assert (await held.api(OTHER, "POST", "/v1/review/next"))[1]["dossier_id"] == "G-1"


async def test_notes_are_left_without_holding_the_dossier(held):
    status, seen = await held.api(OTHER, "POST", f"{ONE}/comments", {"text": "À relire."})
    assert (status, seen["review"]["comments"][0]["text"]) == (200, "À relire.")
    assert seen["review"]["comments"][0]["agent"] == "agent-2"
    assert (await held.api(OTHER, "POST", f"{ONE}/comments", {"text": " "}))[0] == 422


async def test_an_opinion_is_asked_by_the_holder_and_answered_once(held):
    asked = {"service": "Préfecture", "question": "Connu ?"}
    assert (await held.api(OTHER, "POST", f"{ONE}/opinions", asked))[0] == 409
    assert (await held.api(AGENT, "POST", f"{ONE}/opinions", asked))[0] == 200
    status, seen = await held.api(OTHER, "POST", f"{ONE}/opinions/0", {"answer": "Inconnu."})
    assert (status, seen["review"]["opinions"][0]["answer"]) == (200, "Inconnu.")
    for number in ("0", "1", "x", "-1", "99999"):
        answer = await held.api(OTHER, "POST", f"{ONE}/opinions/{number}", {"answer": "Si."})
        assert answer[0] == 409


async def test_a_misread_field_is_corrected_beside_what_was_read(held):
    body = {"field": "identity.birth_date", "corrected": "1991-04-12"}
    assert (await held.api(OTHER, "POST", f"{ONE}/fixes", body))[0] == 409
    status, seen = await held.api(AGENT, "POST", f"{ONE}/fixes", body)
    assert status == 200
    assert seen["review"]["fixes"] == [
        {
            "field": "identity.birth_date",
            "read": "1990-04-12",
            "corrected": "1991-04-12",
            "agent": "agent-1",
        }
    ]
    for field in ("photo.sharpness", "identity.__class__", "identity", ""):
        answer = await held.api(AGENT, "POST", f"{ONE}/fixes", {**body, "field": field})
        assert answer[0] == 422


@pytest.mark.parametrize("code", REFUSALS)
async def test_every_reason_of_the_list_refuses_with_its_text_or_asks_for_a_second_reader(
    desk, held, code
):
    body = {"outcome": "refused", "reason_code": code}
    status, _ = await held.api(AGENT, "POST", f"{ONE}/decision", body)
    assert status == 200
    dossier, refusal = await desk.dossier(), REFUSALS[code]
    if refusal.suspicion:
        assert (dossier.outcome, dossier.review.second.cause) == (None, SecondCause.SUSPICION)
        return
    assert (dossier.outcome, dossier.decision.reason_code) == (Outcome.REFUSED, code)
    assert refusal.source in dossier.decision.reason


async def test_a_reason_that_is_not_in_the_list_is_refused(desk, held):
    body = {"outcome": "refused", "reason_code": "because"}
    for part in ("decision", "prepared"):
        assert (await held.api(AGENT, "POST", f"{ONE}/{part}", body))[0] == 422
    assert (await desk.dossier()).outcome is None


async def test_a_suspicion_needs_another_agent(desk, held):
    await held.api(AGENT, "POST", f"{ONE}/decision", SUSPICION)
    assert (await held.api(AGENT, "POST", f"{ONE}/claim"))[0] == 409
    assert (await held.api(AGENT, "POST", "/v1/review/next"))[0] == 204

    _, seen = await held.api(OTHER, "POST", f"{ONE}/claim")
    assert seen["review"]["second_reading"]["first"]["reason_code"] == "document_not_genuine"
    assert (await held.api(OTHER, "POST", f"{ONE}/decision", SUSPICION))[0] == 200
    assert (await desk.dossier()).outcome is Outcome.REFUSED


async def test_a_correction_names_what_to_mend_and_comes_back_unread(desk, held):
    body = {"outcome": "correction", "items": []}
    assert (await held.api(AGENT, "POST", f"{ONE}/prepared", body))[0] == 422
    item = {"field": "birth_date", "message": "Corrigez la date de naissance."}
    await held.api(AGENT, "POST", f"{ONE}/prepared", {**body, "items": [item]})
    back = await ten_seconds_later(desk)
    assert [one.field for one in back.items] == ["birth_date"]
    assert back.review.second is None
