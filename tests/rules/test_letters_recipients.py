"""Who gets a letter, and how moments are written in it."""

import datetime as dt

import pytest

from services.notifier.rules import recipients
from shared.domain.dossier import Letter, LetterKind
from shared.web.french import long_moment
from tests.builders import NOW, a_dossier, an_identity


@pytest.mark.parametrize(
    ("candidate_email", "parent_email", "addresses"),
    [
        pytest.param("a@b.fr", "p@b.fr", [("a@b.fr", "candidate"), ("p@b.fr", "representative")]),
        pytest.param("a@b.fr", "A@B.fr", [("a@b.fr", "candidate")]),
        pytest.param(None, "p@b.fr", [("p@b.fr", "representative")]),
        pytest.param(" ", None, []),
    ],
    ids=["both", "one-family-address", "parent-only", "nobody"],
)
def test_candidate_and_representative_each_get_a_mail(candidate_email, parent_email, addresses):
    dossier = a_dossier(
        candidate=an_identity(email=candidate_email),
        representative=an_identity(email=parent_email),
    )

    found = recipients(dossier, Letter(seq=1, kind=LetterKind.ACCEPTED, created_at=NOW))

    assert [(recipient.email, recipient.role) for recipient in found] == addresses


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        pytest.param(
            dt.datetime(2026, 11, 23, 13, 5, tzinfo=dt.UTC),
            "lundi 23 novembre à 14 h 05",
            id="winter-time",
        ),
        pytest.param(
            dt.datetime(2026, 7, 1, 22, 0, tzinfo=dt.UTC), "jeudi 2 juillet à 0 h 00", id="summer"
        ),
        pytest.param(
            dt.datetime(2027, 3, 1, 8, 30, tzinfo=dt.UTC),
            "lundi 1er mars 2027 à 9 h 30",
            id="other-year",
        ),
    ],
)
def test_moments_are_written_out_in_the_time_of_paris(moment, words):
    assert long_moment(moment, NOW) == words
