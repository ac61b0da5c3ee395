"""A validation letter that did not arrive: sent again, or sent to the right address."""

import datetime as dt

import pytest

from shared.domain.contact import (
    MOST_CORRECTIONS,
    ContactHindrance,
    hindrance_to_correct,
    hindrance_to_resend,
)
from shared.domain.dossier import LetterKind, StageStatus
from shared.domain.events import (
    CandidateEmailCorrected,
    ClockTicked,
    StageFinished,
    Validated,
    ValidationResent,
)
from shared.domain.transitions import advance
from shared.stages import TABLE, StageName
from tests.builders import NOW, a_dossier, a_result, after, an_identity
from tests.rules.dossier_paths import CHECKS, finished

HOUR = dt.timedelta(hours=1)
RESENT = ValidationResent(account="ecole")
CORRECTED = CandidateEmailCorrected(account="ecole", email="camille@example.org")
S = StageName


def letters(dossier, kind=LetterKind.VALIDATION_REQUEST):
    return [letter for letter in dossier.letters if letter.kind is kind]


def test_the_letter_goes_again_with_the_deadline_that_stands():
    before = a_dossier()
    dossier = after(before, RESENT, now=NOW + HOUR)

    assert len(letters(dossier)) == len(letters(before)) + 1
    assert letters(dossier)[-1].until == letters(before)[-1].until
    assert dossier.stage(S.USER_VALIDATION) == before.stage(S.USER_VALIDATION)
    assert ("validation_resent", "ecole") in [(x.event, x.detail) for x in dossier.history]


def test_a_second_letter_waits_an_hour_after_the_first_and_after_a_reminder():
    dossier = a_dossier()
    assert advance(dossier, RESENT, NOW + HOUR - dt.timedelta(seconds=1), TABLE) is None
    assert hindrance_to_resend(dossier, NOW) is ContactHindrance.TOO_SOON

    day = NOW + dt.timedelta(days=1)
    reminded = after(dossier, ClockTicked(stage=S.USER_VALIDATION), now=day)
    assert hindrance_to_resend(reminded, day) is ContactHindrance.TOO_SOON
    assert hindrance_to_resend(reminded, day + HOUR) is None


@pytest.mark.parametrize("event", [RESENT, CORRECTED])
def test_once_validated_nothing_is_sent_or_corrected(event):
    dossier = after(a_dossier(), Validated())
    assert advance(dossier, event, NOW + HOUR, TABLE) is None
    assert hindrance_to_correct(dossier, "x@example.org") is ContactHindrance.NOT_AWAITED


def test_a_corrected_address_gets_the_letter_and_closes_the_earlier_links():
    before = a_dossier()
    dossier = after(before, CORRECTED)

    assert dossier.demande.candidate.email == "camille@example.org"
    assert dossier.links_from == len(before.letters) + 1
    assert letters(dossier)[-1].seq == dossier.links_from
    assert dossier.stage(S.USER_VALIDATION).deadline == before.stage(S.USER_VALIDATION).deadline


def test_the_correction_is_audited_without_the_address_in_the_timeline():
    before = a_dossier()
    dossier = after(before, CORRECTED)
    change = dossier.demande.amended[-1]

    assert (change.field, change.before, change.after) == (
        "email",
        before.demande.candidate.email,
        "camille@example.org",
    )
    assert ("email_corrected", "ecole") in [(x.event, x.detail) for x in dossier.history]
    assert not any("@" in (line.detail or "") for line in dossier.history)


def test_the_account_behind_the_mistyped_address_follows_and_another_one_stays():
    dossier = after(a_dossier(), CORRECTED)
    assert dossier.demande.account.email == "camille@example.org"

    other = an_identity(email="autre@example.org")
    assert after(a_dossier(account=other), CORRECTED).demande.account == other


@pytest.mark.parametrize("email", ["camille.specimen@example.org", "Camille.Specimen@Example.org "])
def test_the_same_address_is_no_correction(email):
    event = CandidateEmailCorrected(account="ecole", email=email)
    assert advance(a_dossier(), event, NOW, TABLE) is None


def test_addresses_are_not_tried_for_ever():
    dossier = a_dossier()
    for number in range(MOST_CORRECTIONS):
        event = CandidateEmailCorrected(account="ecole", email=f"essai{number}@example.org")
        dossier = after(dossier, event)
    assert hindrance_to_correct(dossier, "encore@example.org") is ContactHindrance.TOO_OFTEN


def test_what_was_compared_with_the_wrong_address_is_compared_again():
    checked = finished(a_dossier(), S.RECEPTION, *CHECKS, S.DIVERGENCE)
    run = checked.stage(S.DIVERGENCE).run
    dossier = after(checked, CORRECTED)

    assert dossier.stage(S.DIVERGENCE).status is StageStatus.OPEN
    assert dossier.stage(S.DIVERGENCE).run == run + 1
    assert dossier.route is None


def test_an_answer_of_the_comparison_before_is_fenced():
    checked = finished(a_dossier(), S.RECEPTION, *CHECKS)
    run = checked.stage(S.DIVERGENCE)
    late = StageFinished(stage=S.DIVERGENCE, run=run.run, attempt=run.attempt, result=a_result())
    assert advance(after(checked, CORRECTED), late, NOW, TABLE) is None


def test_a_correction_of_the_address_before_any_check_leaves_the_checks_alone():
    before = a_dossier()
    dossier = after(before, CORRECTED)
    assert dossier.stage(S.RECEPTION) == before.stage(S.RECEPTION)
    assert dossier.stage(S.DIVERGENCE).status is StageStatus.WAITING
