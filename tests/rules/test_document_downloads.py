"""Downloads of documents: who gets them, how they travel, what is said where there is none."""

import asyncio
import hashlib

import pypdfium2
import pytest

from services.intake.documents import document_links
from shared.domain.demande import DemandeKind
from tests.builders import a_dossier, an_identity
from tests.rules.document_face import ATTESTATION, document_face, get, given_out
from tests.rules.issued_documents import an_accepted


@pytest.fixture
async def at_door():
    async with document_face() as pair:
        yield pair


@pytest.fixture
def face(at_door):
    return at_door[0]


@pytest.fixture
def client(at_door):
    return at_door[1]


async def test_the_file_is_a_pdf_to_be_saved_under_a_name_that_names_nobody(face, client):
    await face.keep(an_accepted())
    answer, file = await get(client, ATTESTATION, "school-key")
    assert (answer.status, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="attestation-inscription-G-TEST.pdf"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    document = pypdfium2.PdfDocument(file)
    assert len(document) == 2
    document.close()


async def test_school_candidate_and_agents_get_the_same_bytes_each_time(face, client):
    file, _ = await given_out(face, client)
    for path, key in (
        (ATTESTATION, "school-key"),
        (ATTESTATION, "candidate-key"),
        (ATTESTATION, "agent-key"),
        ("/v1/review/G-TEST/documents/attestation-inscription", "agent-key"),
    ):
        assert (await get(client, path, key))[1] == file


async def test_many_at_once_get_the_same_bytes_too(face, client):
    file, _ = await given_out(face, client)
    answers = await asyncio.gather(*(get(client, ATTESTATION, "school-key") for _ in range(10)))
    assert {hashlib.sha256(found).digest() for _, found in answers} == {
        hashlib.sha256(file).digest()
    }


@pytest.mark.parametrize(("key", "status"), [(None, 401), ("other-key", 404), ("wrong", 401)])
async def test_nobody_else_gets_it(face, client, key, status):
    await face.keep(an_accepted())
    answer, said = await get(client, ATTESTATION, key)
    assert answer.status == status
    assert b"%PDF" not in said
    assert face.issued.issued == {}


@pytest.mark.parametrize(
    ("dossier", "kind"),
    [
        pytest.param(a_dossier(), "attestation-inscription", id="not accepted"),
        pytest.param(an_accepted(DemandeKind.TITLE), "attestation-inscription", id="a title"),
        pytest.param(an_accepted(), "fiche-retour-permis", id="no loss"),
        pytest.param(an_accepted(), "permis", id="no such document"),
    ],
)
async def test_what_a_request_does_not_give_is_not_found(face, client, dossier, kind):
    await face.keep(dossier)
    answer, _ = await get(client, f"/v1/dossiers/G-TEST/documents/{kind}", "school-key")
    assert answer.status == 404


async def test_a_name_that_cannot_be_printed_is_told_without_quoting_it(face, client):
    await face.keep(an_accepted(person=an_identity(birth_name="中文")))
    answer, said = await get(client, ATTESTATION, "school-key")
    assert answer.status == 409
    assert "中" not in said.decode()
    assert face.issued.issued == {}


async def test_links_lead_to_what_can_be_downloaded(face, client):
    dossier = await face.keep(an_accepted(DemandeKind.AFTER_LOSS))
    links = document_links(dossier)
    assert [link.label for link in links] == ["Attestation d’inscription", "Fiche retour au permis"]
    for link in links:
        assert (await get(client, link.address, "school-key"))[0].status == 200
    assert document_links(a_dossier()) == ()
