"""What people do to a dossier, and what is answered with no change at all."""

import datetime as dt

import pytest

from shared.domain.dossier import CorrectionItem, LetterKind, Outcome, Route, StageStatus
from shared.domain.events import (
    Claimed,
    ClockTicked,
    CorrectionAsked,
    Decided,
    DemandeChanged,
    PieceAdded,
    PieceRemoved,
    PieceViewed,
    Released,
    Replayed,
    StageFailed,
    StageFinished,
    Submitted,
    Validated,
)
from shared.domain.piece import PieceKind
from shared.domain.transitions import advance
from shared.stages import TABLE, StageName
from tests.builders import (
    NOW,
    PIECES,
    a_demande,
    a_divergence,
    a_dossier,
    a_draft,
    a_piece,
    a_result,
    after,
    an_identity,
)

S = StageName
CHECKS = (S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS)
LEASE = dt.timedelta(minutes=30)
SUBMIT = Submitted(needs_validation=True)
PHOTO = CorrectionItem(message="La photo est floue.", piece=PieceKind.PHOTO)
BIRTH_DATE = CorrectionItem(message="La date diffère.", field="birth_date")
CLAIM = Claimed(agent="agent-1")


def done(stage, result=None, run=1):
    return StageFinished(stage=stage, run=run, attempt=1, result=result or a_result())


def in_review():
    dossier = after(a_dossier(needs_validation=False), done(S.RECEPTION), *map(done, CHECKS))
    return after(dossier, done(S.DIVERGENCE, a_divergence()))


def claimed():
    return after(in_review(), CLAIM)


def in_correction(*items):
    return after(claimed(), CorrectionAsked(agent="agent-1", items=items or (PHOTO,)))


def ended(outcome=Outcome.ACCEPTED):
    return after(claimed(), Decided(agent="agent-1", outcome=outcome))


def closed(*items):
    """A correction that nobody made in time."""
    late = NOW + TABLE[S.CORRECTION].deadline
    return after(in_correction(*items), ClockTicked(stage=S.CORRECTION), now=late)


def step(dossier, event, now=NOW):
    return advance(dossier, event, now, TABLE)


def queues(change):
    return [entry.queue for entry in change.entries]


DECIDED = Decided(agent="agent-1", outcome=Outcome.ACCEPTED)
NOTHING = [
    ("piece-after-sending", a_dossier(), PieceAdded(piece=a_piece())),
    ("piece-not-asked-for", in_correction(), PieceAdded(piece=a_piece(PieceKind.ADDRESS))),
    ("piece-when-a-field-is-asked", in_correction(BIRTH_DATE), PieceAdded(piece=a_piece())),
    ("piece-taken-out-after-sending", a_dossier(), PieceRemoved(kind=PieceKind.PHOTO)),
    ("piece-taken-out-in-correction", in_correction(), PieceRemoved(kind=PieceKind.PHOTO)),
    ("piece-taken-out-that-is-not-there", a_draft(), PieceRemoved(kind=PieceKind.PHOTO)),
    ("rewriting-after-sending", a_dossier(), DemandeChanged(demande=a_demande())),
    ("rewriting-when-a-piece-is-asked", in_correction(), DemandeChanged(demande=a_demande())),
    ("piece-after-the-end", closed(), PieceAdded(piece=a_piece())),
    ("rewriting-after-the-end", closed(BIRTH_DATE), DemandeChanged(demande=a_demande())),
    ("sending-after-the-end", closed(), SUBMIT),
    ("sending-twice", a_dossier(), SUBMIT),
    ("sending-with-an-unmended-item", in_correction(), SUBMIT),
    (
        "sending-with-one-of-two-mended",
        after(in_correction(PHOTO, BIRTH_DATE), PieceAdded(piece=a_piece())),
        SUBMIT,
    ),
    ("validating-a-draft", a_draft(*PIECES), Validated()),
    ("validating-twice", after(a_dossier(), Validated()), Validated()),
    ("validating-what-needs-none", a_dossier(needs_validation=False), Validated()),
    ("claiming-too-early", a_dossier(), CLAIM),
    ("claiming-from-another-agent", claimed(), Claimed(agent="agent-2")),
    ("claiming-what-ended", ended(), CLAIM),
    ("releasing-what-nobody-holds", in_review(), Released(agent="agent-1")),
    ("releasing-for-another-agent", claimed(), Released(agent="agent-2")),
    ("deciding-without-claim", in_review(), DECIDED),
    ("deciding-for-another-agent", claimed(), Decided(agent="agent-2", outcome=Outcome.REFUSED)),
    ("deciding-twice", ended(), DECIDED),
    ("correction-without-claim", in_review(), CorrectionAsked(agent="agent-1", items=(PHOTO,))),
    ("correction-by-another", claimed(), CorrectionAsked(agent="agent-2", items=(PHOTO,))),
    ("correction-of-nothing", claimed(), CorrectionAsked(agent="agent-1", items=())),
    (
        "correction-that-nobody-could-mend",
        claimed(),
        CorrectionAsked(agent="agent-1", items=(CorrectionItem(message="Rien de précis."),)),
    ),
    ("viewing-what-is-not-there", a_draft(), PieceViewed(account="a", kind=PieceKind.PHOTO)),
    ("replaying-what-is-not-parked", in_review(), Replayed(stage=S.PHOTO)),
]


