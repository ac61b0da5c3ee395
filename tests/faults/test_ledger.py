"""Ledger, schedule and verdict: planted losses, doubles and stuck dossiers are seen."""

import asyncio
import datetime as dt
from dataclasses import replace
from email.message import EmailMessage
from itertools import pairwise
from types import SimpleNamespace

import pytest

from services.faults.kinds import PAUSES, SHOWN_BY, Fault, plan_faults
from services.faults.ledger import Copy, Ledger, MailLedger
from services.faults.pieces import draw_pieces
from services.faults.stories import Plot, plan_stories
from services.faults.verdict import DOUBT, Evidence, judge
from shared.domain.dossier import (
    Dossier,
    Letter,
    LetterKind,
    StageRun,
    StageStatus,
)
from shared.domain.history import HistoryEntry
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import a_demande

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
ID = "G-ONE"
LETTER_ID = f"<{ID}.notification.1.candidate@guichet.invalid>"
S, DONE, OPEN, PARKED = StageName, StageStatus.DONE, StageStatus.OPEN, StageStatus.PARKED


def a_dossier(**changes) -> Dossier:
    """One that has been sent, judged, and waits for a correction."""
    statuses = dict.fromkeys((S.DRAFT, S.RECEPTION, S.PHOTO, S.DIVERGENCE, S.NOTIFICATION), DONE)
    statuses |= {S.CORRECTION: OPEN, S.USER_VALIDATION: OPEN}
    dossier = Dossier(
        dossier_id=ID,
        owner="ecole-demo",
        demande=a_demande(),
        created_at=NOW,
        updated_at=NOW,
        rev=2,
        stages={name: StageRun(status=status) for name, status in statuses.items()},
        letters=(Letter(seq=1, kind=LetterKind.VALIDATION_REQUEST, created_at=NOW, sent_at=NOW),),
        history=tuple(HistoryEntry(rev=rev, at=NOW, event="done") for rev in (1, 2)),
    )
    return replace(dossier, **changes)


def a_ledger(**changes) -> Ledger:
    """One dossier with one piece, sent."""
    ledger = Ledger()
    entry = ledger.opened(ID)
    entry.pieces[PieceKind.PHOTO] = "abc"
    entry.submitted = True
    for name, value in changes.items():
        setattr(entry, name, value)
    return ledger


def evidence(dossier: Dossier | None = None, **changes) -> Evidence:
    """What is found when all is well, unless changed."""
    found = Evidence(
        dossiers={ID: dossier or a_dossier()},
        digests={(ID, PieceKind.PHOTO): "abc"},
        copies=(Copy(message_id=LETTER_ID, content="c", at=0.0),),
        unsent=0,
        queued={"q.photo": 0},
    )
    return replace(found, **changes)


def staged(name: StageName, status: StageStatus) -> Dossier:
    """The dossier with one stage elsewhere."""
    dossier = a_dossier()
    return replace(dossier, stages={**dossier.stages, name: StageRun(status=status)})


def a_letter(seq: int, kind: LetterKind, sent_at: dt.datetime | None = NOW) -> Letter:
    return Letter(seq=seq, kind=kind, created_at=NOW, sent_at=sent_at)


def copies(*moments: float, content: str = "c") -> tuple[Copy, ...]:
    return tuple(Copy(message_id=LETTER_ID, content=content, at=at) for at in moments)


def test_a_campaign_in_which_all_went_well_passes():
    verdict = judge(a_ledger(), evidence())
    assert verdict.passed
    assert (verdict.lost, verdict.double_effects, verdict.stuck, verdict.parked) == ((),) * 4


SECOND = a_letter(2, LetterKind.VALIDATION_REQUEST)
CORRECTIONS = tuple(a_letter(seq, LetterKind.CORRECTION_REQUEST) for seq in (1, 2))
LATE = Copy(message_id=LETTER_ID.replace(".1.", ".2."), content="d", at=1.0)

