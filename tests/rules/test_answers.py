"""What the candidate's page says first, and of each piece."""

import datetime as dt

import pytest

from services.intake.answer_texts import LETTER_LABELS, STATE_TEXTS
from services.intake.answers import answer_of
from services.intake.request_lines import request_lines
from shared.domain.dossier import CorrectionItem, LetterKind, Outcome, Route
from shared.domain.events import (
    Claimed,
    CorrectionAsked,
    Decided,
    PieceAdded,
    Validated,
)
from shared.domain.piece import PieceKind
from shared.domain.states import StateCode
from shared.stages import TABLE, StageName
from shared.web.french import civil_date
from tests.builders import (
    NOW,
    a_demande,
    a_divergence,
    a_dossier,
    a_draft,
    a_piece,
    after,
    an_identity,
)
from tests.rules.dossier_paths import CHECKS, expired, finished, in_correction, in_review, parked
from tests.rules.photo_codes import NOT_YET, by_code

S = StageName


def decided(outcome, reason=""):
    claimed = after(in_review(), Claimed(agent="agent-1"))
    return after(claimed, Decided(agent="agent-1", outcome=outcome, reason=reason))


SAID = {
    "draft": (a_draft(), "en préparation"),
    "validation": (a_dossier(), "attend votre validation"),
    "received": (a_dossier(needs_validation=False), "bien arrivée"),
    "code": (after(finished(by_code(), S.RECEPTION), NOT_YET), "attendons la photo"),
    "code-just-asked": (finished(by_code(), S.RECEPTION), "attendons la photo"),
    "incident": (parked(a_dossier(), S.RECEPTION), "n’est pas perdu"),
    "correction": (in_correction(), "Un point est à corriger"),
    "review": (in_review(), "un agent va l’examiner"),
    "claimed": (after(in_review(), Claimed(agent="agent-1")), "Un agent examine"),
    "accepted": (decided(Outcome.ACCEPTED), "est acceptée"),
    "refused": (decided(Outcome.REFUSED, "Motif écrit."), "est refusée"),
    "closed": (decided(Outcome.CLOSED), "classée sans suite"),
}


@pytest.mark.parametrize(("dossier", "words"), SAID.values(), ids=SAID.keys())
def test_the_headline_says_where_the_request_is(dossier, words):
    answer = answer_of(dossier, NOW)

    assert words in answer.headline
    assert answer.detail


@pytest.mark.parametrize("dossier", [case[0] for case in SAID.values()], ids=SAID.keys())
def test_sentences_are_short_and_free_of_jargon(dossier):
    answer = answer_of(dossier, NOW)
    texts = [answer.headline, answer.detail]
    texts += [text for todo in answer.todos for text in (todo.title, todo.text, todo.then)]
    for sentence in " ".join(texts).replace("?", ".").replace("!", ".").split("."):
        assert len(sentence.split()) <= 20, sentence
        assert not {"CERT", "système", "divergence", "queue"} & set(sentence.split())


def test_running_checks_are_named_with_the_latest_moment_of_their_answer():
    dossier = finished(a_dossier(needs_validation=False), S.RECEPTION)
    dossier = finished(dossier, S.PHOTO, S.SIGNATURE, S.IDENTITY)
    answer = answer_of(dossier, NOW + dt.timedelta(minutes=10))

    assert answer.headline == "Nous vérifions votre justificatif de domicile."
    assert "photo d’identité, signature et justificatif d’identité" in answer.detail
    assert "dans 20 minutes" in answer.detail


def test_the_slowest_check_sets_the_moment_that_is_promised():
    dossier = finished(a_dossier(needs_validation=False), S.RECEPTION)

    assert "dans 30 minutes" in answer_of(dossier, NOW).detail


def test_a_late_check_is_admitted():
    dossier = finished(a_dossier(needs_validation=False), S.RECEPTION)

    assert "plus long que prévu" in answer_of(dossier, NOW + dt.timedelta(hours=1)).detail


def test_waiting_asks_nothing_of_the_reader():
    assert answer_of(in_review(), NOW).todos == ()
    assert answer_of(decided(Outcome.ACCEPTED), NOW).todos == ()


