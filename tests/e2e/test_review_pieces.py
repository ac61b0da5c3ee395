"""A piece is shown to an agent only once it is written down who looked."""

import pytest

from services.demo.specimens.broken import wrong_type
from tests.e2e.api_client import a_jpeg, assert_problem, kept, opened_store, review
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
