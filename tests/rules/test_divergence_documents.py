"""How far the reading of a document counts."""

from dataclasses import replace

import pytest

from services.instruction.divergence.match import Cause, State
from services.instruction.divergence.rules import judge
from services.instruction.divergence.sources import DivergenceFacts, DocumentFacts, Trust
from shared.domain.civil_identity import CivilIdentity
from tests.builders import an_identity

PERSON = an_identity(
    birth_name="Lecœur", given_names=("Maëlle", "Anne-Sophie"), birth_date="2006-03-12"
)
ON_CARD = CivilIdentity(
    birth_name="LECOEUR", given_names=("MAELLE", "ANNE", "SOPHIE"), birth_date="2006-03-12"
)


def a_document(*, trusted=True, cut=frozenset(), **changes):
    trust = Trust.CONFIRMED if trusted else Trust.DOUBTED
    return DocumentFacts(
        identity=replace(ON_CARD, **changes), layout="td1", names=trust, date=trust, cut=cut
    )


def judged(name, *, document, account=PERSON):
    facts = DivergenceFacts(declared=PERSON, account=account, documents=(document,))
    return next(judgement for judgement in judge(facts) if judgement.name == name)


@pytest.mark.parametrize(
    ("document", "account", "state"),
    [
        pytest.param(a_document(trusted=True, birth_name="ZZZZ"), PERSON, State.DIFFERENT, id="ok"),
        pytest.param(
            a_document(trusted=False, birth_name="ZZZZ"), PERSON, State.DOUBTFUL, id="unverified"
        ),
        pytest.param(
            a_document(trusted=False, birth_name="ZZZZ"),
            replace(PERSON, birth_name="Zzzz"),
            State.DIFFERENT,
            id="unverified-but-the-account-says-the-same",
        ),
        pytest.param(a_document(trusted=False), PERSON, State.SAME, id="unverified-but-agreeing"),
    ],
)
def test_a_reading_counts_as_far_as_it_is_confirmed(document, account, state):
    judgement = judged("birth_name", document=document, account=account)

    assert judgement.state is state


def test_the_century_of_a_zone_alone_is_a_doubt():
    document = a_document(birth_date="1906-03-12")

    judgement = judged("birth_date", document=document, account=CivilIdentity())

    assert (judgement.state, judgement.cause) == (State.DOUBTFUL, Cause.CENTURY)


def test_a_name_cut_by_its_zone_is_the_same():
    document = a_document(given_names=("MAELLE", "ANNE", "SO"), cut=frozenset({"given_names"}))

    judgement = judged("given_names", document=document)

    assert (judgement.state, judgement.cause) == (State.SAME, Cause.TRUNCATED_IN_MRZ)


def test_a_short_name_is_not_the_start_of_a_longer_one():
    account = replace(PERSON, birth_name="Le")
    declared = replace(PERSON, birth_name="Lefebvre")
    document = a_document(birth_name="LE", cut=frozenset({"given_names"}))
    facts = DivergenceFacts(declared=declared, account=account, documents=(document,))

    states = {judgement.name: judgement.state for judgement in judge(facts)}

    assert states["birth_name"] is State.DIFFERENT
