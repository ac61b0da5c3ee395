"""Attacks on the agents' screens, each by its name: what comes from outside stays data there."""

from dataclasses import fields, replace

import pypdfium2
import pytest

from services.intake.batch_table import table_of
from shared.domain.batch import KEPT, Batch, BatchRow, LooseFile, RefusedFile
from shared.domain.findings import AddressReading, CheckResult, FieldReading, TwoDDoc, Verdict
from shared.domain.issued import DocumentKind
from shared.domain.piece import Piece
from shared.domain.review_events import Claimed
from shared.settings import Settings
from shared.stages import StageName
from shared.web.access import Account, Role
from shared.web.frame import TEMPLATES, add_pages, make_app
from tests.builders import NOW, a_finding, after, an_identity
from tests.rules.console_desk import EVIDENCE, Room, an_identity_reading, browsing, flagged
from tests.rules.issued_documents import a_maker, an_accepted
from tests.rules.page_outline import Outline

ONE = "/console/dossiers/G-1"
#: What a page would run, were it ever taken for markup: as text, inside an attribute, as a link.
EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3) '"
HTML = b"<!doctype html><script>alert(1)</script>"
#: What Typst would read from the disk or fail on, were it taken for a program.
TYPST = '#read("/etc/passwd") #panic("x") $x$ @label'


def is_harmless(html):
    """No element, attribute or address of the page comes from the text."""
    outline = Outline(html)
    running = [script for script in outline.all("script") if "src" not in script]
    attacked = [tag for tag in outline.all("img") if tag.get("src") == "x" or "onerror" in tag]
    leading = [link for link in outline.all("a") if link.get("href", "").startswith("javascript")]
    return not (running or attacked or leading)


def hostile():
    """A dossier on which every reader read markup, and whose filer typed it."""
    code = TwoDDoc(payload=EVIL, signature="valid", signer=EVIL, fields={"10": EVIL})
    said = FieldReading(
        name="birth_name", value=EVIL, source=EVIL, confidence=1.0, evidence=EVIDENCE
    )
    reading = an_identity_reading(
        birth_name=EVIL, given_names=(EVIL,), birth_place=EVIL, sources=(said,), two_d_doc=code
    )
    doubt = a_finding(
        verdict=Verdict.FAIL, message=EVIL, value=EVIL, expected=EVIL, evidence=EVIDENCE
    )
    person = an_identity(birth_name=EVIL, given_names=(EVIL,), birth_place=EVIL)
    dossier = flagged(candidate=person, reading=reading, photo=CheckResult(findings=(doubt,)))
    run = dossier.stage(StageName.ADDRESS)
    address = AddressReading(holder=EVIL, town=EVIL, street=EVIL, issuer=EVIL, two_d_doc=code)
    result = replace(run.result, address=address, findings=(doubt,))
    return replace(
        dossier, stages={**dossier.stages, StageName.ADDRESS: replace(run, result=result)}
    )


async def test_stored_xss_through_ocr_text_reaches_screen_letter_and_notes_as_text():
    room = Room()
    await room.lay(hostile())
    async with browsing(room) as agent:
        seen = [(await agent.send(f"{ONE}/prendre")).html]
        form = {"decision": "correction", "piece:photo": "oui", "texte:piece:photo": EVIL}
        seen.append((await agent.send(f"{ONE}/courrier", **form)).html)
        seen.append((await agent.send(f"{ONE}/notes", note=EVIL)).html)
        seen.append(
            (await agent.send(f"{ONE}/lectures", champ="identity.birth_name", valeur=EVIL)).html
        )
        seen.append((await agent.get("/console")).html)

    assert [is_harmless(html) for html in seen] == [True] * len(seen)
    assert "&lt;script&gt;alert(1)" in seen[0]
    assert "Courrier qui partira" in seen[1] and seen[1].count("&lt;script&gt;") > 5
    # the list shows no text of a dossier at all
    assert "alert(1)" not in seen[-1]


def test_the_measure_of_harm_finds_each_of_the_three_ways():
    for harm in ("<script>x</script>", "<img src=x onerror=y>", '<a href="javascript:z">a</a>'):
        assert not is_harmless(f"<p>{harm}</p>")


def test_stored_xss_through_file_names_reaches_the_batch_table_as_text():
    app = make_app(Settings(secret_key="s" * 48))
    add_pages(app, "services.intake")
    loose = LooseFile(
        blob_id="b", name=EVIL, sha256="0", size=1, media_type="image/png", why="?", uploaded_at=NOW
    )
    row = BatchRow(line=2, reference="01", name=EVIL, dossier_id=None)
    batch = Batch(
        batch_id="L-1",
        owner="ecole",
        created_at=NOW,
        until=NOW + KEPT,
        rows=(row,),
        loose=(loose,),
        refused=(RefusedFile(name=EVIL, message="Reprenez-le."),),
    )
    html = (
        app[TEMPLATES]
        .get_template("batch.html")
        .render(
            **{"demo": False, "path": "", "account": Account(account_id="ecole", role=Role.SCHOOL)},
            **{"batch": batch, "table": table_of([(row, None)], NOW, None), "panel": None},
            **{"refusal": "", "kinds": [], "sent_now": None, "now": NOW},
        )
    )

    assert html.count("&lt;script&gt;alert(1)") >= 2
    assert is_harmless(html)


