"""Whether two lists of given names fit one person."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.instruction.divergence.given_names import (
    compare_given_names,
    compare_with_mrz_given_names,
)
from services.instruction.divergence.match import Cause, State

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèëçîïôöüœ", min_size=1, max_size=8)
LISTS = st.lists(WORDS, min_size=1, max_size=4).map(tuple)

MISSING = Cause.LATER_GIVEN_NAME_MISSING
OTHER_LATER = Cause.LATER_GIVEN_NAME_DIFFERENT


@pytest.mark.parametrize(
    ("left", "right", "state", "cause"),
    [
        pytest.param(("Jean Pierre",), ("Jean", "Pierre"), State.SAME, None, id="one-or-two"),
        pytest.param(("Jean-Pierre",), ("Jean", "Pierre"), State.SAME, None, id="hyphen-lost"),
        pytest.param(("Jean, Pierre",), ("JEAN", "PIERRE"), State.SAME, None, id="comma"),
        pytest.param(("Zoé",), ("ZOE",), State.SAME, None, id="accent"),
        pytest.param(("Jörg",), ("JOERG",), State.SAME, None, id="umlaut"),
        pytest.param(("Jean Pierre",), ("Jean",), State.SAME, MISSING, id="read-as-two"),
        pytest.param(("Zoé",), ("Zoé", "Marie"), State.SAME, MISSING, id="later-missing"),
        pytest.param(
            ("Zoé", "Anne", "Marie"), ("Zoé", "Marie"), State.SAME, MISSING, id="middle-missing"
        ),
        pytest.param(
            ("Jean-Pierre", "Marie"), ("JEAN", "PIERRE"), State.SAME, MISSING, id="both-at-once"
        ),
        pytest.param(
            ("Jean", "Paul"), ("Jean", "Luc"), State.DOUBTFUL, OTHER_LATER, id="later-differs"
        ),
        pytest.param(("Jean-Pierre",), ("Jean",), State.DOUBTFUL, OTHER_LATER, id="half-compound"),
        pytest.param(
            ("Jean-Pierre",),
            ("Jean-Paul",),
            State.DIFFERENT,
            Cause.UNEXPLAINED,
            id="two-compounds",
        ),
        pytest.param(
            ("Jean", "Pierre"),
            ("Jean", "Piere"),
            State.DIFFERENT,
            Cause.TYPING_ERROR,
            id="slip-in-a-later-one",
        ),
        pytest.param(
            ("Marie", "Zoé"),
            ("Zoé", "Marie"),
            State.DIFFERENT,
            Cause.GIVEN_NAMES_ORDER,
            id="other-order",
        ),
        pytest.param(("Mathis",), ("Mathys",), State.DIFFERENT, Cause.TYPING_ERROR, id="one-edit"),
        pytest.param(("Paul",), ("Marie",), State.DIFFERENT, Cause.UNEXPLAINED, id="unlike"),
        pytest.param((), ("Marie",), State.NOT_SUPPLIED, None, id="none"),
        pytest.param((" ",), ("Marie",), State.NOT_SUPPLIED, None, id="blank"),
    ],
)
def test_two_lists_of_given_names_compare(left, right, state, cause):
    for match in (compare_given_names(left, right), compare_given_names(right, left)):
        assert (match.state, match.cause) == (state, cause)


CUT = Cause.TRUNCATED_IN_MRZ


@pytest.mark.parametrize(
    ("typed", "read", "cut", "state", "cause"),
    [
        pytest.param(
            ("Maëlle", "Anne-Sophie"), ("MAELLE", "ANNE", "S"), True, State.SAME, CUT, id="cut"
        ),
        pytest.param(
            ("Maëlle", "Anne", "Zoé"), ("MAELLE", "A", "Z"), True, State.SAME, CUT, id="initials"
        ),
        pytest.param(
            ("Maximilienne",), ("MAXI",), True, State.SAME, CUT, id="first-name-itself-cut"
        ),
        pytest.param(
            ("Maximilienne",), ("MA",), True, State.DOUBTFUL, CUT, id="too-little-of-the-first-name"
        ),
        pytest.param(
            ("Maëlle", "Anne"),
            ("MAELLE", "AN"),
            False,
            State.DOUBTFUL,
            OTHER_LATER,
            id="room-was-left",
        ),
        pytest.param(("Maëlle",), ("JEAN",), True, State.DIFFERENT, Cause.UNEXPLAINED, id="unlike"),
    ],
)
def test_given_names_compare_with_a_zone_that_may_be_full(typed, read, cut, state, cause):
    match = compare_with_mrz_given_names(typed, read, cut=cut)

    assert (match.state, match.cause) == (state, cause)


@given(LISTS, LISTS)
def test_comparing_given_names_is_symmetric(left, right):
    assert compare_given_names(left, right) == compare_given_names(right, left)


@given(LISTS, st.sampled_from(["-", " ", ", ", "\u2011"]))
def test_what_parts_given_names_never_makes_them_different(names, separator):
    match = compare_given_names(names, (separator.join(names),))

    assert match.state is State.SAME


@given(LISTS)
def test_losing_accents_never_makes_given_names_different(names):
    plain = tuple(
        "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
        for name in names
    )

    assert compare_given_names(names, plain).state is State.SAME


@given(LISTS, WORDS)
def test_a_given_name_more_at_the_end_is_no_divergence(names, further):
    assert compare_given_names(names, (*names, further)).state is State.SAME