def test_validation_has_one_button_a_deadline_and_what_follows():
    (todo,) = answer_of(a_dossier(account_activated=False), NOW).todos

    assert todo.button
    assert todo.deadline == NOW + TABLE[S.USER_VALIDATION].deadline
    assert "expire" in todo.then


def test_a_candidate_who_can_validate_is_told_so_during_an_incident():
    answer = answer_of(parked(a_dossier(), S.RECEPTION), NOW)

    assert [todo.button for todo in answer.todos] == ["Valider ma demande"]
    assert "rien à faire" not in answer.detail


def test_a_correction_comes_before_the_validation():
    items = (CorrectionItem(message="La photo est floue.", piece=PieceKind.PHOTO),)
    dossier = finished(a_dossier(), S.RECEPTION, *CHECKS)
    dossier = finished(dossier, S.DIVERGENCE, result=a_divergence(Route.CORRECTION, items=items))
    answer = answer_of(dossier, NOW)

    assert [todo.items for todo in answer.todos] == [items, ()]
    assert [todo.button for todo in answer.todos] == ["", "Valider ma demande"]


def test_corrections_left_are_counted_and_the_last_step_is_sending():
    items = tuple(
        CorrectionItem(message="À refaire.", piece=kind)
        for kind in (PieceKind.PHOTO, PieceKind.ADDRESS)
    )
    dossier = after(
        in_review(), Claimed(agent="agent-1"), CorrectionAsked(agent="agent-1", items=items)
    )
    assert answer_of(dossier, NOW).headline.startswith("2 points")

    dossier = after(dossier, PieceAdded(piece=a_piece(PieceKind.PHOTO)))
    assert answer_of(dossier, NOW).headline.startswith("Un point")

    dossier = after(dossier, PieceAdded(piece=a_piece(PieceKind.ADDRESS)))
    assert "renvoyer" in answer_of(dossier, NOW).headline


def test_a_refusal_gives_its_reason():
    answer = answer_of(decided(Outcome.REFUSED, "L’adresse ne correspond pas."), NOW)

    assert answer.reason == "L’adresse ne correspond pas."


def test_an_expired_request_says_why():
    assert "pas été validée à temps" in answer_of(expired(), NOW).headline


def test_letters_are_listed_newest_first_and_each_kind_has_a_name():
    answer = answer_of(decided(Outcome.ACCEPTED), NOW)

    assert next(label for label, _ in answer.letters) == "Demande acceptée"
    assert set(LETTER_LABELS) == set(LetterKind)


def test_nobody_validates_unseen():
    lines = {line.label: line.value for line in request_lines(a_demande())}

    assert lines["Nom de naissance"] == "Specimen"
    assert lines["Date de naissance"] == "12 avril 1990"
    assert lines["Adresse"] == "12 rue des Exemples, 69003 Lyon"
    assert "Nom d’usage" not in lines


def test_a_minors_request_names_the_representative():
    parent = an_identity(given_names=("Dominique",))
    lines = {line.label: line.value for line in request_lines(a_demande(representative=parent))}

    assert lines["Représentant légal"] == "Dominique Specimen"


@pytest.mark.parametrize(
    ("text", "said"),
    [("1975-00-00", "1975 (jour ou mois inconnu)"), ("2007-03-01", "1er mars 2007"), ("", "")],
)
def test_birth_dates_read_as_people_say_them(text, said):
    assert civil_date(text) == said


def test_once_validated_the_page_goes_back_to_the_checks():
    dossier = after(finished(a_dossier(), S.RECEPTION), Validated())
    answer = answer_of(dossier, NOW)

    assert answer.headline.startswith("Nous vérifions votre photo d’identité")
    assert answer.todos == ()


def test_every_state_has_words_of_its_own_or_of_its_checks():
    worked_out = {
        StateCode.AWAITING_CANDIDATE,
        StateCode.CHECKING_IMAGES,
        StateCode.READING,
        StateCode.CORRECTION,
    }
    assert set(STATE_TEXTS) == set(StateCode) - worked_out
