"""The dashboard: every panel shows something, from series that Guichet exports."""

import json

import pytest
import yaml

from tests.ops.promql import FOREIGN, ROOT, TARGET_LABELS, asked_by, exported, run_promtool

DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "guichet.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
EXPRESSIONS = [
    pytest.param(target["expr"], id=f"{panel['title']}-{target['refId']}")
    for panel in PANELS
    for target in panel["targets"]
]

#: A value for each label that the expressions pick by; any other may be anything.
VALUES = {"status": ("open", "parked"), "outcome": ("sent", "failed")}
SERVED = {"job": "guichet", "instance": "a:9464", "service": "watch"}


def a_series():
    """Every series that Guichet can export, as promtool takes it, with the scrape's labels."""
    for name, labels in exported().items():
        for value in VALUES.get("status" if "status" in labels else "outcome", ("x",)):
            pairs = {label: "1" if label == "le" else value for label in labels} | SERVED
            written = ",".join(f'{label}="{text}"' for label, text in pairs.items())
            yield {"series": f"{name}{{{written}}}", "values": "1+1x40"}


def test_the_dashboard_has_a_fixed_form_and_address():
    assert (DASHBOARD["uid"], DASHBOARD["schemaVersion"]) == ("guichet-overview", 39)
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_the_source_of_data_is_the_operators_choice():
    (variable,) = DASHBOARD["templating"]["list"]
    assert (variable["name"], variable["type"]) == ("datasource", "datasource")
    sources = {target["datasource"]["uid"] for panel in PANELS for target in panel["targets"]}
    assert sources == {"${datasource}"}


def test_no_panel_covers_another():
    taken = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24, panel["title"]
        taken |= cells


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_asks_for_series_that_are_exported(expression):
    known = exported() | FOREIGN
    asked = asked_by(expression)
    assert asked.metrics and asked.metrics <= set(known), asked
    labels = TARGET_LABELS.union(*(known[metric] for metric in asked.metrics))
    assert asked.labels <= labels, asked


def test_every_expression_answers_on_what_guichet_exports(tmp_path):
    """promtool evaluates each one over every series of the registry."""
    checks = [
        {
            "expr": f"count({expression}) > bool 0",
            "eval_time": "30m",
            "exp_samples": [{"labels": "{}", "value": 1}],
        }
        for (expression,) in (parameter.values for parameter in EXPRESSIONS)
    ]
    case = {"interval": "1m", "input_series": list(a_series()), "promql_expr_test": checks}
    cases = tmp_path / "dashboard.test.yml"
    cases.write_text(yaml.safe_dump({"evaluation_interval": "1m", "tests": [case]}))
    done = run_promtool("test", "rules", cases)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_metric_of_guichet_is_shown_or_alerted_on():
    rules = yaml.safe_load((ROOT / "deploy/prometheus/guichet.rules.yml").read_text())
    written = [parameter.values[0] for parameter in EXPRESSIONS]
    written += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    used = set().union(*(asked_by(expression).metrics for expression in written))
    unused = {name for name in exported() if name.startswith("guichet_")} - used
    # A histogram is three series; one that is used says that the metric is.
    assert {name for name in unused if not name.endswith(("_sum", "_count", "_bucket"))} == set()
