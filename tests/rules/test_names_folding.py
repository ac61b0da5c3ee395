"""How names are made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.instruction.divergence.names import (
    is_slip,
    spellings,
    without_particles,
    without_umlaut_e,
    words,
)
from shared.domain.civil_identity import fold


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        pytest.param("Cœur", "COEUR", id="oe-ligature"),
        pytest.param("Lætitia", "LAETITIA", id="ae-ligature"),
        pytest.param("Strauß", "STRAUSS", id="sharp-s"),
        pytest.param("STRAUẞ", "STRAUSS", id="capital-sharp-s"),
        pytest.param("Sørensen", "SORENSEN", id="o-with-stroke"),
        pytest.param("Ǿster", "OSTER", id="o-with-stroke-and-accent"),
        pytest.param("Łukasz", "LUKASZ", id="l-with-stroke"),
        pytest.param("Guðrún", "GUDRUN", id="eth"),
        pytest.param("Þór", "THOR", id="thorn"),
        pytest.param("François", "FRANCOIS", id="cedilla"),
        pytest.param("E\u0301milie", "EMILIE", id="accent-as-its-own-character"),
        pytest.param("D’Arc", "D ARC", id="curly-apostrophe"),
        pytest.param("D'Arc", "D ARC", id="straight-apostrophe"),
        pytest.param("D\u02bcArc", "D ARC", id="apostrophe-that-counts-as-a-letter"),
        pytest.param("Anne–Sophie", "ANNE SOPHIE", id="dash-for-hyphen"),
        pytest.param("Anne\u2011Sophie", "ANNE SOPHIE", id="no-break-hyphen"),
        pytest.param("  Anne \u00a0 Sophie ", "ANNE SOPHIE", id="spaces"),
        pytest.param("…-’ ", "", id="no-letter"),
    ],
)
def test_marks_and_typography_are_folded_away(name, folded):
    assert fold(name) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name):
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=40))
def test_case_never_changes_the_fold_of_a_composed_name(name):
    assert fold(name.upper()) == fold(name)


def test_an_umlaut_has_both_spellings():
    assert spellings("Müller") == {"MULLER", "MUELLER", "MUXXLLER"}


@pytest.mark.parametrize(
    ("joined", "contracted"),
    [
        pytest.param("MUELLER", "MULLER", id="after-a-consonant"),
        pytest.param("BAUER", "BAUER", id="after-a-vowel"),
        pytest.param("OEZIL", "OZIL", id="at-the-start"),
        pytest.param("GUERIN", "GUERIN", id="after-a-g"),
        pytest.param("MICHAEL", "MICHAEL", id="before-a-last-l"),
        pytest.param("", "", id="empty"),
    ],
)
def test_only_what_may_spell_an_umlaut_is_contracted(joined, contracted):
    assert without_umlaut_e(joined) == contracted


def test_particles_are_told_from_the_name():
    assert without_particles(words("de La Fontaine")) == ("FONTAINE",)


@pytest.mark.parametrize(
    ("left", "right", "slip"),
    [
        pytest.param("DURAND", "DURANT", True, id="changed"),
        pytest.param("DURAND", "DURND", True, id="missing"),
        pytest.param("DURAND", "DRUAND", True, id="swapped"),
        pytest.param("MARTIN", "MARTEL", False, id="two-edits"),
        pytest.param("LE", "LI", False, id="too-short"),
        pytest.param("DURAND", "DURAND", False, id="equal"),
    ],
)
def test_a_slip_is_one_edit_or_one_swap(left, right, slip):
    assert is_slip(left, right) is slip
    assert is_slip(right, left) is slip
