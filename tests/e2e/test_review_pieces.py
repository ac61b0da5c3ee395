"""A piece is shown to an agent only once it is written down who looked."""

import pytest

from services.demo.specimens.broken import wrong_type
from tests.e2e.api_client import a_jpeg, assert_problem, intake, kept, opened_store, review
from tests.e2e.review_cases import dossiers_in_review

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]


async def views(machine, dossier_id: str) -> list[str]:
    """Who looked at what, as the timeline has it."""
    document = (await kept(machine, dossier_id)).document
    return [line["detail"] for line in document["history"] if line["event"] == "piece_viewed"]


async def test_each_view_of_a_piece_is_in_the_timeline(machine, session):
    photo = a_jpeg()
    (dossier_id,) = await dossiers_in_review(machine, photo=photo)
    agent = review(machine, session)
    assert await views(machine, dossier_id) == []

    shown = await agent("GET", f"/v1/review/{dossier_id}/pieces/photo")

    assert (shown.status, shown.data) == (200, photo)
    assert await views(machine, dossier_id) == ["photo:agent-demo"]
    await agent("GET", f"/v1/review/{dossier_id}/pieces/photo")
    assert len(await views(machine, dossier_id)) == 2


async def test_the_view_is_written_down_before_the_bytes_are_fetched(machine, session):
    (dossier_id,) = await dossiers_in_review(machine)
    async with opened_store(machine) as database:
        await database["dossiers"].update_one(
            {"_id": dossier_id}, {"$set": {"pieces.photo.blob_id": "gone"}}
        )

    answer = await review(machine, session)("GET", f"/v1/review/{dossier_id}/pieces/photo")

    assert_problem(answer, 500, "internal")
    assert await views(machine, dossier_id) == ["photo:agent-demo"]


async def test_a_piece_is_shown_as_data_that_runs_nothing(machine, session):
    (dossier_id,) = await dossiers_in_review(machine, photo=wrong_type())

    shown = await review(machine, session)("GET", f"/v1/review/{dossier_id}/pieces/photo")

    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("kind", ["medical", "selfie", "..%2Fphoto"])
async def test_a_piece_that_is_not_there_is_not_shown_and_not_noted(machine, session, kind):
    (dossier_id,) = await dossiers_in_review(machine)

    answer = await review(machine, session)("GET", f"/v1/review/{dossier_id}/pieces/{kind}")

    assert_problem(answer, 404, "piece-not-found")
    assert await views(machine, dossier_id) == []


async def test_a_school_sees_no_piece_of_the_desk(machine, session):
    (dossier_id,) = await dossiers_in_review(machine)

    answer = await review(machine, session, "ecole-demo")(
        "GET", f"/v1/review/{dossier_id}/pieces/photo"
    )

    assert_problem(answer, 403, "forbidden")
    assert await views(machine, dossier_id) == []


async def mended(machine, session, agent, dossier_id):
    """Have the photo replaced, twice, in a correction that the agent asks for; the last answer."""
    await agent("POST", f"/v1/review/{dossier_id}/claim")
    wish = {"items": [{"piece": "photo", "message": "Refaites la photo."}]}
    asked = await agent("POST", f"/v1/review/{dossier_id}/correction", json=wish)
    assert asked.status == 200, asked.data
    school = intake(machine, session)
    assert (await school.put_piece(dossier_id, "photo", a_jpeg())).status == 201
    return await school.put_piece(dossier_id, "photo", a_jpeg())


async def test_the_agent_sees_the_picture_before_a_correction_and_its_findings(machine, session):
    photo, copy = a_jpeg(), a_jpeg()
    (dossier_id,) = await dossiers_in_review(machine, photo=photo, copy=copy)
    agent = review(machine, session)
    assert_problem(
        await agent("GET", f"/v1/review/{dossier_id}/pieces/photo/before"), 404, "piece-not-found"
    )
    files = (await kept(machine)).files

    assert (await mended(machine, session, agent, dossier_id)).status == 201

    (before,) = (await agent("GET", f"/v1/review/{dossier_id}")).json["replaced"]
    assert before["findings"][0]["message"] == "La photo est un peu sombre."
    shown = await agent("GET", before["picture"])
    assert (shown.status, shown.data) == (200, copy)
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    document = (await kept(machine, dossier_id)).document
    looks = [line for line in document["history"] if line["event"] == "earlier_piece_viewed"]
    assert [line["detail"] for line in looks] == ["photo:agent-demo"]
    # the photo that was judged and its last replacement; the one between them is gone
    assert (await kept(machine)).files == files + 1


async def test_an_upload_that_was_never_drawn_anew_is_not_shown_after_its_correction(
    machine, session
):
    (dossier_id,) = await dossiers_in_review(machine)
    agent = review(machine, session)
    await mended(machine, session, agent, dossier_id)

    (before,) = (await agent("GET", f"/v1/review/{dossier_id}")).json["replaced"]
    answer = await agent("GET", f"/v1/review/{dossier_id}/pieces/photo/before")

    assert before["picture"] is None
    assert_problem(answer, 404, "piece-not-found")
