"""Revisions in headers, a file in a form, and what RFC 7240 calls a preference."""

import aiohttp
import pytest

from tests.e2e.api_client import a_body, a_jpeg, assert_problem, intake

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]


@pytest.fixture
def school(machine, session):
    return intake(machine, session)


@pytest.fixture
async def draft(school):
    """The address and the ETag of a new draft."""
    answer = await school("POST", "/v1/dossiers", json=a_body())
    return answer.headers["Location"], answer.headers["ETag"]


async def test_what_is_known_is_not_sent_again(school, draft):
    path, tag = draft

    same = await school("GET", path, headers={"If-None-Match": tag})
    other = await school("GET", path, headers={"If-None-Match": '"0"'})

    assert (same.status, same.data, same.headers["ETag"]) == (304, b"", tag)
    assert (other.status, other.headers["ETag"]) == (200, tag)


@pytest.mark.parametrize("stale", ['"0"', "no tag at all"])
async def test_a_change_of_what_somebody_else_changed_is_refused(school, draft, stale):
    path, tag = draft
    headers = {"If-Match": stale}

    for method, part, body in (
        ("PUT", "/demande", {"json": a_body()}),
        ("DELETE", "/pieces/photo", {}),
        ("POST", "/submit", {}),
    ):
        answer = await school(method, path + part, headers=headers, **body)
        assert_problem(answer, 412, "changed-meanwhile")
    assert (await school("GET", path)).headers["ETag"] == tag


async def test_a_change_of_what_was_read_is_made(school, draft):
    path, tag = draft

    answer = await school(
        "PUT", f"{path}/demande", headers={"If-Match": tag}, json=a_body(category="A2")
    )

    assert answer.status == 200
    assert answer.headers["ETag"] != tag


async def test_a_piece_may_come_as_the_first_part_of_a_form(school, draft):
    form, data = aiohttp.FormData(), a_jpeg()
    form.add_field("file", data, filename="photo.jpg")

    sent = await school("PUT", f"{draft[0]}/pieces/photo", data=form)
    again = await school("PUT", f"{draft[0]}/pieces/photo", data=data)

    assert (sent.status, again.status) == (201, 200)


async def test_a_form_without_a_file_says_so(school, draft):
    form = aiohttp.FormData({"file": "text"}, default_to_multipart=True)

    answer = await school("PUT", f"{draft[0]}/pieces/photo", data=form)

    assert_problem(answer, 422, "file-refused")


async def test_a_form_that_is_none_is_an_upload_broken_off(school, draft):
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    body = b"--b\r\nTrue--b--\r\n"

    answer = await school("PUT", f"{draft[0]}/pieces/photo", data=body, headers=headers)

    assert_problem(answer, 400, "upload-interrupted")


async def test_a_preference_for_an_early_answer_is_confirmed(school, draft):
    path, _ = draft
    for kind in ("photo", "signature", "identity", "address"):
        await school("PUT", f"{path}/pieces/{kind}", data=a_jpeg())

    answer = await school("POST", f"{path}/submit", headers={"Prefer": "wait=5, respond-async"})

    assert answer.status == 202
    assert answer.headers["Preference-Applied"] == "respond-async"
