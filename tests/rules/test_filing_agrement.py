"""A school files under its own agrément number, and under no other school's."""

from dataclasses import replace

import pytest

from services.intake.filing import FilingDesk
from services.intake.filing_form import Form, faulty_form, new_form
from services.standalone.logins import ACCOUNTS
from shared.domain.change import Change
from shared.web.access import Account, Role
from shared.web.problems import Problem, ProblemType
from tests.builders import a_demande
from tests.flow.line import Line
from tests.rules.test_correction_loop import asked, rewritten

OWN, OTHER = "E0906900010", "E0906900020"
SCHOOL = Account(account_id="ecole", role=Role.SCHOOL, agrement=OWN)
UNKNOWN = Account(account_id="ecole", role=Role.SCHOOL)
ALONE = Account(account_id="candidat", role=Role.CANDIDATE)


@pytest.fixture
def desk():
    line = Line()
    return FilingDesk(register=line.register, blobs=None, clock=line.clock)


@pytest.mark.parametrize(
    ("account", "declared", "kept"),
    [
        pytest.param(SCHOOL, OWN, OWN, id="its-own"),
        pytest.param(SCHOOL, None, OWN, id="left-out"),
        pytest.param(UNKNOWN, OTHER, OTHER, id="account-of-the-version-before"),
        pytest.param(UNKNOWN, None, None, id="account-of-the-version-before-left-out"),
        pytest.param(ALONE, OTHER, OTHER, id="candidate-who-names-a-school"),
        pytest.param(ALONE, None, None, id="candidate-without-a-school"),
    ],
)
async def test_a_request_is_kept_under_the_number_of_its_school(desk, account, declared, kept):
    dossier, _ = await desk.open(account, a_demande(agrement=declared))

    assert dossier.demande.agrement == kept
    changed = await desk.rewrite(account, dossier, a_demande(agrement=declared, category="A2"))
    assert (changed.demande.agrement, changed.demande.category) == (kept, "A2")


async def test_a_request_under_another_school_s_number_is_refused_and_not_kept(desk):
    with pytest.raises(Problem) as refused:
        await desk.open(SCHOOL, a_demande(agrement=OTHER), "key")

    assert refused.value.type is ProblemType.FOREIGN_AGREMENT
    assert refused.value.type.value.status == 422
    _, opened = await desk.open(SCHOOL, a_demande(), "key")
    assert opened


async def test_a_draft_cannot_be_moved_to_another_school(desk):
    dossier, _ = await desk.open(SCHOOL, a_demande())

    with pytest.raises(Problem) as refused:
        await desk.rewrite(SCHOOL, dossier, a_demande(agrement=OTHER))

    assert refused.value.type is ProblemType.FOREIGN_AGREMENT


async def test_the_same_key_finds_the_draft_whether_the_number_is_written_or_not(desk):
    first, _ = await desk.open(SCHOOL, a_demande(agrement=None), "key")
    again, opened = await desk.open(SCHOOL, a_demande(agrement=OWN), "key")

    assert (again.dossier_id, opened) == (first.dossier_id, False)


@pytest.mark.parametrize("sent", [OTHER, None], ids=["another-number", "none"])
async def test_a_correction_leaves_the_number_as_it_was_sent(desk, sent):
    """The account had no number when the request was sent."""
    dossier = asked("birth_date")
    dossier = replace(dossier, demande=replace(dossier.demande, agrement=sent))
    await desk.register.dossiers.add(Change(dossier=dossier))
    demande = replace(rewritten(birth_date="1990-04-13").demande, agrement=None)

    changed = await desk.rewrite(SCHOOL, dossier, demande)

    assert changed.demande.agrement == sent
    assert [item.mended for item in changed.items] == [True]


def test_the_form_opens_with_the_school_s_number_and_says_a_wrong_one_at_its_field():
    assert new_form(OWN).typed["agrement"] == OWN
    assert new_form(None).typed["agrement"] == ""

    form = faulty_form(a_demande(agrement=OTHER), Problem(ProblemType.FOREIGN_AGREMENT))
    assert isinstance(form, Form)
    assert set(form.errors) == {"agrement"}
    assert "laissez le champ vide" in form.errors["agrement"]
    assert (form.typed["agrement"], form.typed["candidate.birth_name"]) == (OTHER, "Specimen")


def test_a_problem_of_no_field_is_not_hidden_in_the_form():
    with pytest.raises(Problem) as passed:
        faulty_form(a_demande(), Problem(ProblemType.WRONG_STATE))

    assert passed.value.type is ProblemType.WRONG_STATE


def test_the_schools_of_one_machine_have_numbers_of_their_own():
    numbers = [account.agrement for account in ACCOUNTS if account.role is Role.SCHOOL]

    assert len(set(numbers)) == len(numbers) == 2
    assert a_demande().agrement == numbers[0]
    assert all(account.agrement is None for account in ACCOUNTS if account.role is not Role.SCHOOL)