OVER = a_dossier(stages={S.DRAFT: StageRun(status=DONE)})

PLANTED = [
    pytest.param("lost", {}, {"dossiers": {}, "copies": ()}, id="a dossier that is gone"),
    pytest.param("lost", {}, {"digests": {}}, id="bytes that are gone"),
    pytest.param("lost", {}, {"digests": {(ID, PieceKind.PHOTO): "xyz"}}, id="other bytes"),
    pytest.param("lost", {}, {"dossier": staged(S.DRAFT, OPEN)}, id="a submission undone"),
    pytest.param(
        "lost",
        {"validated": True},
        {"dossier": staged(S.USER_VALIDATION, OPEN)},
        id="a validation undone",
    ),
    pytest.param("lost", {}, {"copies": ()}, id="a letter noted as sent that never left"),
    pytest.param("double_effects", {}, {"copies": copies(0, 0.2)}, id="a letter sent twice"),
    pytest.param(
        "double_effects",
        {},
        {"copies": (*copies(0), *copies(0.2, content="other"))},
        id="two contents under one name at once",
    ),
    pytest.param("double_effects", {}, {"copies": (*copies(0), LATE)}, id="a letter of nobody"),
    pytest.param(
        "double_effects",
        {},
        {
            "dossier": a_dossier(letters=(*a_dossier().letters, SECOND)),
            "copies": (*copies(0), LATE),
        },
        id="two requests to validate",
    ),
    pytest.param(
        "double_effects",
        {},
        {"dossier": a_dossier(letters=CORRECTIONS), "copies": (*copies(0), LATE)},
        id="two requests to correct for one refusal",
    ),
    pytest.param("stuck", {}, {"dossier": staged(S.PHOTO, OPEN)}, id="a check still open"),
    pytest.param("stuck", {}, {"dossier": OVER}, id="nobody's turn"),
    pytest.param(
        "stuck",
        {},
        {"dossier": a_dossier(letters=(a_letter(1, LetterKind.CLOSED, None),)), "copies": ()},
        id="a letter that nobody sends",
    ),
    pytest.param("misparked", {}, {"dossier": staged(S.PHOTO, PARKED)}, id="parked for nothing"),
    pytest.param("misparked", {"poisoned": PieceKind.PHOTO}, {}, id="poison that was not parked"),
    pytest.param("gaps", {}, {"dossier": a_dossier(rev=3)}, id="a change that nothing tells of"),
    pytest.param("left", {}, {"unsent": 1}, id="an outbox that is not empty"),
    pytest.param("left", {}, {"queued": {"q.photo": 2}}, id="a queue that is not empty"),
]


@pytest.mark.parametrize(("sort", "entry", "found"), PLANTED)
def test_what_is_planted_turns_the_verdict_red_and_nothing_else(sort, entry, found):
    verdict = judge(a_ledger(**entry), evidence(**found))
    sorts = ("lost", "double_effects", "stuck", "misparked", "gaps", "left", "refusals")
    assert not verdict.passed
    assert {name for name in sorts if getattr(verdict, name)} == {sort}


def test_a_poisoned_piece_must_be_parked_and_its_bytes_are_no_loss():
    ledger = a_ledger(poisoned=PieceKind.PHOTO)
    verdict = judge(ledger, evidence(staged(S.PHOTO, PARKED), digests={}))
    assert verdict.passed
    assert (len(verdict.parked), verdict.poison_injected) == (1, 1)


def test_a_letter_that_went_again_after_its_claim_is_counted_apart():
    verdict = judge(a_ledger(), evidence(copies=copies(0, DOUBT + 1)))
    assert verdict.passed
    assert (verdict.repeated, verdict.reworded) == (1, 0)


def test_a_letter_that_went_again_with_a_newer_text_is_told_apart():
    found = evidence(copies=(*copies(0), *copies(DOUBT + 1, content="other")))
    assert (judge(a_ledger(), found).repeated, judge(a_ledger(), found).reworded) == (1, 1)