def test_a_piece_keeps_no_file_name_that_a_screen_could_show():
    assert not {"name", "file_name", "filename", "path"} & {field.name for field in fields(Piece)}


def test_markup_of_the_typesetter_in_a_name_is_printed_and_not_run():
    person = an_identity(birth_name=TYPST, given_names=("Camille",), birth_place="Lyon")
    file = a_maker().make(an_accepted(person=person), DocumentKind.REGISTRATION).file
    document = pypdfium2.PdfDocument(file)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()

    assert "root:" not in text
    assert '#read("/etc/passwd")' in " ".join(text.replace("”", '"').split())


async def test_content_sniffing_bytes_that_are_a_page_are_shown_as_no_page():
    room = Room()
    room.blobs.files |= {"photo": HTML}
    await room.lay(flagged(copies={StageName.PHOTO: "photo"}))
    async with browsing(room) as agent:
        await agent.get(f"{ONE}/images/photo/1")

    told = agent.answer_headers
    assert agent.status == 200
    assert told["Content-Type"] in ("image/jpeg", "application/octet-stream")
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize(
    "path",
    [
        "/console/dossiers/..%2f..%2fetc%2fpasswd",
        f"{ONE}/images/..%2f..%2fphoto/1",
        f"{ONE}/images/photo/..%2f..%2f1",
        f"{ONE}/images/photo/%00",
        "/static/..%2f..%2fsettings.py",
        "/static/%2e%2e/frame.py",
    ],
)
async def test_path_traversal_leads_nowhere(path):
    room = Room()
    room.blobs.files |= {"photo": b"\xff\xd8\xff\xe0 a picture"}
    await room.lay(flagged(copies={StageName.PHOTO: "photo"}))
    async with browsing(room) as agent:
        await agent.get(path)

    # a picture has one page, whatever page of it is asked for; nothing else is there
    assert agent.status == 404 or agent.answer_headers["Content-Type"] == "image/jpeg"
    assert "root:" not in agent.html and "import" not in agent.html


async def test_idor_the_dossier_in_another_agents_hands_takes_no_act_of_mine():
    room = Room()
    await room.lay(after(flagged(), Claimed(agent="agent-2")))
    before = await room.dossier()
    acts = {
        "decider": {"decision": "accepted"},
        "courrier": {"decision": "accepted"},
        "annuler": {},
        "passer": {},
        "rendre": {},
        "lectures": {"champ": "identity.birth_name", "valeur": "X"},
        "avis": {"service": "Référent fraude du centre", "question": "Quoi ?"},
    }
    async with browsing(room) as agent:
        for path, form in acts.items():
            await agent.send(f"{ONE}/{path}", **form)
            assert agent.status in (200, 409), path

    now = await room.dossier()
    assert now.review == before.review
    assert now.stage(StageName.REVIEW).claim == before.stage(StageName.REVIEW).claim


@pytest.mark.parametrize(
    "path", ["/console/dossiers/G-9", "/console/dossiers/G-9/images/photo/1", f"{ONE}/images/x/1"]
)
async def test_idor_what_does_not_exist_is_not_told_from_what_is_not_mine(path):
    room = Room()
    await room.lay(flagged())
    async with browsing(room) as agent:
        await agent.get(path)

    assert agent.status == 404


async def test_session_fixation_a_planted_cookie_is_not_a_session_of_the_console():
    room = Room()
    await room.lay(flagged())
    async with browsing(room) as agent:
        own = agent.headers["Cookie"]
        agent.headers["Cookie"] = own.partition("=")[0] + "=planted-by-somebody"
        await agent.get(ONE)
        assert agent.url == "/connexion"
        assert "planted-by-somebody" not in str(agent.answer_headers)
        agent.headers["Cookie"] = own
        await agent.get(ONE)

    assert agent.status == 200


async def test_csrf_a_form_without_the_word_of_a_browser_is_not_ours():
    room = Room()
    await room.lay(flagged())
    before = await room.dossier()
    async with browsing(room) as agent:
        for site in ("cross-site", "same-site"):
            agent.headers["Sec-Fetch-Site"] = site
            await agent.send(f"{ONE}/prendre")
            assert agent.url == "/connexion"

    assert await room.dossier() == before
