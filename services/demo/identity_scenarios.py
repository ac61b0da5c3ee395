"""Scenarios in which the sources of identity disagree, or one of them is silent."""

import datetime as dt

from services.demo.cast import candidate
from services.demo.expectations import corrected, demande
from services.demo.people import pieces_of
from services.demo.scenario import Scenario
from shared.domain.findings import Verdict


def empty_account_date(today: dt.date) -> Scenario:
    """The birth date of the portal account was never filled in: no divergence, a cure."""
    person = candidate(3, today)
    body = demande(person)
    return Scenario(
        name="compte-sans-date",
        title="Date de naissance absente du compte",
        demande=body | {"account": body["candidate"] | {"birth_date": None}},
        pieces=pieces_of(person, today),
        expected=corrected(divergence__divergence_birth_date=Verdict.WARN),
    )


def typing_error(today: dt.date) -> Scenario:
    """One letter wrong in the request; document and account agree, so the school mends it."""
    person = candidate(4, today)
    body = demande(person)
    return Scenario(
        name="faute-de-frappe",
        title="Faute de frappe dans le nom saisi",
        demande=body | {"candidate": body["candidate"] | {"birth_name": "Bertelot"}},
        pieces=pieces_of(person, today),
        expected=corrected(divergence__divergence_birth_name=Verdict.FAIL),
    )


def foreign_account(today: dt.date) -> Scenario:
    """The e-mail belongs to somebody else's portal account."""
    person, other = candidate(5, today), candidate(6, today)
    body = demande(person)
    account = demande(other)["candidate"] | {"email": person.identity.email}
    return Scenario(
        name="compte-d-autrui",
        title="Le compte appartient à une autre personne",
        demande=body | {"account": account},
        pieces=pieces_of(person, today),
        expected=corrected(divergence__divergence_birth_name=Verdict.FAIL),
    )
