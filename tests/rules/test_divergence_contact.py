"""E-mail addresses that cause divergence, and the name on the address proof."""

import pytest

from services.instruction.divergence.contact import judge_email, judge_holder
from services.instruction.divergence.contact_wording import holder_message
from services.instruction.divergence.match import Cause, State
from services.instruction.divergence.sources import DivergenceFacts
from shared.domain.civil_identity import CivilIdentity
from shared.domain.findings import Verdict

CANDIDATE = CivilIdentity(
    birth_name="Martin-Lecœur", usage_name="Bernard", given_names=("Maëlle", "Zoé")
)
PARENT = CivilIdentity(birth_name="Martin", given_names=("Jean Pierre",))


SAME, DIFFERENT, SILENT = State.SAME, State.DIFFERENT, State.NOT_SUPPLIED
PASS, WARN, FAIL = Verdict.PASS, Verdict.WARN, Verdict.FAIL


@pytest.mark.parametrize(
    ("declared", "account", "parent", "answer"),
    [
        pytest.param("a@b.fr", "A@B.fr ", None, (SAME, PASS, None), id="same-but-for-case"),
        pytest.param(
            "a@b.fr", None, None, (SILENT, WARN, Cause.ACCOUNT_FIELD_EMPTY), id="account-says-none"
        ),
        pytest.param(
            "a@b.fr", "c@d.fr", None, (DIFFERENT, FAIL, Cause.OTHER_PERSONS_ACCOUNT), id="other"
        ),
        pytest.param(
            "lea@b.fr", "lae@b.fr", None, (DIFFERENT, FAIL, Cause.TYPING_ERROR), id="slip"
        ),
        pytest.param("a@b.fr", "a@b.fr", "A@b.fr", (SAME, FAIL, Cause.SHARED_EMAIL), id="shared"),
        pytest.param(
            "lea@auto-ecole-du-lac.fr",
            *("lea@auto-ecole-du-lac.fr", None, (SAME, FAIL, Cause.REFUSED_EMAIL_DOMAIN)),
            id="driving-school",
        ),
        pytest.param(
            "lea@ecf-lac.fr",
            *("lea@ecf-lac.fr", None, (SAME, FAIL, Cause.REFUSED_EMAIL_DOMAIN)),
            id="network-of-schools",
        ),
        pytest.param(
            "lea@dupont-sarl.fr",
            *("lea@dupont-sarl.fr", None, (SAME, FAIL, Cause.REFUSED_EMAIL_DOMAIN)),
            id="company",
        ),
        pytest.param(
            "contact@exemple.fr",
            *("contact@exemple.fr", None, (SAME, WARN, Cause.REFUSED_EMAIL_DOMAIN)),
            id="shared-box",
        ),
        pytest.param("formateur@a.fr", "formateur@a.fr", None, (SAME, PASS, None), id="only-close"),
        pytest.param("lea@info.fr", "lea@info.fr", None, (SAME, PASS, None), id="ordinary-domain"),
        pytest.param(
            "lea@information.fr", "lea@information.fr", None, (SAME, PASS, None), id="information"
        ),
    ],
)
def test_an_address_belongs_to_the_candidate_alone(declared, account, parent, answer):
    facts = DivergenceFacts(
        declared=CivilIdentity(email=declared),
        account=CivilIdentity(birth_name="Martin", email=account),
        representative=CivilIdentity(email=parent) if parent else None,
    )

    found = judge_email(facts)

    assert (found.state, found.verdict, found.cause) == answer


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
        declared=CANDIDATE,
        account=CANDIDATE,
        address_read=True,
        holders=(holder,) if holder else (),
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
        holders=(holder,) if holder else (),
        hosted=True,
    )

    assert judge_holder(facts).state is state


def test_a_host_s_name_is_left_to_an_agent():
    facts = DivergenceFacts(
        declared=CANDIDATE,
        account=CANDIDATE,
        address_read=True,
        holders=("M DUPONT PAUL",),
        hosted=True,
    )

    match = judge_holder(facts)

    assert (match.state, match.cause) == (State.DOUBTFUL, Cause.HOSTED)
    assert "hébergé" in holder_message(match)
