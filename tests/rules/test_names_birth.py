"""Whether two birth names are one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.instruction.divergence.birth_names import compare_birth_names, compare_with_mrz_name
from services.instruction.divergence.match import Cause, State

LETTERS = "abcdefghijklmnopqrstuvwxyzéèêëàâäçîïôöùûüœæßøł"
NAMES = st.text(alphabet=LETTERS, min_size=1, max_size=12)
MARKS = ("\u0301", "\u0300", "\u0302", "\u0308", "\u0327", "\u0303")
SEPARATORS = ("-", " ", "’", "'", "\u2011", "\u00a0")


@pytest.mark.parametrize(
    ("left", "right", "state", "cause"),
    [
        pytest.param("Cœur", "COEUR", State.SAME, None, id="ligature"),
        pytest.param("Lefèvre", "LEFEVRE", State.SAME, None, id="accent"),
        pytest.param("D’Arc", "D ARC", State.SAME, None, id="apostrophe"),
        pytest.param("de La Fontaine", "DELAFONTAINE", State.SAME, None, id="joined-particles"),
        pytest.param("Martin-Dupont", "Martin Dupont", State.SAME, None, id="hyphen"),
        pytest.param("Müller", "Mueller", State.SAME, None, id="umlaut-spelled-out"),
        pytest.param(
            "de Villiers",
            "Villiers",
            State.DOUBTFUL,
            Cause.PARTICLE_MISSING,
            id="particle-missing",
        ),
        pytest.param("LE", "LEFEBVRE", State.DIFFERENT, Cause.UNEXPLAINED, id="contained"),
        pytest.param("MARTIN", "MARTEL", State.DIFFERENT, Cause.UNEXPLAINED, id="two-edits"),
        pytest.param("DURAND", "DURANT", State.DIFFERENT, Cause.TYPING_ERROR, id="one-edit"),
        pytest.param("DURAND", "DRUAND", State.DIFFERENT, Cause.TYPING_ERROR, id="one-swap"),
        pytest.param("BAUER", "BAUR", State.DIFFERENT, Cause.TYPING_ERROR, id="not-an-umlaut"),
        pytest.param("LE", "BEN", State.DIFFERENT, Cause.UNEXPLAINED, id="particles-only"),
        pytest.param("MARTIN", " ", State.NOT_SUPPLIED, None, id="empty"),
    ],
)
def test_two_typed_birth_names_compare(left, right, state, cause):
    for match in (compare_birth_names(left, right), compare_birth_names(right, left)):
        assert (match.state, match.cause) == (state, cause)


@pytest.mark.parametrize(
    ("typed", "read", "cut", "state", "cause"),
    [
        pytest.param("Müller", "MUELLER", False, State.SAME, None, id="table-of-doc-9303"),
        pytest.param("Muller", "MUELLER", False, State.SAME, None, id="typed-without-umlaut"),
        pytest.param("D’Arc", "DARC", False, State.SAME, None, id="apostrophe-removed"),
        pytest.param("Ñúñez", "NUNEZ", False, State.SAME, None, id="tilde"),
        pytest.param(
            "Bennelong Woolloomooloo Warrandyte",
            "BENNELONG WOOLLOOMOOLOO WA",
            True,
            State.SAME,
            Cause.TRUNCATED_IN_MRZ,
            id="start-of-a-name-that-filled-its-zone",
        ),
        pytest.param(
            "Bennelong Woolloomooloo",
            "BENNELONG",
            False,
            State.DIFFERENT,
            Cause.UNEXPLAINED,
            id="start-of-a-name-with-room-left",
        ),
        pytest.param("Bauer", "BAUR", False, State.DIFFERENT, Cause.TYPING_ERROR, id="not-umlaut"),
        pytest.param("Martin", "", True, State.NOT_SUPPLIED, None, id="nothing-read"),
    ],
)
def test_a_typed_birth_name_compares_with_a_zone(typed, read, cut, state, cause):
    match = compare_with_mrz_name(typed, read, cut=cut)

    assert (match.state, match.cause) == (state, cause)


@given(NAMES, NAMES)
def test_comparing_birth_names_is_symmetric(left, right):
    assert compare_birth_names(left, right) == compare_birth_names(right, left)


@given(NAMES, st.sampled_from(MARKS), st.data())
def test_an_accent_more_never_makes_a_name_different(name, mark, data):
    at = data.draw(st.integers(min_value=1, max_value=len(name)))
    accented = unicodedata.normalize("NFC", name[:at] + mark + name[at:])

    assert compare_birth_names(name, accented).state is State.SAME


@given(NAMES, st.sampled_from(SEPARATORS), st.data())
def test_a_hyphen_or_space_more_never_makes_a_name_different(name, separator, data):
    at = data.draw(st.integers(min_value=0, max_value=len(name)))

    assert compare_birth_names(name, name[:at] + separator + name[at:]).state is State.SAME


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=12), st.data())
def test_an_edited_name_is_never_approved(name, data):
    at = data.draw(st.integers(min_value=0, max_value=len(name) - 1))
    edited = name[:at] + name[at + 1 :]

    assert compare_birth_names(name, edited).state is not State.SAME