@pytest.mark.parametrize(
    ("dossier", "event"), [case[1:] for case in NOTHING], ids=[case[0] for case in NOTHING]
)
def test_what_does_not_apply_changes_nothing(dossier, event):
    assert step(dossier, event) is None


@pytest.mark.parametrize(
    "event",
    [DECIDED, Released(agent="agent-1"), CorrectionAsked(agent="agent-1", items=(PHOTO,))],
    ids=["decision", "release", "correction"],
)
def test_an_agent_whose_lease_ran_out_may_do_nothing_more(event):
    assert step(claimed(), event, NOW + LEASE) is None
    assert step(claimed(), event, NOW + LEASE - dt.timedelta(seconds=1)) is not None


def test_a_claim_may_be_renewed_by_its_agent():
    later = NOW + dt.timedelta(minutes=20)
    assert step(claimed(), CLAIM, later).dossier.stage(S.REVIEW).claim.until == later + LEASE


def test_a_claim_that_ran_out_may_be_taken_by_another_agent():
    taken = step(claimed(), Claimed(agent="agent-2"), NOW + LEASE).dossier
    assert taken.stage(S.REVIEW).claim.agent == "agent-2"


def test_a_released_dossier_is_in_the_pile_again():
    released = after(claimed(), Released(agent="agent-1"))
    assert (released.stage(S.REVIEW).status, released.stage(S.REVIEW).claim) == ("open", None)


@pytest.mark.parametrize(
    ("outcome", "letter"),
    [
        (Outcome.ACCEPTED, LetterKind.ACCEPTED),
        (Outcome.REFUSED, LetterKind.REFUSED),
        (Outcome.CLOSED, LetterKind.CLOSED),
    ],
)
def test_a_decision_ends_the_dossier_and_is_told_by_letter(outcome, letter):
    change = step(claimed(), Decided(agent="agent-1", outcome=outcome, reason="Motif."))
    assert (change.dossier.outcome, change.dossier.decision.reason) == (outcome, "Motif.")
    assert change.dossier.letters[-1].kind is letter
    assert queues(change) == ["q.notification"]


def test_a_piece_of_a_draft_may_be_replaced_and_taken_out():
    draft = after(a_draft(PieceKind.PHOTO), PieceAdded(piece=a_piece(blob_id="second")))
    photo = draft.pieces[PieceKind.PHOTO]
    assert (photo.blob_id, photo.revision, photo.replaces) == ("second", 2, "blob-photo")
    sent = after(draft, Submitted(needs_validation=False))
    assert sent.pieces[PieceKind.PHOTO].replaces is None
    assert after(draft, PieceRemoved(kind=PieceKind.PHOTO)).pieces == {}


def test_a_corrected_piece_remembers_the_one_it_replaces():
    dossier = after(in_correction(), PieceAdded(piece=a_piece(blob_id="second")))
    photo = dossier.pieces[PieceKind.PHOTO]
    assert (photo.revision, photo.replaces) == (2, "blob-photo")
    assert dossier.items[0].mended


