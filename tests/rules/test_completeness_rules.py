"""Which pieces a request needs, and what is wrong with what is declared."""

import datetime as dt
from dataclasses import replace

import pytest

from services.intake.rules import (
    RULE_SET,
    judge_completeness,
    judge_demande,
    required_checks,
    required_pieces,
)
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.demande import Demande, DemandeKind
from shared.domain.findings import Verdict
from shared.domain.piece import PieceKind
from shared.stages import StageName

TODAY = dt.date(2026, 11, 23)
ADULT = CivilIdentity(
    birth_name="Lecœur",
    given_names=("Maëlle",),
    birth_date="1990-03-12",
    email="maelle@exemple.fr",
)
MINOR = replace(ADULT, birth_date="2010-03-12")
PARENT = CivilIdentity(
    birth_name="Lecœur",
    given_names=("Jeanne",),
    birth_date="1975-00-00",
    email="jeanne@exemple.fr",
)
BASE = {"photo", "signature", "identity", "address"}
MINOR_BASE = {"photo", "identity", "address", "representative_identity", "hosting"}


def a_demande(**changes):
    demande = Demande(
        kind=DemandeKind.REGISTRATION,
        category="B",
        candidate=ADULT,
        account=CivilIdentity(),
        address=PostalAddress(street="1 rue A", postcode="69001", town="Lyon"),
    )
    return replace(demande, **changes)


def born(birth_date, **changes):
    return a_demande(candidate=replace(ADULT, birth_date=birth_date), **changes)


TITLE = {"kind": DemandeKind.TITLE}


@pytest.mark.parametrize(
    ("demande", "needed"),
    [
        pytest.param(a_demande(), BASE, id="adult-past-25"),
        pytest.param(born("2001-11-23"), BASE, id="25-today"),
        pytest.param(born("2001-11-24"), BASE | {"jdc"}, id="24"),
        pytest.param(born("2008-11-23"), BASE | {"jdc"}, id="18-today"),
        pytest.param(born("2008-11-24"), MINOR_BASE | {"jdc"}, id="17"),
        pytest.param(born("2009-11-24"), MINOR_BASE, id="16"),
        pytest.param(born("2004-05-05", first_licence=False), BASE, id="further-category"),
        pytest.param(born("2006-05-05", **TITLE), BASE | {"cepc", "assr"}, id="title-at-20"),
        pytest.param(born("2005-11-23", **TITLE), BASE | {"cepc"}, id="title-at-21"),
        pytest.param(
            born("2006-05-05", first_licence=False, **TITLE),
            BASE | {"cepc"},
            id="further-title-at-20",
        ),
        pytest.param(
            born("2009-05-05", **TITLE), MINOR_BASE | {"cepc", "assr"}, id="title-of-a-minor"
        ),
        pytest.param(born(None), BASE, id="age-unknown"),
    ],
)
def test_the_pieces_needed_follow_kind_and_age(demande, needed):
    pieces = required_pieces(demande, TODAY)

    assert {kind.value for kind in pieces} == needed
    assert all(why.endswith(".") for why in pieces.values())


def test_every_missing_piece_is_named_with_its_reason_and_an_example():
    demande = born("2004-05-05")

    findings = judge_completeness(demande, frozenset({PieceKind.PHOTO, PieceKind.IDENTITY}), TODAY)

    assert [finding.value for finding in findings] == ["signature", "address", "jdc"]
    assert {finding.verdict for finding in findings} == {Verdict.FAIL}
    assert {finding.criterion for finding in findings} == {"missing_piece"}
    assert {finding.rule_set for finding in findings} == {RULE_SET}
    assert "moins de 6 mois" in findings[1].message
    assert findings[2].message.startswith(
        "Il manque : situation au regard de la journée défense et citoyenneté."
    )


def test_a_complete_request_has_no_finding():
    kinds = frozenset(required_pieces(a_demande(), TODAY))

    assert judge_completeness(a_demande(), kinds, TODAY) == ()


def test_a_piece_too_many_is_not_held_against_anyone():
    kinds = frozenset(PieceKind)

    assert judge_completeness(a_demande(), kinds, TODAY) == ()


def test_only_the_checks_of_pieces_that_are_there_are_started():
    kinds = frozenset({PieceKind.PHOTO, PieceKind.CEPC, PieceKind.MEDICAL})

    assert required_checks(kinds) == {StageName.PHOTO, StageName.CEPC}


def test_a_request_that_holds_together_has_no_finding():
    assert judge_demande(a_demande(), TODAY) == ()
    assert judge_demande(a_demande(candidate=MINOR, representative=PARENT), TODAY) == ()


@pytest.mark.parametrize(
    ("demande", "criterion", "verdict"),
    [
        pytest.param(
            a_demande(candidate=replace(ADULT, birth_name=" ")), "birth_name", "fail", id="no-name"
        ),
        pytest.param(
            a_demande(candidate=replace(ADULT, given_names=("",))),
            *("given_names", "fail"),
            id="no-given-name",
        ),
        pytest.param(born(None), "birth_date", "fail", id="no-date"),
        pytest.param(born("2006-02-30"), "birth_date", "fail", id="impossible-day"),
        pytest.param(born("2006-00-12"), "birth_date", "fail", id="day-without-month"),
        pytest.param(born("12/03/2006"), "birth_date", "fail", id="other-writing"),
        pytest.param(born("2027-01-01"), "birth_date", "fail", id="future"),
        pytest.param(born("1899-01-01"), "birth_date", "fail", id="too-long-ago"),
        pytest.param(born("2014-01-01", representative=PARENT), "age", "warn", id="too-young"),
        pytest.param(a_demande(candidate=MINOR), "representative", "fail", id="minor-alone"),
        pytest.param(a_demande(representative=PARENT), "representative", "warn", id="adult-with"),
        pytest.param(
            a_demande(candidate=MINOR, representative=replace(PARENT, given_names=())),
            *("representative_name", "fail"),
            id="nameless-representative",
        ),
        pytest.param(
            a_demande(candidate=MINOR, representative=replace(PARENT, birth_date="2009-01-01")),
            *("representative_age", "fail"),
            id="representative-under-age",
        ),
        pytest.param(
            a_demande(candidate=MINOR, representative=replace(MINOR, email=None)),
            *("representative_is_candidate", "fail"),
            id="candidate-as-representative",
        ),
        pytest.param(
            a_demande(candidate=replace(ADULT, email=None)), "email", "fail", id="no-email"
        ),
        pytest.param(
            a_demande(candidate=replace(ADULT, email="maelle@exemple")),
            *("email", "fail"),
            id="half-an-email",
        ),
        pytest.param(
            a_demande(candidate=MINOR, representative=replace(PARENT, email="MAELLE@exemple.fr")),
            *("email_shared", "fail"),
            id="family-address",
        ),
        pytest.param(
            a_demande(address=PostalAddress(street="1 rue A", postcode="6900", town="Lyon")),
            *("postcode", "fail"),
            id="short-postcode",
        ),
    ],
)
def test_what_cannot_be_is_said(demande, criterion, verdict):
    findings = {finding.criterion: finding for finding in judge_demande(demande, TODAY)}

    assert findings[criterion].verdict == verdict
    assert findings[criterion].message.endswith(".")


def test_an_unknown_day_and_month_of_birth_are_possible():
    assert judge_demande(born("1975-00-00"), TODAY) == ()
    assert judge_demande(born("1975-04-00"), TODAY) == ()
