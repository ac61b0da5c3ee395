"""A corrected value that cannot be is refused before it is sent; nothing else stops a filer."""

import datetime as dt
from dataclasses import replace

import pytest

from services.intake.filing_rows import still_missing
from services.intake.requests import check_ready
from shared.domain.civil_identity import PostalAddress
from shared.domain.events import DemandeChanged
from shared.web.problems import Problem, ProblemType
from tests.builders import NOW, a_demande, after, an_identity
from tests.rules.test_correction_loop import PERSON, asked, rewritten

TODAY = NOW.date()
PARENT = an_identity(
    birth_name="Modele", given_names=("Anne",), birth_date="1965-02-03", email="parent@example.org"
)


def refused(dossier, today=TODAY):
    """The codes of what keeps a correction from being sent."""
    try:
        check_ready(dossier, today)
    except Problem as problem:
        assert problem.type is ProblemType.INCOMPLETE_DOSSIER
        assert len(still_missing(dossier, today)) == len(problem.errors)
        return [error["code"] for error in problem.errors]
    assert still_missing(dossier, today) == ()
    return []


@pytest.mark.parametrize(
    ("field", "event", "codes"),
    [
        ("birth_date", rewritten(birth_date="1991-02-31"), ["birth_date"]),
        ("birth_date", rewritten(birth_date="2090-04-12"), ["birth_date"]),
        ("birth_date", rewritten(birth_date="1890-04-12"), ["birth_date"]),
        ("birth_date", rewritten(birth_date="1990-04-13"), []),
        ("birth_date", rewritten(birth_date="1990-00-00"), []),
        ("email", rewritten(email="camille.specimen"), ["email"]),
        ("email", rewritten(email="camille@example.org"), []),
        (
            "address.postcode",
            DemandeChanged(
                demande=a_demande(
                    address=PostalAddress(
                        street="12 rue des Exemples", postcode="6900", town="Lyon"
                    )
                )
            ),
            ["postcode"],
        ),
    ],
)
def test_a_value_that_cannot_be_is_refused_before_it_is_sent(field, event, codes):
    assert refused(after(asked(field), event)) == codes


def test_a_refused_value_can_be_written_again():
    dossier = after(asked("birth_date"), rewritten(birth_date="1991-02-31"))

    assert refused(after(dossier, rewritten(birth_date="1991-02-28"))) == []


def test_what_is_not_mended_and_what_cannot_be_are_said_together():
    dossier = after(asked("birth_date", "birth_name"), rewritten(birth_date="1991-02-31"))

    assert refused(dossier) == ["not_mended", "birth_date"]


def test_a_fault_that_nobody_asked_about_leaves_the_way_open():
    """A rule that came after the request was sent would else lock its filer out."""
    dossier = asked("birth_date")
    faulty = replace(dossier.demande, candidate=replace(PERSON, email="camille.specimen"))
    mended = replace(faulty, candidate=replace(faulty.candidate, birth_date="1990-04-13"))

    assert refused(after(replace(dossier, demande=faulty), DemandeChanged(demande=mended))) == []


def test_a_date_that_needs_a_representative_goes_to_an_agent():
    """The representative was not asked for and could not be added."""
    minor = TODAY.replace(year=TODAY.year - 16).isoformat()

    assert refused(after(asked("birth_date"), rewritten(birth_date=minor))) == []


def test_an_address_shared_with_the_representative_is_refused():
    dossier = asked("email")
    demande = replace(dossier.demande, representative=PARENT)
    shared = replace(demande, candidate=replace(PERSON, email=PARENT.email))

    dossier = after(replace(dossier, demande=demande), DemandeChanged(demande=shared))

    assert refused(dossier) == ["email_shared"]


def test_the_day_on_which_it_is_sent_is_the_one_that_counts():
    tomorrow = TODAY + dt.timedelta(days=1)
    dossier = after(asked("birth_date"), rewritten(birth_date=tomorrow.isoformat()))

    assert refused(dossier) == ["birth_date"]
    assert refused(dossier, tomorrow) == []
