"""The timeline of the ops pages: every event and cause in words, no code left."""

import ast
from pathlib import Path

import pytest

import shared.domain
from services.watch.timeline import CAUSES, TEXTS, cause_text, timeline_of
from shared.domain.dossier import Outcome
from shared.domain.events import Claimed, Decided, Discarded, PieceViewed, Redriven, Replayed
from shared.domain.history import HistoryEntry
from shared.domain.piece import PieceKind
from shared.errors import Permanent, Retryable
from shared.stages import StageName
from tests.builders import NOW, a_dossier, after
from tests.rules.dossier_paths import finished, in_correction, in_review, parked

S = StageName


def noted_events():
    """The first argument of every call of `note` in the domain."""
    files = Path(shared.domain.__file__).parent.glob("*.py")
    calls = [
        node
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "note"
    ]
    return {call.args[0].value for call in calls}


def test_every_event_that_the_domain_writes_has_words():
    assert noted_events() == set(TEXTS)


def line(event, stage=None, detail=None):
    entry = HistoryEntry(rev=1, at=NOW, event=event, stage=stage, detail=detail)
    return timeline_of([entry])[0]


@pytest.mark.parametrize(
    ("event", "detail", "text"),
    [
        ("retry", "ServerUnavailable", "nouvel essai prévu : un serveur ne répondait pas"),
        ("parked", "KeyError", "mis de côté : erreur du programme, KeyError"),
        ("redriven", None, "délai dépassé, message renvoyé"),
        ("still_queued", None, "attend son tour : la file est longue"),
        ("redriven", "ops-1", "message renvoyé par l’exploitation (ops-1)"),
        ("replayed", "ops-1", "relancé par l’exploitation (ops-1)"),
        ("piece_viewed", "photo:agent-1", "pièce consultée : photo d’identité (agent-1)"),
        ("ended", "closed", "demande classée sans suite"),
        ("of_a_newer_version", None, "autre événement"),
    ],
)
def test_a_line_says_what_happened_and_why(event, detail, text):
    assert line(event, detail=detail).text == text


def test_the_newest_line_stands_first():
    lines = timeline_of(a_dossier().history)

    assert (lines[-1].stage, lines[-1].text) == ("Préparation", "commence")


def causes_of(family):
    for kind in family.__subclasses__():
        yield kind.__name__
        yield from causes_of(kind)


@pytest.mark.parametrize("family", [Retryable, Permanent])
def test_every_cause_of_ours_that_a_stage_can_have_is_told_in_french(family):
    import services.imagecheck.engines.heif
    import services.imagecheck.handler
    import services.notifier.handler  # noqa: F401 - they define causes of their own

    # raised before a dossier is filed, before an account is made, before a process starts
    told = set(causes_of(family)) - {
        *("DossierExists", "AgrementTaken", "EmailTaken", "IncompleteStageTable", "Unprintable")
    }
    assert {cause for cause in told if not cause.startswith("_")} <= set(CAUSES)


def test_no_code_of_an_event_is_left_in_a_walked_timeline():
    photo = parked(finished(a_dossier(), S.RECEPTION), S.PHOTO)
    claimed = after(in_review(), Claimed(agent="a-1"))
    walked = (
        after(photo, Replayed(stage=S.PHOTO, account="ops-1")),
        after(photo, Discarded(stage=S.PHOTO, account="ops-1")),
        after(photo, Redriven(stage=S.ADDRESS, account="ops-1")),
        after(claimed, PieceViewed(account="a-1", kind=PieceKind.PHOTO)),
        after(claimed, Decided(agent="a-1", outcome=Outcome.REFUSED, reason="Motif.")),
        in_correction(),
    )
    for dossier in walked:
        for shown in timeline_of(dossier.history):
            assert "_" not in shown.text
            assert shown.text not in TEXTS


def test_a_cause_that_nobody_foresaw_keeps_its_name():
    assert cause_text("ZeroDivisionError") == "erreur du programme, ZeroDivisionError"
    assert cause_text(None) == "cause inconnue"
