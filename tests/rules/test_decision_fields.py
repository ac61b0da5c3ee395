"""Which different identity fields are sent back, and which an agent looks at."""

from dataclasses import replace

import pytest

from services.instruction.decision import compare_and_decide
from shared.domain.dossier import Dossier, Route, StageRun, StageStatus
from shared.domain.findings import CheckResult, IdentityReading, Mrz, Verdict
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import NOW, a_demande, a_finding, a_piece, an_identity

PERSON = an_identity(birth_name="Lecœur", given_names=("Maëlle",), birth_date="2006-03-12")
ZONE = ("I<UTO", "060312", "LECOEUR<<MAELLE".ljust(30, "<"))
ONCE = a_finding(criterion="reading", verdict=Verdict.WARN)
DIGITS = a_finding(criterion="mrz_check_digits")


def a_document(*findings, verified=True, **read):
    reading = IdentityReading(
        mrz=Mrz(lines=ZONE, format="td1", verified=verified),
        birth_name="LECOEUR",
        given_names=("MAELLE",),
        birth_date="2006-03-12",
    )
    result = CheckResult(findings=(DIGITS, *findings), identity=replace(reading, **read))
    return StageRun(status=StageStatus.DONE, run=1, result=result)


def decided(document=None, *, candidate=PERSON, account=PERSON):
    dossier = Dossier(
        dossier_id="D1",
        owner="school",
        demande=a_demande(candidate=candidate, account=account),
        created_at=NOW,
        updated_at=NOW,
        pieces={PieceKind.IDENTITY: a_piece(PieceKind.IDENTITY)},
        stages={StageName.IDENTITY: document or a_document()},
    )
    return compare_and_decide(dossier)


@pytest.mark.parametrize(
    ("candidate", "field"),
    [
        pytest.param(replace(PERSON, birth_name="Lecoeurr"), "birth_name", id="typing-error"),
        pytest.param(replace(PERSON, birth_date="2006-12-03"), "birth_date", id="swapped-date"),
        pytest.param(replace(PERSON, given_names=("Maele",)), "given_names", id="given-name"),
    ],
)
def test_a_slip_that_account_and_verified_document_contradict_is_corrected(candidate, field):
    result = decided(candidate=candidate)

    assert result.route is Route.CORRECTION
    assert [item.field for item in result.items] == [field]


@pytest.mark.parametrize(
    ("document", "candidate", "account"),
    [
        pytest.param(
            a_document(verified=False),
            *(replace(PERSON, birth_name="Lecoeurr"), PERSON),
            id="document-not-verified",
        ),
        pytest.param(None, replace(PERSON, birth_name="Bernard"), PERSON, id="not-a-slip"),
        pytest.param(a_document(birth_name="BERNARD"), PERSON, PERSON, id="document"),
    ],
)
def test_any_other_different_identity_goes_to_an_agent(document, candidate, account):
    result = decided(document, candidate=candidate, account=account)

    assert (result.route, result.items) == (Route.REVIEW, ())


def test_a_slip_in_the_account_is_corrected_there():
    result = decided(account=replace(PERSON, birth_date="2006-12-03"))

    assert [item.field for item in result.items] == ["account.birth_date"]


def test_a_slip_that_a_verified_document_contradicts_is_corrected_where_the_account_is_silent():
    candidate, account = replace(PERSON, birth_name="Lecoeurr"), replace(PERSON, birth_name=None)

    result = decided(candidate=candidate, account=account)

    assert [item.field for item in result.items] == ["birth_name"]


def test_another_person_s_account_is_mended_by_another_address():
    other = an_identity(birth_name="Petit", given_names=("Paul",), birth_date="1998-11-30")

    result = decided(account=other)

    assert [item.field for item in result.items] == ["email"]
    assert "divergence_birth_name" in str(result.check.facts["reasons"])


def test_an_address_of_the_driving_school_is_corrected():
    candidate = replace(PERSON, email="lea@auto-ecole-du-lac.fr")

    result = decided(candidate=candidate, account=candidate)

    assert [item.field for item in result.items] == ["email"]


@pytest.mark.parametrize(
    ("candidate", "account", "settled"),
    [
        pytest.param(PERSON, PERSON, True, id="typed-the-same"),
        pytest.param(PERSON, replace(PERSON, birth_name=None), True, id="account-silent"),
        pytest.param(replace(PERSON, birth_name="Bernard"), PERSON, False, id="other-name"),
    ],
)
def test_a_doubt_on_the_names_read_is_settled_by_the_names_typed(candidate, account, settled):
    result = decided(a_document(ONCE, verified=False), candidate=candidate, account=account)

    assert ("identity.reading" not in str(result.check.facts["reasons"])) is settled
