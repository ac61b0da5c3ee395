"""What letters say, to whom, and what they keep to themselves."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from services.notifier.rules import READERS
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.demande import Demande, DemandeKind
from shared.domain.dossier import (
    CorrectionItem,
    Decision,
    Dossier,
    LetterKind,
    Outcome,
    StageRun,
    StageStatus,
)
from shared.domain.letter import Reader as Role
from shared.domain.letters import next_letter
from shared.letters import compose
from shared.stages import StageName

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
UNTIL = dt.datetime(2026, 11, 23, 13, 5, tzinfo=dt.UTC)
LINK = "https://guichet.exemple/d/abc?s=1&t=2"
CANDIDATE = CivilIdentity(
    birth_name="Lecœur",
    given_names=("Maëlle", "Anne"),
    birth_date="2006-03-12",
    birth_place="Rennes",
    email="maelle@exemple.fr",
)
PARENT = CivilIdentity(
    birth_name="Bernard", given_names=("Jeanne",), birth_date="1975-04-01", email="p@exemple.fr"
)
ITEMS = (
    CorrectionItem(message="Photo d’identité : elle est floue. Refaites-la."),
    CorrectionItem(message="Signature : elle touche le bord.", mended=True),
)
#: A request that ops closed because it could not be received.
GIVEN_UP = {
    "decision": None,
    "outcome": Outcome.CLOSED,
    "stages": {StageName.RECEPTION: StageRun(status=StageStatus.CANCELLED, run=1)},
}
PEOPLE_STAGES = (StageName.USER_VALIDATION, StageName.CORRECTION, StageName.DRAFT)


def a_dossier(*, candidate=CANDIDATE, representative=None, **changes):
    demande = Demande(
        kind=DemandeKind.REGISTRATION,
        category="b",
        candidate=candidate,
        account=CivilIdentity(),
        address=PostalAddress(street="12 rue des Lilas", postcode="35000", town="Rennes"),
        representative=representative,
        agrement="E0403512340",
    )
    open_run = StageRun(status=StageStatus.OPEN, run=1, deadline=UNTIL)
    dossier = Dossier(
        dossier_id="GUI-7K2M",
        owner="school",
        demande=demande,
        created_at=NOW,
        updated_at=NOW,
        stages=dict.fromkeys(PEOPLE_STAGES, open_run),
        items=ITEMS,
        decision=Decision(
            agent="a1", outcome=Outcome.REFUSED, decided_at=NOW, reason="Le titre est périmé."
        ),
    )
    return replace(dossier, **changes)


def composed(kind, dossier=None, role=Role.CANDIDATE):
    dossier = dossier or a_dossier()
    return compose(dossier, next_letter(dossier, kind, NOW), role, LINK)


#: Every letter as each of its readers gets it.
WRITTEN = [
    pytest.param(kind, role, id=f"{kind}-{role}")
    for kind in LetterKind
    for role in Role
    if role in READERS[kind]
]


@pytest.mark.parametrize(("kind", "role"), WRITTEN)
def test_every_letter_says_who_what_how_and_its_reference(kind, role):
    letter = composed(kind, role=role)

    assert letter.subject and "\n" not in letter.subject
    assert letter.text.count(LINK) == 1
    assert letter.html.count("<a ") == 1
    assert LINK.replace("&", "&amp;") in letter.html
    for body in (letter.text, letter.html):
        assert "GUI-7K2M" in body
        assert "inscription à l’examen du permis de conduire, catégorie B" in body
        assert "Bonjour" in body
        assert "{" not in body


@pytest.mark.parametrize(("kind", "role"), WRITTEN)
def test_no_letter_holds_more_personal_data_than_a_first_name(kind, role):
    letter = composed(kind, a_dossier(representative=PARENT), role)

    for secret in ("Lecœur", "2006", "12/03", "Rennes", "Lilas", "maelle@", "Bernard", "E0403"):
        assert secret not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize(("kind", "role"), WRITTEN)
def test_no_sentence_of_a_letter_is_longer_than_a_stressed_person_reads(kind, role):
    text = composed(kind, role=role).text.partition("Référence de la demande")[0]
    told = text.replace(LINK, "").replace("14 h 05", "14h05")
    sentences = re.split(r"(?<=[.!?:])\s+|\n\n|\n– ", told)

    assert [one for one in sentences if len(one.split()) > 20] == []


@pytest.mark.parametrize(
    "kind", [kind for kind in LetterKind if kind is not LetterKind.UNREACHABLE]
)
def test_a_school_reads_of_its_pupil_by_first_name_and_initial(kind):
    text = composed(kind, role=Role.SCHOOL).text

    assert text.startswith("Bonjour,")
    assert "Maëlle L." in text and ".." not in text


def test_a_school_is_not_told_why_in_a_mail():
    assert "Le titre est périmé" not in composed(LetterKind.REFUSED, role=Role.SCHOOL).text


@pytest.mark.parametrize(("kind", "role"), WRITTEN)
def test_the_two_forms_of_a_letter_say_the_same(kind, role):
    letter = composed(kind, role=role)

    shown = re.sub(r"<(title|h1).*?</\1>|<[^>]+>", " ", letter.html, flags=re.DOTALL)
    in_html = shown.replace("&amp;", "&").split()
    in_text = letter.text.replace(LINK, "").replace("–", "").split()
    # only the link itself, shown in one and behind words in the other, sets them apart
    assert [word for word in in_text if word != ":"] == [word for word in in_html if word != ":"]


@pytest.mark.parametrize(
    "kind",
    [
        LetterKind.VALIDATION_REQUEST,
        LetterKind.VALIDATION_REMINDER,
        LetterKind.CORRECTION_REQUEST,
        LetterKind.CORRECTION_REMINDER,
        LetterKind.DRAFT_REMINDER,
    ],
)
def test_a_letter_that_asks_for_an_act_says_until_when(kind):
    assert "lundi 23 novembre à 14 h 05" in composed(kind).text
    without = a_dossier(stages={})
    assert "jusqu’au" not in composed(kind, without).text


def test_a_correction_letter_lists_what_is_still_to_mend():
    letter = composed(LetterKind.CORRECTION_REQUEST)

    assert "– Photo d’identité : elle est floue. Refaites-la." in letter.text
    assert "Signature" not in letter.text
    assert "<li" in letter.html


def test_a_refusal_carries_its_reason_in_the_letter_itself():
    letter = composed(LetterKind.REFUSED)

    assert "Le motif : Le titre est périmé." in letter.text
    assert "Le titre est périmé." in letter.html


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({}, "Le titre est périmé.", id="agent"),
        pytest.param({"decision": None}, "les corrections demandées", id="correction"),
        pytest.param({"decision": None, "stages": {}}, "n’a pas été envoyée", id="draft"),
        pytest.param(GIVEN_UP, "un incident technique chez nous", id="incident"),
    ],
)
def test_a_closed_request_says_why(changes, reason):
    assert reason in composed(LetterKind.CLOSED, a_dossier(**changes)).text


def test_an_account_that_is_not_active_is_named_before_the_request():
    dossier = a_dossier()
    asleep = replace(dossier, demande=replace(dossier.demande, account_activated=False))

    assert "Activez-le d’abord" in composed(LetterKind.VALIDATION_REQUEST, asleep).text
    assert "Activez-le d’abord" not in composed(LetterKind.VALIDATION_REQUEST, dossier).text


def test_a_representative_reads_of_the_child_and_is_not_called_by_its_name():
    text = composed(LetterKind.ACCEPTED, a_dossier(representative=PARENT), Role.REPRESENTATIVE).text

    assert text.startswith("Bonjour,")
    assert "la demande de permis faite pour Maëlle" in text


@pytest.mark.parametrize(
    ("first_name", "greeting"),
    [
        pytest.param("Maëlle", "Bonjour Maëlle,", id="plain"),
        pytest.param("N’Golo Jean-Marie", "Bonjour N’Golo Jean-Marie,", id="apostrophe-hyphen"),
        pytest.param("voir http://x.test", "Bonjour,", id="web-address"),
        pytest.param("Maëlle\nBcc: x@x.test", "Bonjour,", id="header"),
        pytest.param("<b>Maëlle</b>", "Bonjour,", id="markup"),
        pytest.param("A" * 41, "Bonjour,", id="too-long"),
        pytest.param("", "Bonjour,", id="empty"),
    ],
)
def test_only_a_name_is_written_as_a_name(first_name, greeting):
    dossier = a_dossier(candidate=replace(CANDIDATE, given_names=(first_name,)))

    assert composed(LetterKind.ACCEPTED, dossier).text.startswith(greeting)


def test_words_of_people_are_escaped_in_html():
    reason = "Titre <script>alert(1)</script> & périmé."
    decision = Decision(agent="a1", outcome=Outcome.REFUSED, decided_at=NOW, reason=reason)

    letter = composed(LetterKind.REFUSED, a_dossier(decision=decision))

    assert "<script" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert reason in letter.text


def test_a_letter_sent_again_says_what_it_said_before():
    asked = a_dossier()
    letter = next_letter(asked, LetterKind.CORRECTION_REQUEST, NOW)
    mended = replace(asked, items=(), stages={})

    assert compose(asked, letter, Role.CANDIDATE, LINK) == compose(
        mended, letter, Role.CANDIDATE, LINK
    )


def test_an_expired_request_names_the_day_that_passed():
    assert "avant le lundi 23 novembre" in composed(LetterKind.EXPIRED).text
