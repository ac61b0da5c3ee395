"""A document in the slot of the photo or the signature is named; good ones are never read."""

import datetime as dt

import pytest

from services.demo.specimens.bills import scanned
from services.demo.specimens.portraits import portrait
from services.demo.specimens.signatures import empty_signature, signature
from services.demo.specimens.varied_bills import varied_bill
from services.imagecheck.checks import run_check
from shared.domain.findings import Verdict
from shared.stages import StageName

TODAY = dt.date(2026, 11, 20)


def wrong(stage, data):
    findings = run_check(stage, data, TODAY).findings
    return next((one for one in findings if one.criterion == "wrong_document"), None)


@pytest.mark.parametrize(
    ("stage", "place"),
    [
        (StageName.PHOTO, "à la place de la photo d’identité"),
        (StageName.SIGNATURE, "à la place de la signature"),
    ],
)
def test_a_bill_in_the_slot_of_a_picture_is_named(stage, place):
    found = wrong(stage, scanned(varied_bill(4, TODAY).pdf))

    assert found.verdict is Verdict.FAIL
    assert place in found.message
    assert found.message.startswith("Vous avez déposé")


def test_a_photo_in_the_slot_of_the_signature_is_named():
    assert wrong(StageName.SIGNATURE, portrait()).value == "une photo d’identité"


def test_good_pictures_and_empty_sheets_are_not_taken_for_documents():
    assert wrong(StageName.PHOTO, portrait()) is None
    assert wrong(StageName.SIGNATURE, signature()) is None
    assert wrong(StageName.SIGNATURE, empty_signature()) is None
    assert wrong(StageName.PHOTO, signature()) is None
