"""The console's section of the bench: its figures, and a pile that a machine would have left."""

import datetime as dt

import pytest

from services.bench.console_bench import Driven, section_of
from services.bench.console_drive import DECISIONS, Step
from services.bench.console_fill import SHOWN, flagged_walk
from services.demo.specimens.catalogue import specimens
from services.instruction.console_evidence import zones_of
from services.instruction.console_pieces import Wanted, piece_cards
from services.instruction.refusals import REFUSALS
from shared.domain.pile import in_review
from tests.builders import NOW


def driven(next_ms=100.0, page_ms=200.0, presses=3, count=10):
    slow = Step(next_ms=900.0, page_ms=900.0, presses=1, was_ready=False)
    steps = [Step(next_ms=next_ms, page_ms=page_ms, presses=presses, was_ready=True)] * count
    return Driven(steps=[*steps, slow], page_bytes=300_000, service_ms=50, store_ms=90, load=2.5)


def test_bars_are_on_medians_and_tails_and_the_first_key_counts():
    section = section_of(driven())

    assert [bar.figure for bar in section.bars] == [100.0, 100.0, 200.0, 200.0, 4.0]
    assert all(bar.met for bar in section.bars)
    assert "ready before 10 of them" in section.method
    assert "Load 2.5" in section.method
    assert section.rows[0] == ("next dossier", "100", "100", "900")


@pytest.mark.parametrize(
    ("seen", "missed"),
    [
        ({"next_ms": 201}, ["next dossier, median", "next dossier, p90"]),
        ({"page_ms": 301}, ["page image, median", "page image, p90"]),
        ({"presses": 6}, ["keys from the list to a refusal"]),
        ({"count": 5}, ["next dossier, p90", "page image, p90"]),
    ],
    ids=["slow-next", "slow-page", "many-keys", "slow-tail"],
)
def test_what_misses_a_bar_is_told(seen, missed):
    assert [bar.what for bar in section_of(driven(**seen)).bars if not bar.met] == missed


def test_the_pile_is_flagged_and_its_doubtful_page_is_the_one_shown():
    dossier = flagged_walk("G-1", NOW, "copy").dossier
    [shown] = [
        (card.kind, sheet.shown, card.drawn)
        for card in piece_cards(dossier, {}, zones_of(dossier, {}), Wanted())
        for sheet in card.sheets
        if sheet.shown
    ]

    assert in_review(dossier)
    assert shown == ("identity", True, True)
    assert SHOWN in specimens(dt.date(2026, 10, 1))


def test_the_refusal_that_is_typed_is_one_that_needs_no_second_reader():
    [digit] = [key for keys in DECISIONS for key in keys if key.isdigit()]
    assert not list(REFUSALS.values())[int(digit) - 1].suspicion
