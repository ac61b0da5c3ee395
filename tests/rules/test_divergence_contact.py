"""E-mail addresses that cause divergence, and the name on the address proof."""

import pytest

from services.instruction.divergence.contact import holder_message, judge_holder
from services.instruction.divergence.emails import compare_emails
from services.instruction.divergence.match import Cause, State
from services.instruction.divergence.sources import DivergenceFacts
from shared.domain.civil_identity import CivilIdentity

CANDIDATE = CivilIdentity(
    birth_name="Martin-Lecœur", usage_name="Bernard", given_names=("Maëlle", "Zoé")
)
PARENT = CivilIdentity(birth_name="Martin", given_names=("Jean Pierre",))


@pytest.mark.parametrize(
    ("declared", "account", "parent", "state", "cause"),
    [
        pytest.param("a@b.fr", "A@B.fr ", None, State.SAME, None, id="same-but-for-case"),
        pytest.param("a@b.fr", None, None, State.SAME, None, id="account-says-none"),
        pytest.param(
            "a@b.fr", "c@b.fr", None, State.DIFFERENT, Cause.OTHER_PERSONS_ACCOUNT, id="other"
        ),
        pytest.param(
            "a@b.fr", "a@b.fr", "A@b.fr", State.DIFFERENT, Cause.SHARED_EMAIL, id="shared"
        ),
        pytest.param(
            "lea@auto-ecole-du-lac.fr",
            *(None, None, State.DIFFERENT, Cause.REFUSED_EMAIL_DOMAIN),
            id="driving-school",
        ),
        pytest.param(
            "contact@exemple.fr",
            *(None, None, State.DOUBTFUL, Cause.REFUSED_EMAIL_DOMAIN),
            id="shared-box",
        ),
        pytest.param("formateur@exemple.fr", None, None, State.SAME, None, id="only-close-to-it"),
    ],
)
def test_an_address_belongs_to_the_candidate_alone(declared, account, parent, state, cause):
    match = compare_emails(declared, account, parent)

    assert (match.state, match.cause) == (state, cause)


@pytest.mark.parametrize(
    ("holder", "state"),
    [
        pytest.param("MME MARTIN LECOEUR MAELLE", State.SAME, id="birth-name"),
        pytest.param("Maëlle BERNARD", State.SAME, id="usage-name"),
        pytest.param("M. ET MME BERNARD", State.DOUBTFUL, id="no-given-name"),
        pytest.param("MME BERNART MAELLE", State.DOUBTFUL, id="one-letter-off"),
        pytest.param("M. DUPONT PAUL", State.DIFFERENT, id="someone-else"),
        pytest.param("MME MARTIN MAELLE", State.DIFFERENT, id="half-of-the-name"),
        pytest.param(None, State.NOT_SUPPLIED, id="unread"),
    ],
)
def test_an_address_proof_is_in_the_candidate_s_name(holder, state):
    facts = DivergenceFacts(
        declared=CANDIDATE, account=CANDIDATE, address_read=True, address_holder=holder
    )

    assert judge_holder(facts).state is state


@pytest.mark.parametrize(
    ("holder", "state"),
    [
        pytest.param("M MARTIN JEAN", State.SAME, id="parent"),
        pytest.param("MME MARTIN LECOEUR MAELLE", State.DOUBTFUL, id="the-minor-alone"),
    ],
)
def test_a_minor_s_address_proof_is_in_the_parent_s_name(holder, state):
    facts = DivergenceFacts(
        declared=CANDIDATE,
        account=CANDIDATE,
        representative=PARENT,
        address_read=True,
        address_holder=holder,
        hosted=True,
    )

    assert judge_holder(facts).state is state


def test_a_host_s_name_is_left_to_an_agent():
    facts = DivergenceFacts(
        declared=CANDIDATE,
        account=CANDIDATE,
        address_read=True,
        address_holder="M DUPONT PAUL",
        hosted=True,
    )

    match = judge_holder(facts)

    assert (match.state, match.cause) == (State.DOUBTFUL, Cause.HOSTED)
    assert "hébergé" in holder_message(match)
