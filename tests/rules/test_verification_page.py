"""The public page of verification: what it says, and that it says nothing else."""

import hashlib

import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.intake.limits import Door
from shared.domain.issued import DocumentKind
from shared.web.links import LinkSigner
from shared.web.rates import RateLimits
from tests.builders import an_identity
from tests.rules.document_face import DocumentFace, document_face, get, given_out
from tests.rules.issued_documents import PERSON, SETTINGS, an_accepted
from tests.rules.page_outline import Outline

UNKNOWN = "0000-0000-0000-0000-0000"


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


async def test_a_known_code_says_kind_day_and_digest(face, client):
    file, code = await given_out(face, client)
    answer, said = await get(client, f"/verification/{code}")
    page = said.decode()
    assert answer.status == 200
    assert "Nous avons émis un document sous ce code" in page
    assert "Attestation d’inscription" in page
    assert hashlib.sha256(file).hexdigest() in page


async def test_the_page_gives_nothing_else_away(face, client):
    _, code = await given_out(face, client)
    _, known = await get(client, f"/verification/{code}")
    demande = an_accepted().demande
    canaries = [
        *(PERSON.birth_name, PERSON.usage_name, *PERSON.given_names, PERSON.birth_place),
        *("12 avril 1990", PERSON.birth_date, PERSON.email, demande.agrement),
        *(demande.address.street, demande.address.town, "G-TEST", an_accepted().owner, "agent-1"),
    ]
    assert [canary for canary in canaries if canary in known.decode()] == []


async def test_two_documents_of_one_kind_and_day_differ_in_code_and_digest_only(face, client):
    pages = []
    for number, person in enumerate((PERSON, an_identity())):
        dossier = an_accepted(person=person, dossier_id=f"G-{number}")
        made = await face.maker.give_out(dossier, DocumentKind.REGISTRATION)
        _, said = await get(client, f"/verification/{made.code}")
        pages.append(said.decode().replace(made.code, "").replace(made.sha256, ""))
    assert pages[0] == pages[1]


async def test_an_unknown_code_is_told_and_costs_the_same_look(face, client):
    _, code = await given_out(face, client)
    before = face.issued.looks
    await get(client, f"/verification/{code}")
    answer, said = await get(client, f"/verification/{UNKNOWN}")
    assert face.issued.looks == before + 2
    assert answer.status == 404
    assert "aucun document" in said.decode()


async def test_a_code_that_was_never_given_out_is_unknown(face, client):
    made = face.maker.make(an_accepted(), DocumentKind.REGISTRATION)
    answer, _ = await get(client, f"/verification/{made.code}")
    assert answer.status == 404


async def test_the_form_leads_to_the_code_however_it_is_typed(face, client):
    _, code = await given_out(face, client)
    typed = code.lower().replace("-", " ").replace("0", "o")
    answer, _ = await get(client, "/verification", params={"code": typed})
    assert (answer.status, answer.headers["Location"]) == (303, f"/verification/{code}")


@pytest.mark.parametrize("typed", ["123", '"><script>alert(1)</script>', "é" * 500])
async def test_a_code_that_cannot_be_one_is_kept_in_the_form(client, typed):
    for path, options in (
        ("/verification", {"params": {"code": typed}}),
        (f"/verification/{typed.replace('/', '')}", {}),
    ):
        answer, said = await get(client, path, **options)
        assert answer.status in (200, 404)
        assert "n’est pas complet" in said.decode()
        assert "<script>alert" not in said.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda digest: digest.upper(), "C’est notre fichier", id="ours"),
        pytest.param(lambda digest: digest[::-1], "Ce n’est pas notre fichier", id="another"),
        pytest.param(lambda digest: "abc", "Ce n’est pas notre fichier", id="cut off"),
    ],
)
async def test_a_digest_is_compared_without_the_file(face, client, change, said):
    file, code = await given_out(face, client)
    typed = change(hashlib.sha256(file).hexdigest())
    _, page = await get(client, f"/verification/{code}", params={"empreinte": typed})
    assert said in page.decode()


async def test_a_changed_file_is_not_ours(face, client):
    file, code = await given_out(face, client)
    changed = hashlib.sha256(file.replace(b"%PDF-1.7", b"%PDF-1.6")).hexdigest()
    _, page = await get(client, f"/verification/{code}", params={"empreinte": changed})
    assert "Ce n’est pas notre fichier" in page.decode()


async def test_every_page_is_whole_and_labelled(face, client):
    _, code = await given_out(face, client)
    for path in ("/verification", f"/verification/{code}", f"/verification/{UNKNOWN}"):
        _, said = await get(client, path)
        outline = Outline(said.decode())
        assert len(outline.all("h1")) == 1
        assert not any("style" in attrs for _, attrs in outline.tags)
        labelled = {attrs["for"] for attrs in outline.all("label")}
        assert {attrs["id"] for attrs in outline.all("input")} == labelled
        assert all("src" in attrs for attrs in outline.all("script"))


async def test_guesses_are_slowed_down_and_the_form_is_not():
    face = DocumentFace()
    clock, many = face.line.clock, "1000/minute"
    door = Door(
        rates=RateLimits(many, many, clock),
        heavy_rates=RateLimits("2/minute", "2/minute", clock),
        pressure=None,  # nothing here brings new work
        links=LinkSigner(SETTINGS),
        proxies=0,
    )
    app = face.app()
    app.middlewares.append(door.middleware())
    async with TestClient(TestServer(app)) as client:
        guesses = [(await get(client, f"/verification/{UNKNOWN}"))[0].status for _ in range(3)]
        forms = [(await get(client, "/verification"))[0].status for _ in range(3)]
    assert guesses == [404, 404, 429]
    assert forms == [200, 200, 200]
