"""Whole identities: one change to sources that agree, and what must be said of it.

Each row: what it is · the change · states that are no longer "same" · causes · outcome. Sources of
the expectations: the seed deck at the end of the rule book, RULEBOOK N1 to N10 and PC7, PC8.
"""

from typing import Any, NamedTuple


class Change(NamedTuple):
    """A row of the table."""

    about: str
    change: dict[str, Any]
    fields: dict[str, str]
    causes: set[str]
    outcome: str


DIFFERENT, DOUBTFUL, SILENT, SAME = "different", "doubtful", "not_supplied", "same"
PARENT = {
    "birth_name": "Lecœur",
    "given_names": ["Jeanne"],
    "birth_date": "1975-06-02",
    "email": "jeanne@exemple.fr",
}
CARD = {"source": "mrz", "layout": "td1", "birth_name": "LECOEUR", "given_names": ["MAELLE"]}
PRINT = {"source": "viz", "layout": None, "birth_name": "Lecœur", "given_names": ["Maëlle"]}
CODE = {"source": "2ddoc", "birth_name": "LECOEUR", "given_names": ["MAELLE"]}
TITLE_CODE = CODE | {"birth_date": "12032006"}
BILL = {"source": "address", "birth_name": "LECOEUR", "given_names": ["MAELLE"]}


def both(**said: Any) -> dict[str, Any]:
    """Request and account say it alike."""
    return {"declared": said, "account": said}


CHANGES = (
    Change("nothing", {}, {}, set(), "clean"),
    Change("no document", {"documents": []}, {}, set(), "clean"),
    Change(
        "seed: empty account date",
        {"account": {"birth_date": None}},
        *({"birth_date": SILENT}, {"account_field_empty"}, "correction"),
    ),
    Change(
        "empty account names",
        {"account": {"given_names": []}},
        *({"given_names": SILENT}, {"account_field_empty"}, "correction"),
    ),
    Change("usage name in one source", {"declared": {"usage_name": "Roy"}}, {}, set(), "clean"),
    Change(
        "typing error in the request",
        {"declared": {"birth_name": "Lecoeurr"}},
        *({"birth_name": DIFFERENT}, {"typing_error"}, "correction"),
    ),
    Change(
        "typing error in the account",
        {"account": {"given_names": ["Maele"]}},
        *({"given_names": DIFFERENT}, {"typing_error"}, "correction"),
    ),
    Change(
        "typing error in both, against two readings",
        both(birth_name="Lecoeurt") | {"documents": [CARD, PRINT]},
        *({"birth_name": DIFFERENT}, {"typing_error"}, "correction"),
    ),
    Change(
        "another name in both, against two readings",
        both(birth_name="Bernard") | {"documents": [CARD, PRINT]},
        *({"birth_name": DIFFERENT}, set(), "review"),
    ),
    Change(
        "day and month swapped without document",
        {"account": {"birth_date": "2006-12-03"}, "documents": []},
        *({"birth_date": DIFFERENT}, {"day_month_swapped"}, "correction"),
    ),
    Change(
        "century in the account",
        {"account": {"birth_date": "1906-03-12"}},
        *({"birth_date": DIFFERENT}, {"century"}, "correction"),
    ),
    Change(
        "partial date everywhere",
        both(birth_date="00/00/1975") | {"documents": []},
        *({}, set(), "clean"),
    ),
    Change(
        "partial date in the account",
        {"account": {"birth_date": "2006-00-00"}},
        *({"birth_date": DOUBTFUL}, set(), "review"),
    ),
    Change(
        "name and given name swapped",
        {"account": {"birth_name": "Maëlle", "given_names": ["Lecœur"]}},
        *({"birth_name": DIFFERENT, "given_names": DIFFERENT}, {"names_swapped"}, "correction"),
    ),
    Change(
        "usage name as birth name",
        {"declared": {"birth_name": "Roy"}, "account": {"usage_name": "Roy"}},
        *({"birth_name": DIFFERENT}, {"usage_for_birth_name"}, "correction"),
    ),
    Change(
        "birth and usage name joined",
        {"declared": {"birth_name": "Lecœur-Roy", "usage_name": "Roy"}},
        *({"birth_name": DIFFERENT}, {"usage_for_birth_name"}, "correction"),
    ),
    Change(
        "later given name missing",
        both(given_names=["Maëlle", "Zoé"]) | {"account": {"given_names": ["Maëlle"]}},
        *({}, {"later_given_name_missing"}, "clean"),
    ),
    Change(
        "a sister's account",
        {"account": {"given_names": ["Violette"], "birth_date": "2009-10-05"}},
        *({"given_names": DIFFERENT, "birth_date": DIFFERENT}, {"other_persons_account"}),
        "correction",
    ),
    Change(
        "a parent's account",
        {"account": {**PARENT, "email": "maelle@exemple.fr"}, "representative": PARENT},
        *({"given_names": DIFFERENT, "birth_date": DIFFERENT}, {"representative_for_candidate"}),
        "correction",
    ),
    Change(
        "a parent declared everywhere",
        both(**PARENT) | {"representative": PARENT | {"email": None}, "documents": []},
        *({}, {"representative_for_candidate"}, "correction"),
    ),
    Change(
        "a parent's address",
        both(email="jeanne@exemple.fr") | {"representative": PARENT},
        *({}, {"other_persons_account"}, "correction"),
    ),
    Change(
        "a school's address",
        both(email="maelle@auto-ecole-du-lac.fr"),
        *({}, {"refused_email_domain"}, "correction"),
    ),
    Change(
        "another address",
        {"account": {"email": "qui@ailleurs.fr"}},
        *({"email": DIFFERENT}, {"other_persons_account"}, "correction"),
    ),
)
