"""The request's form: what is typed becomes the request, and every fault is said at its field."""

import pytest

from services.intake.filing_form import Form, form_of, iso_date, read_form
from tests.builders import a_demande, an_identity

TYPED = {
    "kind": "registration",
    "category": "B",
    "first_licence": "oui",
    "candidate.birth_name": " Lecœur ",
    "candidate.given_names": "Maëlle, Anne ,",
    "candidate.birth_date": "12/03/2006",
    "candidate.email": "m@exemple.fr",
    "address.street": "12 rue des Lilas",
    "address.postcode": "35000",
    "address.town": "Rennes",
}


def test_a_filled_form_is_a_request():
    demande = read_form(TYPED)
    assert demande.candidate.birth_name == "Lecœur"
    assert demande.candidate.given_names == ("Maëlle", "Anne")
    assert demande.candidate.birth_date == "2006-03-12"
    assert (demande.first_licence, demande.aac, demande.representative) == (True, False, None)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("12/03/2006", "2006-03-12"),
        (" 1.2.1999 ", "1999-02-01"),
        ("00/00/1975", "1975-00-00"),
        ("2006-03-12", "2006-03-12"),
        ("mars 2006", "mars 2006"),
    ],
)
def test_a_date_is_read_as_french_people_write_it(typed, iso):
    assert iso_date(typed) == iso


@pytest.mark.parametrize("name", [name for name in TYPED if "." in name])
def test_a_missing_field_is_named_and_the_others_are_kept(name):
    read = read_form({**TYPED, name: ""})
    assert isinstance(read, Form)
    assert set(read.errors) == {name}
    assert read.typed["category"] == "B"


def test_every_fault_is_said_at_once():
    assert len(read_form({"kind": "registration", "category": "B"}).errors) == 7


def test_a_representative_is_whole_or_absent():
    read = read_form({**TYPED, "representative.birth_name": "Bernard"})
    assert set(read.errors) == {"representative.given_names", "representative.email"}


@pytest.mark.parametrize(
    "demande",
    [
        pytest.param(a_demande(), id="adult"),
        pytest.param(a_demande(representative=an_identity(birth_name="Bernard")), id="minor"),
    ],
)
def test_a_form_filled_with_a_request_reads_back_as_it(demande):
    again = read_form(form_of(demande).typed)
    assert again.candidate == demande.candidate
    assert (again.address, again.category) == (demande.address, demande.category)
    assert again.representative == demande.representative
