"""The review screen over HTTP: what an agent reads, decides, undoes and writes."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.domain.dossier import Outcome, StageStatus
from shared.domain.review import Decision, SecondCause, SecondReading
from shared.domain.review_events import Claimed, Decided
from shared.stages import StageName
from tests.builders import NOW, after, an_identity
from tests.rules.console_desk import Room, an_identity_reading, browsing, flagged

ONE = "/console/dossiers/G-1"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
async def room():
    room = Room()
    await room.lay(flagged())
    return room


async def test_the_screen_shows_mismatches_first_with_their_different_characters(room):
    async with browsing(room) as agent:
        await agent.get(ONE)

    assert agent.status == 200
    rows = agent.html.partition('class="compare"')[2]
    assert rows.index("Date de naissance") < rows.index("Nom de naissance")
    assert "12/0<mark>9</mark>/1990" in rows
    assert agent.has("12/09/1990 (caractères différents : 9)")
    assert agent.has("La photo est un peu sombre.")
    assert 'id="zone-identity-mrz-birth_date"' in agent.html


async def test_reading_takes_nothing_and_taking_is_a_form(room):
    async with browsing(room) as agent:
        await agent.get(ONE)
        assert agent.has("Personne ne tient ce dossier")
        assert (await room.dossier()).stage(StageName.REVIEW).claim is None
        await agent.send(f"{ONE}/prendre")

    assert agent.has("Vous tenez ce dossier.")
    assert (await room.dossier()).stage(StageName.REVIEW).claim.agent == "agent-1"


async def test_a_decision_leads_to_the_next_dossier_and_can_be_undone_there(room):
    await room.lay(flagged("G-2"))
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre?kind=registration")
        await agent.send(f"{ONE}/decider?kind=registration", decision="accepted")

        assert agent.url == "/console/dossiers/G-2?kind=registration&apres=G-1"
        assert agent.has("Décision pour G-1 : acceptation")
        assert agent.has("Dossier G-2")
        await agent.send(f"{ONE}/annuler?kind=registration", tenu="G-2")

    assert agent.has("La décision est annulée.")
    first, second = await room.dossier(), await room.dossier("G-2")
    assert first.stage(StageName.REVIEW).claim.prepared is None
    assert second.stage(StageName.REVIEW).claim is None


async def test_after_ten_seconds_nothing_is_left_to_undo(room):
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await agent.send(f"{ONE}/decider", decision="accepted")
        assert agent.url == "/console/termine?apres=G-1"
        assert agent.has("Annuler z")
        room.clock.time += dt.timedelta(seconds=10)
        await agent.get("/console/termine?apres=G-1")
        assert not agent.has("Annuler z")
        await agent.send(f"{ONE}/annuler")

    assert agent.has("La décision ne peut plus être annulée")


async def test_the_letter_is_shown_word_for_word_before_anything_is_decided(room):
    form = {"decision": "refused", "motif": "too_young", "precision": "Né trop tard."}
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await agent.send(f"{ONE}/courrier", **form)

    assert agent.status == 200
    assert agent.has("Demande de permis : elle est refusée")
    assert agent.has("Le candidat n’a pas l’âge demandé pour cette catégorie. Né trop tard.")
    assert "/suivi/" not in agent.html
    dossier = await room.dossier()
    assert dossier.outcome is None
    assert dossier.stage(StageName.REVIEW).claim.prepared is None


async def test_a_suspicion_sends_no_letter_before_a_second_agent_has_read(room):
    form = {"decision": "refused", "motif": "document_not_genuine"}
    async with browsing(room, "agent-1", "agent-2") as (first, second):
        await first.send(f"{ONE}/prendre")
        await first.send(f"{ONE}/courrier", **form)
        assert first.has("Aucun courrier ne part maintenant.")
        await room.line.register.apply(
            "G-1",
            Decided(
                agent="agent-1",
                outcome=Outcome.REFUSED,
                reason="Doute sur le titre.",
                reason_code="document_not_genuine",
                suspicion=True,
            ),
        )
        await second.get(ONE)

    assert second.has("Second avis demandé : un premier agent soupçonne une fraude.")
    assert second.has("Doute sur le titre.")


async def test_what_was_typed_stays_when_a_decision_is_not_whole(room):
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await agent.send(f"{ONE}/decider", decision="refused", precision="court")

    assert agent.status == 422
    assert agent.has("Choisissez un motif dans la liste")
    assert ">court</textarea>" in agent.html


async def test_a_correction_is_asked_with_the_boxes_ticked_and_their_texts(room):
    form = {"decision": "correction", "piece:photo": "oui"}
    form |= {"texte:piece:photo": "Photo : elle est trop sombre.", "texte:piece:address": "Non."}
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await agent.send(f"{ONE}/decider", **form)

    [item] = (await room.dossier()).stage(StageName.REVIEW).claim.prepared.items
    assert (item.piece, item.message) == ("photo", "Photo : elle est trop sombre.")


async def test_an_agent_who_lost_the_lease_keeps_the_text_and_gets_no_other_dossier(room):
    await room.lay(flagged("G-2"))
    async with browsing(room, "agent-1", "agent-2") as (one, other):
        await one.send(f"{ONE}/prendre")
        room.clock.time += dt.timedelta(minutes=31)
        await other.send(f"{ONE}/prendre")
        form = {"decision": "closed", "precision": "Le candidat renonce à sa demande."}
        await one.send(f"{ONE}/decider", **form)

    assert one.status == 409
    assert one.has("Vous ne tenez plus ce dossier.")
    assert one.has("Un autre agent tient ce dossier.")
    assert one.has("Votre texte : Le candidat renonce à sa demande.")
    assert (await room.dossier("G-2")).stage(StageName.REVIEW).claim is None


async def test_what_was_typed_is_there_again_once_the_dossier_is_taken_back(room):
    form = {"decision": "closed", "precision": "Le candidat renonce à sa demande."}
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/decider", **form)
        assert agent.status == 409
        assert 'name="precision" value="Le candidat renonce à sa demande."' in agent.html
        await agent.send(f"{ONE}/prendre", **form)

    assert agent.status == 200
    assert ">Le candidat renonce à sa demande.</textarea>" in agent.html


async def test_passing_leaves_the_dossier_to_others_and_releasing_gives_it_back(room):
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await agent.send(f"{ONE}/passer")
        assert agent.url == "/console/termine"
        assert (await room.dossier()).review.passed == ("agent-1",)
        await agent.send(f"{ONE}/prendre")
        await agent.send(f"{ONE}/rendre")

    assert (await room.dossier()).stage(StageName.REVIEW).claim is None


async def test_notes_opinions_and_readings_are_written_down_and_shown(room):
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        service = "Référent fraude du centre"
        await agent.send(f"{ONE}/notes", note="J’ai appelé l’auto-école.")
        await agent.send(f"{ONE}/avis", service=service, question="Le titre est-il connu ?")
        await agent.send(f"{ONE}/avis/0", reponse="Oui, il est valable.")
        await agent.send(f"{ONE}/lectures", champ="identity.birth_date", valeur="1990-04-12")

    assert agent.has("J’ai appelé l’auto-école.")
    assert agent.has("Réponse : Oui, il est valable.")
    assert agent.has("date de naissance : « 12/09/1990 » se lit « 12/04/1990 »")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("notes", "Il manque un texte."),
        ("avis", "Choisissez un service de la liste"),
        ("lectures", "Une date s’écrit ainsi"),
        ("avis/0", "Il manque un texte."),
    ],
)
async def test_an_empty_note_is_asked_for_again(room, path, said):
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await agent.send(f"{ONE}/{path}")

    assert agent.status == 422
    assert agent.has(said)


async def test_markup_in_names_and_readings_is_text(room):
    person = an_identity(birth_name=EVIL, given_names=(EVIL,))
    reading = an_identity_reading(birth_name=EVIL, sources=())
    await room.lay(flagged("G-3", candidate=person, reading=reading))
    async with browsing(room) as agent:
        await agent.send("/console/dossiers/G-3/prendre")
        await agent.send("/console/dossiers/G-3/notes", note=EVIL)
        await agent.send("/console/dossiers/G-3/avis", service=EVIL, question=EVIL)
        await agent.get("/console/dossiers/G-3?piece=%3Cscript%3E&page=%22&apres=%3Cscript%3E")

    assert agent.status == 200
    assert "<script>alert" not in agent.html
    assert agent.html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5


@pytest.mark.parametrize(
    "path",
    ["prendre", "decider", "courrier", "annuler", "passer", "rendre", "notes", "avis", "lectures"],
)
async def test_a_form_of_another_site_does_nothing(room, path):
    before = await room.dossier()
    async with browsing(room) as agent:
        agent.headers["Sec-Fetch-Site"] = "cross-site"
        await agent.send(f"{ONE}/{path}", decision="accepted", note="Bonjour")

    assert agent.url == "/connexion"
    assert await room.dossier() == before


async def test_single_letters_can_be_switched_off_for_good(room):
    async with browsing(room) as agent:
        await agent.get(ONE)
        assert 'data-keys="oui"' in agent.html
        answer = await agent.client.post(
            "/console/touches",
            data={"dossier": "G-1", "touches": "non"},
            headers=agent.headers,
            allow_redirects=False,
        )
        assert answer.headers["Location"] == f"{ONE}?fait=touches"
        agent.headers["Cookie"] += f"; guichet_touches={answer.cookies['guichet_touches'].value}"
        await agent.get(ONE)

    assert 'data-keys="non"' in agent.html


async def test_no_form_leads_to_another_site(room):
    async with browsing(room) as agent:
        answer = await agent.client.post(
            "/console/touches",
            data={"dossier": "//evil.example", "touches": "non"},
            headers=agent.headers,
            allow_redirects=False,
        )

    assert answer.headers["Location"] == "/console?fait=touches"


async def test_whoever_is_drawn_for_a_blind_second_reading_sees_no_first_one(room):
    claimed = after(flagged("G-4"), Claimed(agent="agent-2"))
    assert claimed.stage(StageName.REVIEW).status is StageStatus.OPEN
    first = Decision(agent="agent-2", outcome=Outcome.ACCEPTED, decided_at=NOW)
    second = SecondReading(cause=SecondCause.SAMPLE, first=first)
    await room.lay(replace(flagged("G-4"), review=replace(claimed.review, second=second)))
    async with browsing(room) as agent:
        await agent.get("/console/dossiers/G-4")

    assert agent.status == 200
    assert not agent.has("agent-2")
    assert not agent.has("econd avis demandé")
