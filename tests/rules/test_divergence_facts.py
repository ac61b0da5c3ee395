"""What is gathered from a dossier before sources are compared."""

import datetime as dt

import pytest

from services.instruction.divergence.facts import gather
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.demande import Demande, DemandeKind
from shared.domain.dossier import Dossier, StageRun, StageStatus
from shared.domain.findings import (
    AddressReading,
    CheckResult,
    Finding,
    IdentityReading,
    Mrz,
    Verdict,
)
from shared.stages import StageName

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
PERSON = CivilIdentity(birth_name="Le", given_names=("Jean",), birth_date="2006-03-12")
FULL_TD1 = ("I<UTO", "060312", "LE<<JEAN<PIERRE<MARIE<FRANCOIS")
ROOM_TD1 = ("I<UTO", "060312", "LE<<JEAN<PIERRE".ljust(30, "<"))
LONG_TD3 = ("P<UTOBENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DIN", "")


def a_dossier(**stages):
    demande = Demande(
        kind=DemandeKind.REGISTRATION,
        category="B",
        candidate=PERSON,
        account=PERSON,
        address=PostalAddress(street="1 rue A", postcode="69001", town="Lyon"),
    )
    return Dossier(
        dossier_id="D1",
        owner="school",
        demande=demande,
        created_at=NOW,
        updated_at=NOW,
        stages={StageName(name): run for name, run in stages.items()},
    )


def a_reading(*, lines, form, verified=False, digits=Verdict.PASS, status=StageStatus.DONE):
    finding = Finding(criterion="mrz_check_digits", verdict=digits, message="")
    reading = IdentityReading(
        mrz=Mrz(lines=lines, format=form, verified=verified), birth_name="LE", given_names=("JEAN",)
    )
    return StageRun(status=status, result=CheckResult(findings=(finding,), identity=reading))


@pytest.mark.parametrize(
    ("lines", "form", "cut"),
    [
        pytest.param(FULL_TD1, "td1", {"given_names"}, id="short-surname-in-a-full-zone"),
        pytest.param(ROOM_TD1, "td1", set(), id="room-left"),
        pytest.param(LONG_TD3, "td3", {"birth_name", "given_names"}, id="long-surname"),
        pytest.param(
            ("IDFRA" + "A" * 25 + "<<<<<<", "180369310285" + "0" + "MARIE<<JEANNE<"),
            *("old_cni", {"birth_name"}),
            id="old-card-with-a-full-surname",
        ),
        pytest.param(
            ("IDFRA" + "MARTIN".ljust(25, "<") + "<<<<<<", "1803693102850" + "MARIE<<JEANNES"),
            *("old_cni", {"given_names"}),
            id="old-card-with-full-given-names",
        ),
        pytest.param(("D1FRA" + "1" * 16 + "LEFEBVRE" + "0",), "licence", {"birth_name"}, id="cut"),
        pytest.param((), "td1", set(), id="no-lines"),
    ],
)
def test_a_zone_filled_to_its_end_marks_its_names_as_cut(lines, form, cut):
    facts = gather(a_dossier(identity=a_reading(lines=lines, form=form)))

    assert facts.document is not None
    assert facts.document.cut == cut


@pytest.mark.parametrize(
    ("verified", "digits", "trust"),
    [
        pytest.param(True, Verdict.PASS, (True, True), id="verified"),
        pytest.param(False, Verdict.PASS, (False, True), id="digits-only"),
        pytest.param(False, Verdict.FAIL, (False, False), id="neither"),
    ],
)
def test_names_and_date_are_trusted_for_reasons_of_their_own(verified, digits, trust):
    run = a_reading(lines=ROOM_TD1, form="td1", verified=verified, digits=digits)

    document = gather(a_dossier(identity=run)).document

    assert document is not None
    assert (document.names_trusted, document.date_trusted) == trust


@pytest.mark.parametrize(
    "run",
    [
        pytest.param(StageRun(), id="never-ran"),
        pytest.param(StageRun(status=StageStatus.PARKED), id="parked"),
        pytest.param(
            a_reading(lines=ROOM_TD1, form="td1", status=StageStatus.OPEN), id="running-again"
        ),
        pytest.param(
            StageRun(
                status=StageStatus.DONE,
                result=CheckResult(findings=(), identity=IdentityReading()),
            ),
            id="nothing-read",
        ),
    ],
)
def test_a_document_that_gave_no_answer_is_absent(run):
    assert gather(a_dossier(identity=run)).document is None


def test_the_holder_of_the_address_proof_is_gathered():
    result = CheckResult(findings=(), address=AddressReading(holder="M LE JEAN"))

    facts = gather(a_dossier(address=StageRun(status=StageStatus.DONE, result=result)))

    assert (facts.address_read, facts.address_holder) == (True, "M LE JEAN")
