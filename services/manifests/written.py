"""The manifests that follow from the code: one a queue stage, and the alerts as a resource."""

from collections.abc import Mapping
from pathlib import Path

import jinja2

from services.manifests.documents import dump, read_one
from services.manifests.loads import load_of
from shared.stages import Stage, StageTable, queue_stages

TEMPLATE = "deploy/k8s/stage.yaml.j2"
RULES = "deploy/prometheus/guichet.rules.yml"
ALERTS = "deploy/k8s/base/alerts.yaml"
STAGES = "deploy/k8s/base/stages"

_ALERTS_HEAD = f"""\
# The rules of {RULES} as a resource of the Prometheus operator.
# Written by `python -m services.manifests write`.
"""


def pod_name(row: Stage) -> str:
    """The stage as Kubernetes lets a name be written."""
    return row.name.value.replace("_", "-")


def stage_manifest(row: Stage, template: jinja2.Template) -> str:
    """Workers, scaling and disruption budget of one stage."""
    return template.render(
        name=pod_name(row),
        stage=row.name.value,
        service=row.service,
        queue=row.queue,
        load=load_of(row),
    )


def alerts_manifest(rules: str) -> str:
    """The alert rules, as the operator takes them."""
    resource = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "guichet", "labels": {"app.kubernetes.io/name": "guichet"}},
        "spec": read_one(rules),
    }
    return _ALERTS_HEAD + dump(resource)


def stages_manifest(table: StageTable) -> str:
    """The list of the stages' files."""
    head = "# Written by `python -m services.manifests write`.\n"
    lines = [f"  - {pod_name(row)}.yaml\n" for row in queue_stages(table)]
    kind = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
    return head + kind + "".join(lines)


def written(root: Path, table: StageTable) -> Mapping[str, str]:
    """Each file that follows from the code, by its path."""
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, autoescape=False, keep_trailing_newline=True
    )
    template = environment.from_string((root / TEMPLATE).read_text(encoding="utf-8"))
    files = {
        f"{STAGES}/{pod_name(row)}.yaml": stage_manifest(row, template)
        for row in queue_stages(table)
    }
    files[f"{STAGES}/kustomization.yaml"] = stages_manifest(table)
    files[ALERTS] = alerts_manifest((root / RULES).read_text(encoding="utf-8"))
    return files


def write(root: Path, table: StageTable) -> None:
    """Put them in place, and take away those of stages that are no more."""
    files = written(root, table)
    for path in (root / STAGES).glob("*.yaml"):
        if path.relative_to(root).as_posix() not in files:
            path.unlink()
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")


def drifted(root: Path, table: StageTable) -> tuple[str, ...]:
    """What is wrong: files that differ from what the code says, and files too many."""
    files = written(root, table)
    found = [
        f"{name}: differs from the code, run `python -m services.manifests write`"
        for name, text in files.items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
    ]
    there = (path.relative_to(root).as_posix() for path in (root / STAGES).glob("*.yaml"))
    return (*found, *(f"{name}: of no stage" for name in sorted(there) if name not in files))
