"""Rules are versioned, judged again, counted against agents, and may be set to advice only."""

from dataclasses import replace

import pytest

from services.instruction.decision import compare_and_decide
from services.instruction.divergence.judgement import RULE_SET
from services.instruction.rejudging import rejudge
from services.instruction.weights import DECISION_RULES
from shared.domain.dossier import Decision, DivergenceResult, Dossier, Outcome, Route, StageRun
from shared.domain.overturn import CLEAN_PILE, RuleRate, rule_outcomes
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import NOW, a_demande, a_divergence, a_dossier, a_piece, a_result, an_identity
from tests.rules.dossier_paths import CHECKS, finished

EMPTY_DATE = an_identity(birth_date=None)


def compared(**demande) -> tuple[Dossier, DivergenceResult]:
    """A dossier with an unread address proof, and what is said of it."""
    dossier = Dossier(
        dossier_id="D1",
        owner="school",
        demande=a_demande(**demande),
        created_at=NOW,
        updated_at=NOW,
        pieces={PieceKind.JDC: a_piece(PieceKind.JDC)},
    )
    return dossier, compare_and_decide(dossier)


def with_result(dossier, result):
    run = StageRun(result=result.check)
    stages = {**dossier.stages, StageName.DIVERGENCE: run}
    return replace(dossier, stages=stages, route=result.route, items=result.items)


def test_every_decision_names_the_versions_of_its_rules():
    _, result = compared()

    assert result.check.facts["decision_rules"] == DECISION_RULES
    assert {finding.rule_set for finding in result.check.findings} == {RULE_SET}


def test_the_same_rules_say_the_same_again():
    dossier, result = compared(account=EMPTY_DATE)

    again = rejudge(with_result(dossier, result))

    assert not again.changed
    assert again.before is not None
    assert again.before.rules == again.after.rules == (RULE_SET, DECISION_RULES)


def test_what_other_rules_would_have_said_is_shown_beside():
    dossier, result = compared()
    later = replace(with_result(dossier, result), demande=a_demande(account=EMPTY_DATE))

    again = rejudge(later)

    assert again.changed
    assert again.after.states["birth_date"] == "not_supplied"
    assert "divergence_birth_date" in again.after.reasons


def test_a_dossier_never_compared_has_no_before():
    dossier, _ = compared()

    assert rejudge(dossier).before is None


def test_a_rule_on_advice_only_is_said_and_weighs_nothing():
    dossier, before = compared(account=EMPTY_DATE)
    rules = frozenset(str(before.check.facts["reasons"]).split())

    result = compare_and_decide(dossier, rules)

    assert before.route is Route.CORRECTION
    assert (result.route, result.items) == (Route.CLEAN, ())
    assert result.check.findings == before.check.findings


def test_the_gravest_reason_comes_first():
    other = an_identity(birth_name="Petit", given_names=("Paul",), birth_date="1998-11-30")

    _, result = compared(account=replace(other, birth_place=None))

    reasons = str(result.check.facts["reasons"]).split()
    assert reasons.index("divergence_birth_name") < reasons.index("divergence_birth_place")


def decided(route, outcome, reasons=""):
    dossier = finished(a_dossier(needs_validation=False), StageName.RECEPTION, *CHECKS)
    check = replace(a_result(), facts={"reasons": reasons})
    result = replace(a_divergence(route), check=check)
    decision = Decision(agent="agent-1", outcome=outcome, decided_at=NOW)
    return replace(with_result(dossier, result), decision=decision)


@pytest.mark.parametrize(
    ("dossier", "said"),
    [
        pytest.param(
            decided(Route.REVIEW, Outcome.ACCEPTED, "photo.colour address.age"),
            {"photo.colour": True, "address.age": True},
            id="accepted-against-two-rules",
        ),
        pytest.param(
            decided(Route.REVIEW, Outcome.REFUSED, "photo.colour"),
            {"photo.colour": False},
            id="refused-as-the-rule-doubted",
        ),
        pytest.param(
            decided(Route.CLEAN, Outcome.ACCEPTED), {CLEAN_PILE: False}, id="clean-and-accepted"
        ),
        pytest.param(
            decided(Route.CLEAN, Outcome.REFUSED), {CLEAN_PILE: True}, id="clean-and-refused"
        ),
        pytest.param(replace(decided(Route.CLEAN, Outcome.CLOSED), decision=None), {}, id="nobody"),
    ],
)
def test_a_decision_upholds_or_overturns_each_rule(dossier, said):
    assert {one.rule: one.overturned for one in rule_outcomes(dossier)} == said


@pytest.mark.parametrize(
    ("fired", "overturned", "over"),
    [
        pytest.param(20, 7, True, id="past-the-threshold"),
        pytest.param(20, 6, False, id="at-the-threshold"),
        pytest.param(3, 3, False, id="too-few-to-tell"),
        pytest.param(0, 0, False, id="never"),
    ],
)
def test_a_rule_is_over_its_threshold_once_enough_decisions_say_so(fired, overturned, over):
    assert RuleRate(rule="r", fired=fired, overturned=overturned).is_over(0.3, 10) is over
