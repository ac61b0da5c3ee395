"""Whole identities, from the line of a file to its answer."""

import copy
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.instruction.divergence.wording import ACCOUNT_SECTION
from services.instruction.identity_answers import FIELDS, answer_line, answer_row
from tests.rules.identity_cases import MAKERS
from tests.rules.identity_changes import CARD, CHANGES
from tests.rules.identity_document_changes import DOCUMENT_CHANGES

PERSON = {
    "birth_name": "Lecœur",
    "usage_name": None,
    "given_names": ["Maëlle"],
    "sex": "F",
    "birth_date": "2006-03-12",
    "birth_place": "Lyon",
    "email": "maelle@exemple.fr",
}
#: Causes of an agreement: said, and of no weight.
OF_AGREEMENT = {"later_given_name_missing", "truncated_in_mrz"}


def a_row(change):
    row = {"id": "1", "declared": PERSON, "account": PERSON, "documents": [CARD]}
    row = copy.deepcopy(row | {"representative": None})
    for key, value in change.items():
        row[key] = row[key] | value if isinstance(row[key], dict) else value
    return row


EVERY = (*CHANGES, *DOCUMENT_CHANGES)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.about) for case in EVERY])
def test_one_change_to_sources_that_agree(case):
    answer = answer_row(a_row(case.change))

    unlike = {
        name: state
        for name, state in answer["fields"].items()
        if state != "same" and name != "usage_name"
    }
    assert unlike == case.fields
    assert set(answer["causes"]) == case.causes
    assert answer["outcome"] == case.outcome


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_made_cases_are_told_from_how_they_were_made(maker):
    for seed in range(40):
        case = maker(random.Random(seed))
        expected = case.pop("expected")

        answer = answer_row(case)

        states = {name: answer["fields"][name] for name in FIELDS if name != "usage_name"}
        assert states == dict.fromkeys(states, "same") | expected["fields"], case
        assert expected["causes"] <= set(answer["causes"]), case
        assert set(answer["causes"]) - OF_AGREEMENT <= expected["causes"], case
        assert answer["outcome"] == expected["outcome"], case


def test_an_empty_account_field_comes_with_its_cure():
    messages = answer_row(a_row({"account": {"birth_date": None}}))["messages"]

    assert messages["candidate"].startswith("Date de naissance : ")
    assert all(ACCOUNT_SECTION in messages[reader] for reader in ("candidate", "school"))
    assert "Divergence" not in messages["school"]


def test_a_divergence_is_listed_in_the_words_that_schools_know():
    change = {"account": {"birth_date": "2006-12-03", "birth_name": "Lecoeurr"}}

    messages = answer_row(a_row(change))["messages"]

    line = (
        "Divergence d'identité entre le portail ANTS et les données saisies pour les champs : "
        "Nom de naissance, Date de naissance"
    )
    assert all(message.splitlines()[0] == line for message in messages.values())
    assert "03/12/2006" in messages["agent"]
    assert "03/12/2006" not in messages["candidate"] + messages["school"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param(b"  \n", "empty_line", id="empty"),
        pytest.param(b"{", "invalid_json", id="broken"),
        pytest.param(b'{"id": NaN}', "invalid_json", id="no-number"),
        pytest.param(b"[" * 100_000, "invalid_json", id="deep"),
        pytest.param(b"[]", "not_an_object", id="list"),
        pytest.param(b"\xff", "invalid_encoding", id="latin-1"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(line, code):
    answer = answer_line(line)

    assert (answer["id"], answer["error"]["code"]) == (None, code)
    assert answer["error"]["message"].endswith(".")


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)
SAID = st.dictionaries(st.sampled_from([*PERSON, "source", "layout", "other"]), ODD)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": ODD,
            "declared": SAID | ODD,
            "account": SAID | ODD,
            "documents": st.lists(SAID | ODD, max_size=3) | ODD,
            "representative": SAID | ODD,
        },
    )
)
def test_whatever_a_row_holds_it_gets_a_whole_answer(row):
    answer = answer_line(json.dumps(row).encode())

    assert list(answer["fields"]) == list(FIELDS)
    assert answer["outcome"] in {"clean", "review", "correction"}
    assert all(answer["messages"][reader] for reader in ("candidate", "school", "agent"))
