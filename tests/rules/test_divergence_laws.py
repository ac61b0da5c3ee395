"""What holds for any names: folding, symmetry, zones, and that distance never approves."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.instruction.divergence.birth_names import compare_birth_names, compare_with_mrz_name
from services.instruction.divergence.comparing import Field
from services.instruction.divergence.contact_wording import EMAIL_SENTENCES
from services.instruction.divergence.dates import compare_dates
from services.instruction.divergence.given_names import (
    compare_given_names,
    compare_with_mrz_given_names,
)
from services.instruction.divergence.match import Cause, State
from services.instruction.divergence.places import compare_places
from services.instruction.divergence.wording import CAUSE_SENTENCES
from services.instruction.identity_answers import answer_row
from services.instruction.weights import BY_CAUSE
from shared.domain.civil_identity import fold
from tests.rules.identity_material import DOC_9303, GIVEN, SURNAMES, transliterated

SAME = State.SAME
PLAIN = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12)
MARKED = "aàâäbcçdeéèêëfghiîïjklmnñoôöpqrstuùûüvwxyÿzœæøåßłđþð"
NAMES = st.text(alphabet=MARKED, min_size=1, max_size=10)
TYPED = st.text(alphabet=MARKED + "-’' ", min_size=1, max_size=14)
ANYTHING = st.text(max_size=30)


@given(ANYTHING)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "compare", [compare_birth_names, compare_dates, compare_places], ids=lambda one: one.__name__
)
@given(ANYTHING, ANYTHING)
def test_no_comparison_depends_on_who_is_named_first(compare, left, right):
    assert compare(left, right) == compare(right, left)


@given(st.lists(TYPED, max_size=3).map(tuple), st.lists(TYPED, max_size=3).map(tuple))
def test_given_names_compare_alike_both_ways(left, right):
    assert compare_given_names(left, right) == compare_given_names(right, left)


@pytest.mark.parametrize("letter", sorted(DOC_9303))
@pytest.mark.parametrize("name", ["{}berg", "Ma{}sten", "Kar{}", "{0}l{0}m"])
def test_every_letter_of_the_table_comes_back_from_its_zone(letter, name):
    typed = name.format(letter)

    assert compare_with_mrz_name(typed, transliterated(typed), cut=False).state is SAME
    assert compare_with_mrz_given_names((typed,), (transliterated(typed),), cut=False).state is SAME


@pytest.mark.parametrize("name", [*SURNAMES, *GIVEN])
def test_every_name_comes_back_from_its_zone(name):
    assert compare_with_mrz_name(name, transliterated(name), cut=False).state is SAME
    assert compare_birth_names(name, transliterated(name)).state is SAME


@given(NAMES)
def test_any_marked_name_comes_back_from_its_zone(name):
    assume(transliterated(name))

    assert compare_with_mrz_name(name, transliterated(name), cut=False).state is SAME


@given(TYPED)
def test_losing_every_mark_and_separator_never_makes_a_name_different(name):
    marks_off = unicodedata.normalize("NFD", name)
    bare = "".join(char for char in marks_off if not unicodedata.combining(char))
    plain = bare.translate(str.maketrans("-’'", "   "))

    assert compare_birth_names(name, plain).state in (SAME, State.NOT_SUPPLIED)
    assert compare_given_names((name,), (plain,)).state in (SAME, State.NOT_SUPPLIED)


@given(PLAIN, PLAIN)
def test_two_distinct_names_are_never_the_same(left, right):
    assert (compare_birth_names(left, right).state is SAME) is (left == right)
    first = compare_given_names((left,), (right,))
    assert (first.state is SAME) is (left == right)


@given(PLAIN, PLAIN)
def test_the_start_of_a_name_is_not_the_name_where_its_zone_had_room(start, rest):
    assert compare_with_mrz_name(start + rest, start, cut=False).state is not SAME
    assert compare_with_mrz_name(start + rest, start, cut=True).state is SAME


@given(st.sampled_from(list(Field)), st.text(max_size=12))
def test_an_account_that_says_what_the_request_says_is_never_a_divergence(field, text):
    value = [text] if field is Field.GIVEN_NAMES else text
    row = {"id": 1, "declared": {field: value}, "account": {field: value}}

    assert answer_row(row)["fields"][field] in ("same", "not_supplied")


def test_every_cause_has_its_weight_and_every_cause_of_a_field_its_sentence():
    of_contact = {Cause.SHARED_EMAIL, Cause.REFUSED_EMAIL_DOMAIN, Cause.HOSTED}

    assert set(BY_CAUSE) == set(Cause)
    assert set(Cause) - of_contact <= set(CAUSE_SENTENCES)
    assert of_contact - {Cause.HOSTED} <= set(EMAIL_SENTENCES)