def test_a_second_correction_letter_is_right_after_a_second_refusal():
    found = evidence(a_dossier(letters=CORRECTIONS), copies=(*copies(0), LATE))
    assert judge(a_ledger(mended=1), found).passed


def test_an_answer_that_no_correct_system_gives_is_red():
    ledger = a_ledger()
    ledger.refusals.append("submit: 404")
    assert not judge(ledger, evidence()).passed


def test_acknowledged_counts_dossiers_and_the_last_version_of_each_piece():
    ledger = a_ledger()
    ledger.opened(ID).pieces[PieceKind.PHOTO] = "new"
    ledger.opened("G-TWO")
    assert ledger.acknowledged == 3


async def test_the_mail_ledger_keeps_the_copy_that_the_sink_drops(tmp_path):
    message = EmailMessage()
    message["To"], message["Subject"], message["Message-ID"] = "a@b.invalid", "S", LETTER_ID
    message.set_content("Bonjour")
    mails = MailLedger(tmp_path)
    for _ in range(2):
        await mails.handle_DATA(None, None, SimpleNamespace(content=message.as_bytes()))
    assert [copy.message_id for copy in mails.copies] == [LETTER_ID] * 2
    assert len({copy.content for copy in mails.copies}) == 1
    assert len(mails.mails) == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_schedule_is_the_same_for_its_seed_and_knows_every_kind(seed):
    schedule = plan_faults(seed, 40)
    assert schedule == plan_faults(seed, 40)
    assert schedule != plan_faults(seed + 1, 40)
    assert {planned.fault for planned in schedule} == set(Fault)
    pauses = [b.at - a.at for a, b in pairwise(schedule)]
    assert all(PAUSES[0] <= pause <= PAUSES[1] for pause in pauses)


def test_a_short_schedule_has_no_kind_twice():
    schedule = plan_faults(7, 12)
    assert len({planned.fault for planned in schedule}) == len(schedule) == 12


def test_stories_spread_over_the_campaign_with_poison_of_both_sorts():
    stories = plan_stories(1, 100, 50.0)
    plots = [story.plot for story in stories]
    assert stories == plan_stories(1, 100, 50.0)
    assert [story.at for story in stories] == sorted(story.at for story in stories)
    assert stories[-1].at < 50.0
    assert plots.count(Plot.POISONED) + plots.count(Plot.POISONED_LATER) == 3
    assert {Plot.POISONED, Plot.POISONED_LATER, Plot.VALIDATED, Plot.MENDED} <= set(plots)


def test_the_pieces_of_two_dossiers_and_of_two_versions_differ():
    drawn = [draw_pieces(1, 1), draw_pieces(2, 1), draw_pieces(1, 2)]
    for kind in PieceKind.PHOTO, PieceKind.IDENTITY, PieceKind.ADDRESS:
        assert len({pieces[kind] for pieces in drawn}) == 3
    assert draw_pieces(1, 1) == draw_pieces(1, 1)


@pytest.mark.parametrize(("weakness", "shown_by"), SHOWN_BY.items())
def test_a_negative_control_does_what_shows_the_missing_guarantee_every_other_time(
    weakness, shown_by
):
    schedule = plan_faults(1, 16, weakness)
    assert [planned.fault for planned in schedule][::2] == list(shown_by) * (8 // len(shown_by))
    assert schedule == plan_faults(1, 16, weakness)


async def test_whoever_waits_for_an_acknowledgement_goes_on_right_after_it():
    ledger = a_ledger()
    waiting = asyncio.create_task(ledger.next_acknowledgement(5))
    await asyncio.sleep(0)
    assert not waiting.done()
    ledger.acknowledge()
    await asyncio.wait_for(waiting, 1)


async def test_nobody_waits_for_an_acknowledgement_for_ever():
    await asyncio.wait_for(a_ledger().next_acknowledgement(0.01), 1)
