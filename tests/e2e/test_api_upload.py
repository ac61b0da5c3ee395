"""A piece is taken whole or not at all."""

import base64
import hashlib
import io
import zipfile

import pytest

from tests.e2e.api_client import a_jpeg, assert_problem, intake, kept

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def a_zip() -> bytes:
    """An archive with a picture in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photo.jpg", a_jpeg())
    return packed.getvalue()


def digest_header(data: bytes, name: str = "sha-256") -> dict[str, str]:
    """The Content-Digest of RFC 9530."""
    return {
        "Content-Digest": f"{name}=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"
    }


async def test_a_piece_is_described_as_it_was_received(machine, session):
    school, data = intake(machine, session), a_jpeg()
    dossier_id = await school.open()
    before = await kept(machine)

    answer = await school.put_piece(dossier_id, "photo", data, headers=digest_header(data))

    assert (answer.status, answer.headers["ETag"]) == (201, '"2"')
    (piece,) = answer.json["pieces"]
    assert piece["sha256"] == hashlib.sha256(data).hexdigest()
    assert (piece["kind"], piece["size"], piece["revision"]) == ("photo", len(data), 1)
    assert piece["media_type"] == "image/jpeg"
    assert (await kept(machine)).files == before.files + 1


async def test_the_back_of_a_document_is_a_file_beside_its_front(machine, session):
    school, data = intake(machine, session), a_jpeg()
    dossier_id = await school.open()

    await school.put_piece(dossier_id, "identity", data)
    answer = await school.put_piece(dossier_id, "identity_back", data)

    kinds = {piece["kind"]: piece["label"] for piece in answer.json["pieces"]}
    assert answer.status == 201
    assert list(kinds) == ["identity", "identity_back"]
    assert kinds["identity_back"] == "verso du justificatif d’identité"


@pytest.mark.parametrize(
    ("data", "status", "name"),
    [
        (b"GIF89a" + bytes(200), 415, "file-type-refused"),
        (SVG, 415, "file-type-refused"),
        (a_zip(), 415, "file-type-refused"),
        ("Ceci n’est pas une photo.".encode(), 415, "file-type-refused"),
        (b"\n%PDF-1.4\n", 415, "file-type-refused"),
        (b"MZ" + a_jpeg(), 415, "file-type-refused"),
        (b"", 422, "file-refused"),
    ],
    ids=["gif", "svg", "zip", "text", "pdf not at the start", "program", "empty"],
)
async def test_a_file_that_cannot_be_used_is_refused_whatever_it_says_it_is(
    machine, session, data, status, name
):
    school = intake(machine, session)
    dossier_id = await school.open()
    before = await kept(machine, dossier_id)
    says = {"Content-Type": "image/jpeg", "Content-Disposition": 'attachment; filename="photo.jpg"'}

    answer = await school.put_piece(dossier_id, "photo", data, headers=says)

    assert_problem(answer, status, name)
    assert await kept(machine, dossier_id) == before


async def test_a_file_that_is_not_the_one_that_was_sent_is_refused(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()
    before = await kept(machine, dossier_id)

    answer = await school.put_piece(dossier_id, "photo", a_jpeg(), headers=digest_header(a_jpeg()))

    assert_problem(answer, 422, "digest-mismatch")
    assert await kept(machine, dossier_id) == before


@pytest.mark.parametrize(
    "value", ["sha-256=:?:", "sha-256=:é:", "sha-256=::", "sha-256=:AAAA:", "sha-256"]
)
async def test_a_digest_that_is_none_is_named(machine, session, value):
    school = intake(machine, session)
    dossier_id = await school.open()
    before = await kept(machine, dossier_id)

    answer = await school.put_piece(
        dossier_id, "photo", a_jpeg(), headers={"Content-Digest": value}
    )

    assert_problem(answer, 422, "invalid-request")
    assert answer.json["errors"] == [{"field": "Content-Digest", "code": "malformed"}]
    assert await kept(machine, dossier_id) == before


async def test_a_digest_of_another_kind_is_left_aside(machine, session):
    school, data = intake(machine, session), a_jpeg()
    dossier_id = await school.open()

    answer = await school.put_piece(dossier_id, "photo", data, headers=digest_header(data, "md5"))

    assert answer.status == 201


async def test_the_same_bytes_again_change_nothing(machine, session):
    school, data = intake(machine, session), a_jpeg()
    dossier_id = await school.open()
    await school.put_piece(dossier_id, "photo", data)
    before = await kept(machine, dossier_id)

    answer = await school.put_piece(dossier_id, "photo", data)

    assert (answer.status, answer.headers["ETag"]) == (200, '"2"')
    assert await kept(machine, dossier_id) == before


async def test_a_piece_replaced_in_a_draft_leaves_no_old_bytes(machine, session):
    school, better = intake(machine, session), a_jpeg(700_000)
    dossier_id = await school.open()
    before = await kept(machine)
    await school.put_piece(dossier_id, "photo", a_jpeg(900_000))
    old = await kept(machine, dossier_id)

    answer = await school.put_piece(dossier_id, "photo", better)

    assert answer.status == 201
    (piece,) = answer.json["pieces"]
    assert (piece["revision"], piece["sha256"]) == (2, hashlib.sha256(better).hexdigest())
    new = await kept(machine, dossier_id)
    assert new.files == before.files + 1
    assert new.chunks < old.chunks
    blobs = [state.document["pieces"]["photo"]["blob_id"] for state in (old, new)]
    assert blobs[0] != blobs[1]


async def test_a_piece_taken_out_of_a_draft_leaves_nothing(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()
    before = await kept(machine)
    await school.put_piece(dossier_id, "photo", a_jpeg())

    answer = await school("DELETE", f"/v1/dossiers/{dossier_id}/pieces/photo")

    assert (answer.status, answer.json["pieces"]) == (200, [])
    assert await kept(machine) == before
    again = await school("DELETE", f"/v1/dossiers/{dossier_id}/pieces/photo")
    assert_problem(again, 404, "piece-not-found")


@pytest.mark.parametrize("kind", ["selfie", "PHOTO", "..%2F..%2Fphoto", "$set", "%00"])
async def test_an_unknown_kind_of_piece_is_refused(machine, session, kind):
    school = intake(machine, session)
    dossier_id = await school.open()
    before = await kept(machine, dossier_id)

    answer = await school.put_piece(dossier_id, kind, a_jpeg())

    assert_problem(answer, 404, "piece-not-found")
    assert await kept(machine, dossier_id) == before
