"""The rules on the ops page: those to be looked at, those set to advice, those within bounds."""

import pytest

from services.watch.rule_rows import MOST_ROWS, RuleWatch, rule_rows
from shared.adapters.rule_quality import MemoryRuleQuality
from shared.domain.overturn import CLEAN_PILE, RuleOutcome, RuleRate
from shared.settings import Settings
from shared.web.rail_node import NodeState
from tests.builders import NOW


def a_rate(fired, overturned, rule="photo.colour"):
    return RuleRate(rule=rule, fired=fired, overturned=overturned)


@pytest.mark.parametrize(
    ("rate", "word", "state"),
    [
        pytest.param(a_rate(20, 7), "à revoir", NodeState.TROUBLE, id="over"),
        pytest.param(a_rate(20, 6), "", NodeState.WAITING, id="at-the-threshold"),
        pytest.param(a_rate(19, 19), "", NodeState.WAITING, id="too-few-decisions"),
        pytest.param(
            a_rate(20, 7, CLEAN_PILE),
            "pile sans anomalie à relire",
            NodeState.TROUBLE,
            id="no-rule-to-switch-off",
        ),
        pytest.param(a_rate(20, 20, "address.age"), "simple avis", NodeState.PERSON, id="advice"),
    ],
)
def test_a_rule_is_marked_by_its_rate_and_by_what_the_operator_chose(rate, word, state):
    (row,) = rule_rows([rate], 0.3, ["address.age"] if rate.rule == "address.age" else [])

    assert (row.word, row.state) == (word, state)


def test_a_rule_that_nobody_contradicts_takes_no_row():
    assert rule_rows([a_rate(400, 0)], 0.3, []) == ()


def test_a_rule_set_to_advice_is_shown_before_any_decision():
    (row,) = rule_rows([], 0.3, ["photo.colour"])

    assert (row.rule, row.decisions, row.rate, row.word) == ("photo.colour", 0, "", "simple avis")


def test_what_is_to_be_looked_at_comes_first_and_the_table_stays_small():
    rates = [a_rate(2, 2, f"rule.{number}") for number in range(2 * MOST_ROWS)]
    rows = rule_rows([*rates, a_rate(50, 25, "photo.light")], 0.3, ["photo.colour"])

    assert [row.rule for row in rows[:3]] == ["photo.light", "photo.colour", "rule.0"]
    assert len(rows) == MOST_ROWS


async def test_the_table_is_read_from_what_agents_decided():
    quality = MemoryRuleQuality()
    await quality.write(NOW.date(), (RuleOutcome(rule="photo.colour", overturned=True),))
    settings = Settings(secret_key="x" * 32, advice_only_rules="address.age, photo.light")

    rows = await RuleWatch(quality=quality, threshold=0.3, advice_only=settings.advice_only).rows()

    assert {row.rule: row.rate for row in rows} == {
        "address.age": "",
        "photo.light": "",
        "photo.colour": "100\xa0%",
    }
