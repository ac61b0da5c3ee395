"""Alerts: each is exported for, tested both ways, and explained in the runbook."""

import re

import pytest
import yaml

from shared.settings import Settings
from tests.ops.promql import FOREIGN, ROOT, TARGET_LABELS, asked_by, exported, run_promtool

FOLDER = ROOT / "deploy" / "prometheus"
RULES = yaml.safe_load((FOLDER / "guichet.rules.yml").read_text())
CASES = yaml.safe_load((FOLDER / "guichet.rules.test.yml").read_text())
RUNBOOK = (ROOT / "deploy" / "RUNBOOK.md").read_text()

ALERTS = {rule["alert"]: rule for group in RULES["groups"] for rule in group["rules"]}
CHECKS = [check for case in CASES["tests"] for check in case["alert_rule_test"]]

#: Item 4 of the promise: what must wake somebody up or leave a ticket.
NEEDED = (
    "GuichetNoConsumer",
    "GuichetStageLate",
    "GuichetParked",
    "GuichetPublishFailing",
    "GuichetOutboxLag",
    "GuichetRedeliveries",
    "GuichetServiceRestarts",
    "GuichetServerUnreachable",
    "GuichetMailFailing",
    "GuichetCanaryLate",
    "GuichetCanaryMissing",
    "GuichetConservation",
    "GuichetDiskLow",
)


def sections(text):
    """The parts of the runbook by anchor, as a viewer of Markdown makes it of a heading."""
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    return {
        title.strip().lower(): body for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_the_alerts_that_were_promised_are_there():
    assert set(NEEDED) <= set(ALERTS)


def test_the_rules_and_the_scrape_configuration_are_well_formed():
    done = run_promtool("check", "config", FOLDER / "prometheus.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(ALERTS)} rules found" in done.stdout


def test_each_alert_fires_when_it_should_and_only_then():
    done = run_promtool("test", "rules", FOLDER / "guichet.rules.test.yml")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "change",
    [
        (r"limit_seconds\)", "limit_seconds) * 9"),
        ("== 0", "== 5"),
        ("for: 15m", "for: 90m"),
        (r"> 60\b", "> 6"),
    ],
    ids=["canary", "consumer", "parked", "overdue"],
)
def test_the_cases_notice_a_rule_that_was_changed(tmp_path, change):
    rules, changed = re.subn(*change, (FOLDER / "guichet.rules.yml").read_text())
    assert changed
    (tmp_path / "guichet.rules.yml").write_text(rules)
    cases = tmp_path / "guichet.rules.test.yml"
    cases.write_text((FOLDER / "guichet.rules.test.yml").read_text())
    assert run_promtool("test", "rules", cases).returncode == 1


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_has_a_case_that_fires_and_one_that_does_not(name):
    expected = [bool(check["exp_alerts"]) for check in CHECKS if check["alertname"] == name]
    assert set(expected) == {True, False}


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_asks_for_series_that_are_exported(name):
    known = exported() | FOREIGN
    asked = asked_by(ALERTS[name]["expr"])
    assert asked.metrics and asked.metrics <= set(known), asked
    labels = TARGET_LABELS.union(*(known[metric] for metric in asked.metrics))
    assert asked.labels <= labels, asked


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_says_how_urgent_it_is_and_where_to_read_on(name):
    rule = ALERTS[name]
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"]
    page, anchor = rule["annotations"]["runbook_url"].split("#")
    assert (page, anchor) == ("deploy/RUNBOOK.md", name.lower())


@pytest.mark.parametrize("name", ALERTS)
def test_the_runbook_explains_an_alert_in_four_steps(name):
    body = sections(RUNBOOK)[name.lower()]
    steps = re.findall(r"^\*\*(.+?)\*\*", body, flags=re.MULTILINE)
    assert steps == ["Means.", "Look.", "Do.", "Over when."]


def test_the_runbook_explains_no_alert_that_does_not_exist():
    explained = {title for title in sections(RUNBOOK) if title.startswith("guichet")}
    assert explained == {name.lower() for name in ALERTS}


def test_the_runbook_speaks_of_log_lines_causes_and_settings_that_exist():
    code = "".join(
        path.read_text()
        for folder in ("services", "shared")
        for path in ROOT.glob(f"{folder}/**/*.py")
    )
    words = set(re.findall(r"`([A-Za-z_]+)`", RUNBOOK))
    actions = {word for word in words if re.fullmatch(r"[a-z]+_[a-z]+", word)} - {"trace_id"}
    causes = {word for word in words if re.fullmatch(r"([A-Z][a-z]+){2,}", word)}
    assert len(actions) >= 5 and len(causes) >= 5
    assert {word for word in actions if f'"{word}"' not in code} == set()
    assert {word for word in causes if not re.search(rf"class {word}\b|\"{word}\"", code)} == set()
    settings = set(re.findall(r"`GUICHET_([A-Z_]+)`", RUNBOOK))
    assert {name.lower() for name in settings} <= set(Settings.model_fields)


def test_an_expression_is_read_for_its_metrics_and_labels():
    asked = asked_by('max by (stage) (a_b{status="x > y"}) / on (queue) rate(c[5m] offset 1m) > 2')
    assert (asked.metrics, asked.labels) == ({"a_b", "c"}, {"stage", "status", "queue"})
