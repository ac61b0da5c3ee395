"""What is gathered from a dossier before sources are compared."""

import datetime as dt
from dataclasses import replace

import pytest

from services.instruction.divergence.facts import gather
from services.instruction.divergence.sources import Part, Trust
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.demande import Demande, DemandeKind
from shared.domain.dossier import Dossier, StageRun, StageStatus
from shared.domain.findings import (
    AddressReading,
    CheckResult,
    FieldReading,
    Finding,
    IdentityReading,
    Mrz,
    TwoDDoc,
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
        mrz=Mrz(lines=lines, format=form, verified=verified), birth_name="LE", given_names=("JE",)
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

    assert facts.documents[0].cut == cut


def test_a_name_that_the_printed_side_gives_whole_is_not_cut():
    run = a_reading(lines=FULL_TD1, form="td1")
    whole = ("Jean", "Pierre", "Marie", "François-Xavier")
    reading = replace(run.result.identity, given_names=whole)

    facts = gather(a_dossier(identity=replace(run, result=replace(run.result, identity=reading))))

    assert facts.documents[0].cut == frozenset()


def test_each_part_of_a_document_speaks_for_itself():
    run = a_reading(lines=ROOM_TD1, form="td1", verified=True)
    printed = FieldReading(name="birth_name", value="Lé", source="visual_zone", confidence=0.8)
    reading = replace(run.result.identity, sources=(printed,))

    facts = gather(a_dossier(identity=replace(run, result=replace(run.result, identity=reading))))

    parts = [(one.part, one.identity.birth_name, one.names) for one in facts.documents]
    assert parts == [
        (Part.MRZ, "LE", Trust.CONFIRMED),
        (Part.VISUAL_ZONE, "Lé", Trust.DOUBTED),
    ]


def test_a_signed_code_settles_the_name_on_a_bill():
    code = TwoDDoc(payload="DC", signature="valid", fields={"10": "M/LE/JEAN"})
    unsigned = replace(code, signature="unsigned")
    names = []
    for found in (code, unsigned):
        reading = AddressReading(holder="M DUPONT", two_d_doc=found)
        result = CheckResult(findings=(), address=reading)
        run = StageRun(status=StageStatus.DONE, result=result)
        names.append(gather(a_dossier(address=run)).holders)

    assert names == [("M LE JEAN",), ("M DUPONT",)]


@pytest.mark.parametrize(
    ("verified", "digits", "trust"),
    [
        pytest.param(True, Verdict.PASS, (Trust.CONFIRMED, Trust.CONFIRMED), id="verified"),
        pytest.param(False, Verdict.PASS, (Trust.DOUBTED, Trust.CONFIRMED), id="digits-only"),
        pytest.param(False, Verdict.FAIL, (Trust.DOUBTED, Trust.DOUBTED), id="neither"),
    ],
)
def test_names_and_date_are_trusted_for_reasons_of_their_own(verified, digits, trust):
    run = a_reading(lines=ROOM_TD1, form="td1", verified=verified, digits=digits)

    document = gather(a_dossier(identity=run)).documents[0]

    assert (document.names, document.date) == trust


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
    assert gather(a_dossier(identity=run)).documents == ()


def test_the_holder_of_the_address_proof_is_gathered():
    result = CheckResult(findings=(), address=AddressReading(holder="M LE JEAN"))

    facts = gather(a_dossier(address=StageRun(status=StageStatus.DONE, result=result)))

    assert (facts.address_read, facts.holders) == (True, ("M LE JEAN",))
