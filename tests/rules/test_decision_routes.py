"""Where a checked dossier goes: clean pile, review or correction."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.instruction.decision import compare_and_decide
from services.instruction.weights import UNREAD
from shared.domain.civil_identity import CivilIdentity
from shared.domain.dossier import Dossier, Route, StageRun, StageStatus
from shared.domain.findings import AddressReading, CheckResult, IdentityReading, Mrz, Verdict
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import NOW, PIECES, a_demande, a_piece, an_identity
from tests.builders import a_finding as a_passed_finding

PERSON = an_identity(birth_name="Lecœur", given_names=("Maëlle",), birth_date="2006-03-12")
ZONE = ("I<UTO", "060312", "LECOEUR<<MAELLE".ljust(30, "<"))


def a_finding(criterion, verdict=Verdict.PASS, *, advisory=False):
    message = f"{criterion} en français."
    return a_passed_finding(
        criterion=criterion, verdict=verdict, message=message, advisory=advisory
    )


def a_check(*findings, status=StageStatus.DONE, identity=None, address=None):
    result = CheckResult(findings=findings, identity=identity, address=address)
    return StageRun(status=status, run=1, result=result)


def an_identity_check(*findings, verified=True, **read):
    reading = IdentityReading(
        mrz=Mrz(lines=ZONE, format="td1", verified=verified),
        birth_name="LECOEUR",
        given_names=("MAELLE",),
        birth_date="2006-03-12",
    )
    findings = findings or (a_finding("mrz_check_digits"),)
    return a_check(*findings, identity=replace(reading, **read))


def some_stages(**stages):
    address = AddressReading(holder="MME LECOEUR MAELLE")
    checks = {
        "photo": a_check(a_finding("sharpness")),
        "signature": a_check(a_finding("blank")),
        "identity": an_identity_check(),
        "address": a_check(a_finding("age"), address=address),
    }
    return {StageName(name): run for name, run in (checks | stages).items()}


def decided(stages=None, *, candidate=PERSON, account=PERSON, pieces=PIECES):
    dossier = Dossier(
        dossier_id="D1",
        owner="school",
        demande=a_demande(candidate=candidate, account=account),
        created_at=NOW,
        updated_at=NOW,
        pieces={kind: a_piece(kind) for kind in pieces},
        stages=some_stages(**(stages or {})),
    )
    return compare_and_decide(dossier)


def test_a_dossier_on_which_all_agree_goes_to_the_clean_pile():
    result = decided()

    assert (result.route, result.items) == (Route.CLEAN, ())
    assert result.check.facts["reasons"] == ""


def test_an_empty_account_field_is_completed_by_the_candidate():
    result = decided(account=replace(PERSON, birth_date=None))

    assert result.route is Route.CORRECTION
    assert [item.field for item in result.items] == ["account.birth_date"]
    assert result.check.facts["cause.birth_date"] == "account_field_empty"
    assert result.check.facts["reasons"] == "divergence_birth_date"


def test_an_account_of_which_nothing_is_known_is_left_to_an_agent():
    result = decided(account=CivilIdentity())

    assert (result.route, result.items) == (Route.REVIEW, ())


@pytest.mark.parametrize(
    ("stages", "route", "reason"),
    [
        pytest.param(
            {"photo": a_check(a_finding("sharpness", Verdict.FAIL))},
            *(Route.CORRECTION, "photo.sharpness"),
            id="blurred-photo",
        ),
        pytest.param(
            {"photo": a_check(a_finding("colour", Verdict.WARN))},
            *(Route.REVIEW, "photo.colour"),
            id="doubt-on-the-photo",
        ),
        pytest.param(
            {"address": a_check(a_finding("holder", Verdict.NOT_EVALUATED))},
            *(Route.REVIEW, "address.holder"),
            id="unread-bill",
        ),
        pytest.param(
            {"identity": an_identity_check(a_finding("mrz_check_digits", Verdict.FAIL))},
            *(Route.REVIEW, "identity.mrz_check_digits"),
            id="doubt-on-the-document-is-an-agent-s",
        ),
        pytest.param(
            {"identity": an_identity_check(a_finding("expiry", Verdict.FAIL))},
            *(Route.CORRECTION, "identity.expiry"),
            id="expired-document",
        ),
        pytest.param(
            {"reception": a_check(a_finding("age", Verdict.WARN))},
            *(Route.REVIEW, "reception.age"),
            id="doubt-on-what-was-declared",
        ),
        pytest.param(
            {"signature": StageRun(status=StageStatus.PARKED, cause="CheckTimedOut")},
            *(Route.REVIEW, "signature.parked"),
            id="parked-check",
        ),
        pytest.param(
            {"signature": a_check(a_finding("blank"), status=StageStatus.OPEN)},
            *(Route.REVIEW, "signature.open"),
            id="answer-of-an-earlier-run",
        ),
        pytest.param(
            {"photo": a_check()}, Route.REVIEW, "photo.no_finding", id="check-without-finding"
        ),
    ],
)
def test_each_finding_weighs_what_people_can_do_about_it(stages, route, reason):
    result = decided(stages)

    assert result.route is route
    assert reason in str(result.check.facts["reasons"]).split()


def test_an_advisory_finding_weighs_nothing():
    advice = a_finding("gaze", Verdict.NOT_EVALUATED, advisory=True)

    assert decided({"photo": a_check(a_finding("sharpness"), advice)}).route is Route.CLEAN


def test_a_correction_has_one_item_a_piece_with_every_fault_in_it():
    photo = a_check(a_finding("sharpness", Verdict.FAIL), a_finding("exposure", Verdict.FAIL))
    signature = a_check(a_finding("blank", Verdict.FAIL))

    items = decided({"photo": photo, "signature": signature}).items

    assert [item.piece for item in items] == [PieceKind.PHOTO, PieceKind.SIGNATURE]
    assert items[0].message == "Photo d’identité : sharpness en français. exposure en français."


def test_people_mend_what_they_can_before_an_agent_looks():
    stages = {
        "photo": a_check(a_finding("sharpness", Verdict.FAIL)),
        "address": a_check(a_finding("holder", Verdict.NOT_EVALUATED)),
    }

    result = decided(stages)

    assert result.route is Route.CORRECTION
    assert "address.holder" in str(result.check.facts["reasons"])


@pytest.mark.parametrize("kind", sorted(UNREAD))
def test_a_piece_that_no_check_reads_is_left_to_an_agent(kind):
    result = decided(pieces=(*PIECES, kind))

    assert result.route is Route.REVIEW
    assert f"{kind}.unread" in str(result.check.facts["reasons"])


def test_a_stage_that_the_request_does_not_have_is_not_missed():
    kept = tuple(kind for kind in PIECES if kind is not PieceKind.SIGNATURE)
    stages = {"signature": StageRun(status=StageStatus.NOT_REQUIRED)}

    assert decided(stages, pieces=kept).route is Route.CLEAN


VERDICTS = st.sampled_from(Verdict)


@given(VERDICTS, VERDICTS, st.booleans())
def test_only_passing_checks_reach_the_clean_pile(photo, address, parked):
    stages = {
        "photo": a_check(a_finding("sharpness", photo)),
        "address": a_check(a_finding("age", address)),
        "signature": StageRun(status=StageStatus.PARKED) if parked else a_check(a_finding("blank")),
    }

    clean = decided(stages).route is Route.CLEAN

    assert clean is (photo is Verdict.PASS and address is Verdict.PASS and not parked)
