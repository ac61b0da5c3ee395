"""What comparing every source of identity says, field by field."""

from dataclasses import replace

import pytest

from services.instruction.divergence.match import Cause, State
from services.instruction.divergence.rules import RULE_SET, compare, judge
from services.instruction.divergence.sources import DivergenceFacts, DocumentFacts, Trust
from services.instruction.divergence.wording import ACCOUNT_SECTION
from shared.domain.civil_identity import CivilIdentity
from shared.domain.findings import Verdict

PERSON = CivilIdentity(
    birth_name="Lecœur",
    given_names=("Maëlle", "Anne-Sophie"),
    birth_date="2006-03-12",
    email="maelle@exemple.fr",
)
ON_CARD = CivilIdentity(
    birth_name="LECOEUR", given_names=("MAELLE", "ANNE", "SOPHIE"), birth_date="2006-03-12"
)
PARENT = CivilIdentity(
    birth_name="Lecœur",
    given_names=("Jeanne",),
    birth_date="1975-00-00",
    email="jeanne@exemple.fr",
)
STRANGER = CivilIdentity(
    birth_name="Petit", given_names=("Paul",), birth_date="1998-11-30", email="maelle@exemple.fr"
)


def a_document(**changes):
    identity, trust = replace(ON_CARD, **changes), Trust.CONFIRMED
    return DocumentFacts(identity=identity, layout="td1", names=trust, date=trust)


def some_facts(**changes):
    facts = {"declared": PERSON, "account": PERSON, "documents": (a_document(),)}
    return DivergenceFacts(**(facts | changes))


def judged(facts, name):
    return next(judgement for judgement in judge(facts) if judgement.name == name)


def test_sources_that_agree_pass_on_every_field():
    findings = compare(some_facts(address_read=True, holders=("MME LECOEUR MAELLE",)))

    assert [finding.criterion for finding in findings] == [
        "divergence_birth_name",
        "divergence_given_names",
        "divergence_birth_date",
        "divergence_email",
        "divergence_address_holder",
    ]
    assert {finding.verdict for finding in findings} == {Verdict.PASS}
    assert {finding.rule_set for finding in findings} == {RULE_SET}


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_account_date_is_no_divergence_and_says_where_to_add_it(empty):
    judgement = judged(some_facts(account=replace(PERSON, birth_date=empty)), "birth_date")

    assert judgement.state is State.NOT_SUPPLIED
    assert judgement.cause is Cause.ACCOUNT_FIELD_EMPTY
    assert judgement.finding.verdict is Verdict.WARN
    assert ACCOUNT_SECTION in judgement.finding.message


def test_an_account_that_holds_nothing_has_no_diverging_field():
    findings = compare(some_facts(account=CivilIdentity()))

    assert Verdict.FAIL not in {finding.verdict for finding in findings}


def test_an_unread_document_is_not_evaluated():
    states = {
        judgement.name: (judgement.state, judgement.finding.verdict)
        for judgement in judge(some_facts(documents=()))
    }

    unread = (State.NOT_SUPPLIED, Verdict.NOT_EVALUATED)
    assert states["birth_name"] == states["given_names"] == states["birth_date"] == unread


@pytest.mark.parametrize(
    ("changes", "name", "cause", "wrong"),
    [
        pytest.param(
            {"declared": replace(PERSON, birth_date="2006-12-03")},
            *("birth_date", Cause.DAY_MONTH_SWAPPED, "declared"),
            id="day-and-month-swapped-in-the-request",
        ),
        pytest.param(
            {"account": replace(PERSON, birth_date="2006-03-21")},
            *("birth_date", Cause.DIGITS_SWAPPED, "account"),
            id="digits-swapped-in-the-account",
        ),
        pytest.param(
            {"declared": replace(PERSON, birth_date="1906-03-12")},
            *("birth_date", Cause.CENTURY, "declared"),
            id="century-that-account-and-document-contradict",
        ),
        pytest.param(
            {"documents": (a_document(birth_name="LECOEUT"),)},
            *("birth_name", Cause.TYPING_ERROR, "typed"),
            id="verified-document-against-both",
        ),
        pytest.param(
            {"declared": replace(PERSON, birth_name="Lecoeurr")},
            *("birth_name", Cause.TYPING_ERROR, "declared"),
            id="letter-too-many-in-the-request",
        ),
        pytest.param(
            {"declared": replace(PERSON, birth_name="Maëlle", given_names=("Lecœur",))},
            *("birth_name", Cause.NAMES_SWAPPED, "declared"),
            id="name-and-given-name-swapped",
        ),
        pytest.param(
            {
                "declared": replace(PERSON, usage_name="Bernard"),
                "account": replace(PERSON, birth_name="Bernard"),
            },
            *("birth_name", Cause.USAGE_FOR_BIRTH_NAME, "account"),
            id="usage-name-in-the-account",
        ),
        pytest.param(
            {"account": STRANGER},
            *("given_names", Cause.OTHER_PERSONS_ACCOUNT, "account"),
            id="someone-else-s-account",
        ),
        pytest.param(
            {"account": replace(PARENT, birth_date="1975-06-02"), "representative": PARENT},
            *("given_names", Cause.REPRESENTATIVE_FOR_CANDIDATE, "account"),
            id="parent-s-account",
        ),
        pytest.param(
            {"declared": PARENT, "representative": PARENT},
            *("given_names", Cause.REPRESENTATIVE_FOR_CANDIDATE, "declared"),
            id="parent-declared-in-the-place-of-the-candidate",
        ),
    ],
)
def test_a_difference_names_its_cause_and_the_source_that_stands_alone(changes, name, cause, wrong):
    judgement = judged(some_facts(**changes), name)

    assert judgement.state is State.DIFFERENT
    assert judgement.finding.verdict is Verdict.FAIL
    assert (judgement.cause, judgement.wrong) == (cause, wrong)


def test_a_difference_keeps_the_raw_texts_of_every_source():
    finding = judged(some_facts(account=replace(PERSON, birth_date="1975-00-00")), "birth_date")

    assert finding.finding.value == "12/03/2006"
    assert finding.finding.expected == "00/00/1975 (compte) ; 12/03/2006 (titre d’identité)"


def test_the_sentences_hold_no_value_of_any_source():
    messages = " ".join(finding.message for finding in compare(some_facts(account=STRANGER)))

    for secret in ("Petit", "Paul", "1998", "Lecœur", "2006"):
        assert secret not in messages


def test_the_diverging_fields_are_listed_in_the_words_that_schools_know():
    findings = compare(some_facts(account=replace(PERSON, birth_date="1998-11-30")))

    assert findings[0].criterion == "divergence"
    assert findings[0].message == (
        "Divergence d'identité entre le portail ANTS et les données saisies "
        "pour les champs : Date de naissance"
    )


def test_an_unknown_day_and_month_agree_with_themselves():
    unknown = {"birth_date": "1975-00-00"}
    facts = some_facts(
        declared=replace(PERSON, **unknown),
        account=replace(PERSON, **unknown),
        documents=(a_document(**unknown),),
    )

    assert judged(facts, "birth_date").finding.verdict is Verdict.PASS
