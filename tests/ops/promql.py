"""What a PromQL expression asks for, and what Guichet exports; and promtool, which knows both."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from prometheus_client.metrics import MetricWrapperBase

from shared import metrics

ROOT = Path(__file__).parent.parent.parent

#: Put on every series by the scrape configuration.
TARGET_LABELS = {"job", "instance", "service"}

#: What others export: Prometheus itself, its node exporter, the broker's plugin (3.10 and 4.x).
FOREIGN = {
    "up": {"job", "instance", "service"},
    "ALERTS": {"alertname", "alertstate"},
    "node_filesystem_avail_bytes": {"fstype", "mountpoint"},
    "node_filesystem_size_bytes": {"fstype", "mountpoint"},
    "rabbitmq_alarms_free_disk_space_watermark": set(),
    "rabbitmq_alarms_memory_used_watermark": set(),
}

_WORDS = {"by", "on", "and", "or", "unless", "offset", "bool", "without", "ignoring"}
#: The labels of our own metrics, by family.
LABELS = {
    family.name: metric._labelnames
    for metric in vars(metrics).values()
    if isinstance(metric, MetricWrapperBase)
    for family in metric.describe()
}
#: Labels that a kind adds by itself.
_MORE = {"histogram": {"le"}, "info": {"version", "service"}}
_ENDINGS = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "info": ("_info",)}


@dataclass(slots=True)
class Asked:
    """Names in one expression."""

    metrics: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)


def asked_by(expression: str) -> Asked:
    """The metrics and labels that an expression names."""
    asked = Asked()
    rest = re.sub(r'"[^"]*"', "''", expression)
    for matchers in re.findall(r"\{([^}]*)\}", rest):
        asked.labels |= set(re.findall(r"(\w+)\s*[!=]", matchers))
    rest = re.sub(r"\{[^}]*\}|\[[^\]]*\]|offset \w+", " ", rest)
    for names in re.findall(r"\b(?:by|on) \(([^)]*)\)", rest):
        asked.labels |= set(re.findall(r"\w+", names))
    rest = re.sub(r"\b(?:by|on) \([^)]*\)", " ", rest)
    identifiers = re.findall(r"\b([A-Za-z_]\w*)\b(?!\s*\()", rest)
    asked.metrics = set(identifiers) - _WORDS
    return asked


def exported() -> dict[str, set[str]]:
    """Every series that our registry can export, with the labels it can have."""
    series = {}
    for family in metrics.REGISTRY.collect():
        labels = set(LABELS.get(family.name, ())) | _MORE.get(family.type, set())
        for ending in _ENDINGS.get(family.type, ("",)):
            series[family.name + ending] = labels
    return series


def promtool() -> str:
    """The program, or a skip that says why; a failure where CI must have it."""
    found = shutil.which("promtool", path=f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}")
    if found is None and os.environ.get("CI"):
        pytest.fail("promtool is missing: deploy/promtool.sh brings it")
    if found is None:
        pytest.skip("promtool is missing: deploy/promtool.sh brings it")
    return found


def run_promtool(*arguments: object, text: str | None = None) -> subprocess.CompletedProcess:
    """Run it and take what it says."""
    command = [promtool(), *map(str, arguments)]
    return subprocess.run(
        command, input=text, capture_output=True, text=True, check=False, timeout=60
    )
