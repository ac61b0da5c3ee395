"""What a school hears by mail, as it prefers."""

import pytest

from services.notifier.rules import ASKING_SCHOOLS, READERS, for_candidate_side, recipients
from shared.domain.dossier import Letter, LetterKind
from shared.domain.letter import Reader
from shared.pipeline.contacts import Contact, Wants
from tests.builders import NOW, a_dossier, an_identity


def readers(kind, school, **demande):
    letter = Letter(seq=1, kind=kind, created_at=NOW)
    return [one.role for one in recipients(a_dossier(**demande), letter, school)]


def a_school(**changes):
    return Contact(account_id="ecole", **{"email": "ecole@exemple.fr", **changes})


@pytest.mark.parametrize("kind", LetterKind)
def test_a_school_hears_of_everything_unless_it_says_otherwise(kind):
    assert Reader.SCHOOL in readers(kind, a_school())


@pytest.mark.parametrize("kind", LetterKind)
def test_a_school_that_wants_acts_only_is_still_asked_for_them(kind):
    heard = Reader.SCHOOL in readers(kind, a_school(wants=Wants.ACTS))

    assert heard == (kind in ASKING_SCHOOLS)


@pytest.mark.parametrize("kind", LetterKind)
def test_the_preference_of_a_school_takes_nothing_from_the_candidate(kind):
    heard = Reader.CANDIDATE in readers(kind, a_school(wants=Wants.ACTS))

    assert heard == for_candidate_side(Letter(seq=1, kind=kind, created_at=NOW))
    assert heard == (Reader.CANDIDATE in READERS[kind])


@pytest.mark.parametrize("school", [None, a_school(email=None)], ids=["no school", "no address"])
def test_without_an_address_of_the_school_the_others_hear(school):
    assert readers(LetterKind.ACCEPTED, school) == [Reader.CANDIDATE]


def test_a_school_that_typed_its_own_address_for_the_candidate_gets_one_mail():
    candidate = an_identity(email="Ecole@exemple.fr")

    assert readers(LetterKind.ACCEPTED, a_school(), candidate=candidate) == [Reader.CANDIDATE]


def test_a_candidate_without_mail_is_reached_by_mobile():
    candidate = an_identity(email=None, mobile="0612345678")

    assert readers(LetterKind.ACCEPTED, None, candidate=candidate) == [Reader.CANDIDATE]


def test_addresses_are_not_shown_where_a_recipient_is_printed():
    letter = Letter(seq=1, kind=LetterKind.ACCEPTED, created_at=NOW)
    candidate = an_identity(email="a@b.fr", mobile="0612345678")

    shown = repr(recipients(a_dossier(candidate=candidate), letter, a_school()))

    assert not any(secret in shown for secret in ("a@b.fr", "0612345678", "ecole@exemple.fr"))
