"""A cursor leads back to the very place it was made at, and nothing else is taken for one."""

import datetime as dt
from dataclasses import replace

import pytest

from services.intake.cursors import cursor, place
from shared.domain.filings import Place, place_of
from shared.web.problems import Problem
from tests.builders import NOW, a_draft


def test_a_cursor_leads_to_its_place_to_the_microsecond():
    dossier = replace(a_draft(), created_at=NOW.replace(microsecond=123456))
    assert place(cursor(dossier)) == place_of(dossier)


def test_a_cursor_needs_no_escaping_in_an_address():
    assert all(char.isalnum() or char in "-_" for char in cursor(a_draft()))


def test_a_moment_is_a_place_before_everything_of_that_moment():
    found = place("2026-11-23T10:00:00+01:00")
    assert found == Place(created_at=dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))
    assert not place_of(replace(a_draft(), created_at=found.created_at)) < found


def test_without_a_text_there_is_no_place():
    assert place(None) is None


@pytest.mark.parametrize("text", ["", "c", "c!!!!", "cAAAA", "hier", "c" + "A" * 400, "cé"])
def test_what_is_no_cursor_is_refused(text):
    with pytest.raises(Problem):
        place(text)