def test_only_the_stage_of_the_replaced_piece_runs_again():
    dossier = after(in_correction(), PieceAdded(piece=a_piece(blob_id="second")))
    change = step(dossier, SUBMIT)
    assert queues(change) == ["q.photo"]
    assert (change.dossier.route, change.dossier.items) == (None, ())
    runs = [change.dossier.stage(name).run for name in CHECKS]
    assert runs == [2, 1, 1, 1]
    dossier = after(change.dossier, done(S.PHOTO, run=2))
    assert [dossier.stage(name).run for name in (S.RECEPTION, S.DIVERGENCE)] == [1, 2]


def test_a_corrected_field_runs_the_comparison_again_and_no_check():
    rewritten = DemandeChanged(demande=a_demande(candidate=an_identity(birth_date="1990-04-13")))
    dossier = after(in_correction(BIRTH_DATE), rewritten)
    assert queues(step(dossier, SUBMIT)) == ["q.divergence"]


def test_a_corrected_piece_without_a_check_runs_the_comparison_again():
    item = CorrectionItem(message="Le document est coupé.", piece=PieceKind.MEDICAL)
    dossier = after(in_correction(item), PieceAdded(piece=a_piece(PieceKind.MEDICAL)))
    assert queues(step(dossier, SUBMIT)) == ["q.divergence"]


def test_a_piece_asked_for_the_first_time_gets_its_stage():
    dossier = after(a_dossier(PieceKind.IDENTITY, needs_validation=False), done(S.RECEPTION))
    dossier = after(dossier, done(S.IDENTITY), done(S.DIVERGENCE, a_divergence()), CLAIM)
    dossier = after(dossier, CorrectionAsked(agent="agent-1", items=(PHOTO,)))
    assert queues(step(after(dossier, PieceAdded(piece=a_piece())), SUBMIT)) == ["q.photo"]


def test_a_second_review_follows_a_correction():
    dossier = after(in_correction(), PieceAdded(piece=a_piece()), SUBMIT, done(S.PHOTO, run=2))
    dossier = after(dossier, done(S.DIVERGENCE, a_divergence(), run=2))
    review = dossier.stage(S.REVIEW)
    assert (review.status, review.run, review.claim) == (StageStatus.OPEN, 2, None)
    assert (dossier.route, dossier.items) == (Route.CLEAN, ())


def test_a_comparison_is_not_replayed_under_an_open_correction():
    dossier = after(a_dossier(needs_validation=False), done(S.RECEPTION), *map(done, CHECKS))
    lost = StageFailed(stage=S.DIVERGENCE, run=1, attempt=1, cause="CheckCrashed", final=True)
    dossier = after(dossier, lost, CLAIM, CorrectionAsked(agent="agent-1", items=(PHOTO,)))
    assert step(dossier, Replayed(stage=S.DIVERGENCE)) is None
    mended = after(dossier, PieceAdded(piece=a_piece()), SUBMIT, done(S.PHOTO, run=2))
    assert mended.stage(S.DIVERGENCE).status is StageStatus.OPEN


def test_a_check_replayed_under_an_open_correction_waits_for_it():
    dossier = after(a_dossier(needs_validation=False), done(S.RECEPTION))
    lost = StageFailed(stage=S.ADDRESS, run=1, attempt=1, cause="CheckTimedOut", final=True)
    dossier = after(dossier, lost, *map(done, CHECKS[:3]), done(S.DIVERGENCE, a_divergence()))
    dossier = after(dossier, CLAIM, CorrectionAsked(agent="agent-1", items=(PHOTO,)))
    dossier = after(dossier, Replayed(stage=S.ADDRESS), done(S.ADDRESS, run=2))
    assert dossier.stage(S.DIVERGENCE).status is StageStatus.WAITING


def test_whoever_opens_a_piece_is_written_down():
    viewed = step(claimed(), PieceViewed(account="agent-1", kind=PieceKind.PHOTO))
    assert (viewed.events[0].event, viewed.events[0].detail) == ("piece_viewed", "photo:agent-1")
