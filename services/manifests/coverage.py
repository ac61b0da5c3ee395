"""Whether the objects of an overlay do what the stage table says. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from services.manifests.documents import Document
from services.manifests.reach import pod_template
from shared.stages import Stage, StageTable, queue_stages

STAGE = "guichet.example/stage"
#: What a process needs after its last check to hand back the rest and close.
SPARE = dt.timedelta(seconds=10)


def of_kind(documents: Sequence[Document], kind: str) -> list[Document]:
    """The objects of one kind."""
    return [one for one in documents if one["kind"] == kind]


def pod_of(deployment: Document) -> dict[str, Any]:
    """The pod that a Deployment makes."""
    pod: dict[str, Any] = deployment["spec"]["template"]["spec"]
    return pod


def missing_parts(documents: Sequence[Document], table: StageTable) -> Iterator[str]:
    """Queue stages without workers, scaling or a budget; workers of no stage."""
    workers = {
        label: one
        for one in of_kind(documents, "Deployment")
        if (label := one["metadata"]["labels"].get(STAGE))
    }
    rows = {row.name.value: row for row in queue_stages(table)}
    for name in sorted(set(workers) - set(rows)):
        yield f"Deployment of {name}: no such stage"
    for name, row in rows.items():
        if name not in workers:
            yield f"{name}: no Deployment"
            continue
        yield from _stage_faults(documents, workers[name], row)


def _stage_faults(documents: Sequence[Document], worker: Document, row: Stage) -> Iterator[str]:
    name, title = row.name.value, worker["metadata"]["name"]
    image = str(pod_of(worker)["containers"][0]["image"])
    if image.partition(":")[0].rpartition("/")[2] != row.service:
        yield f"{name}: runs {image}, not {row.service}"
    chosen = [one for one in _environment(worker) if one["name"] == "GUICHET_STAGES"]
    if [one["value"] for one in chosen] != [name]:
        yield f"{name}: GUICHET_STAGES does not say so"
    scaled = [
        one
        for one in of_kind(documents, "ScaledObject")
        if one["spec"]["scaleTargetRef"]["name"] == title
    ]
    queues = [
        trigger["metadata"]["queueName"] for one in scaled for trigger in one["spec"]["triggers"]
    ]
    if queues != [row.queue]:
        yield f"{name}: scaled on {queues or 'nothing'}, not on {row.queue}"
    budgets = of_kind(documents, "PodDisruptionBudget")
    if not any(one["spec"]["selector"]["matchLabels"].get(STAGE) == name for one in budgets):
        yield f"{name}: no PodDisruptionBudget"


def _environment(deployment: Document) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pod_of(deployment)["containers"][0].get("env", [])
    return found


def short_graces(documents: Sequence[Document], table: StageTable) -> Iterator[str]:
    """Pods that would be killed in the middle of the longest check."""
    longest = max(row.time_limit for row in queue_stages(table)) + SPARE
    for one in of_kind(documents, "Deployment"):
        if one["metadata"]["labels"]["app.kubernetes.io/name"] != "guichet":
            continue
        grace = pod_of(one).get("terminationGracePeriodSeconds", 30)
        if dt.timedelta(seconds=grace) < longest:
            needed = int(longest.total_seconds())
            yield f"{one['metadata']['name']}: {grace} s of grace, {needed} needed"


def unsafe_pods(documents: Sequence[Document]) -> Iterator[str]:
    """Pods without probes, with rights, with a moving image, or with a secret written down."""
    if of_kind(documents, "Secret"):
        yield "a Secret is written down: name it, and make it apart"
    for one in of_kind(documents, "Deployment"):
        name = one["metadata"]["name"]
        for container in pod_of(one)["containers"]:
            yield from (f"{name}: {fault}" for fault in _missing_probes(container))
    for one in documents:
        template = pod_template(one)
        if template is None:
            continue
        name = one["metadata"]["name"]
        for container in template["spec"]["containers"]:
            yield from (f"{name}: {fault}" for fault in _container_faults(container))
        if not template["spec"].get("securityContext", {}).get("runAsNonRoot"):
            yield f"{name}: may run as root"


def _missing_probes(container: dict[str, Any]) -> Iterator[str]:
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        if probe not in container:
            yield f"no {probe}"


def _container_faults(container: dict[str, Any]) -> Iterator[str]:
    context = container.get("securityContext", {})
    if not context.get("readOnlyRootFilesystem") or context.get("allowPrivilegeEscalation", True):
        yield "the container may write its root or gain rights"
    tag = str(container["image"]).rpartition("/")[2].partition(":")[2]
    if tag in ("", "latest"):
        yield f"{container['image']} moves: give it a version"
    if "limits" not in container.get("resources", {}):
        yield "no limits"


def check_coverage(documents: Sequence[Document], table: StageTable) -> tuple[str, ...]:
    """All of it."""
    return (
        *missing_parts(documents, table),
        *short_graces(documents, table),
        *unsafe_pods(documents),
    )
