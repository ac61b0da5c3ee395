"""Whether what one object names is there: selectors, ports, targets, settings, secrets. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.manifests.documents import Document
from services.manifests.flows import BROKER, NAME, STORE
from services.manifests.reach import Labels, Place, pod_template, pods_of, selects
from services.manifests.settings import is_written_down, unknown_settings

#: Made by the operators, and by hand or a secret store (deploy/k8s/README.md).
SECRETS = frozenset(
    {"guichet-broker-default-user", "guichet-store-guichet"}
    | {"guichet-secrets", "guichet-store-password", "guichet-tls", "guichet-bucket"}
)
#: Services that RabbitMQ's operator makes, with the labels and ports that it gives them.
_BROKER_SERVICE: Mapping[str, Any] = {
    "metadata": {"name": "guichet-broker", "labels": {NAME: "guichet-broker"}},
    "spec": {"ports": [{"name": "prometheus"}, {"name": "management"}, {"name": "amqp"}]},
}


def check_links(documents: Sequence[Document]) -> tuple[str, ...]:
    """All of it."""
    return (
        *_selectors(documents),
        *_services(documents),
        *_scaling(documents),
        *_nodes_asked(documents),
        *_named_settings(documents),
        *_written_secrets(documents),
    )


def _of(documents: Sequence[Document], *kinds: str) -> list[Document]:
    return [one for one in documents if one["kind"] in kinds]


def _called(one: Document) -> str:
    return f"{one['kind']} {one['metadata']['name']}"


def _known_pods(documents: Sequence[Document]) -> list[Place]:
    return [*pods_of(documents), BROKER, STORE]


def _selectors(documents: Sequence[Document]) -> Iterator[str]:
    """Selectors that choose no pod: they do nothing, and nobody says so."""
    labels = [pod.labels for pod in _known_pods(documents)]
    for one in _of(documents, "Service", "PodDisruptionBudget", "NetworkPolicy", "Deployment"):
        spec = one["spec"]
        if one["kind"] == "Service":
            chosen = {"matchLabels": spec["selector"]}
        else:
            chosen = spec["podSelector"] if "podSelector" in spec else spec["selector"]
        own = pod_template(one)
        choices: list[Labels] = [own["metadata"]["labels"]] if own else labels
        if not any(selects(chosen, each) for each in choices):
            yield f"{_called(one)}: its selector matches no pod"


def _services(documents: Sequence[Document]) -> Iterator[str]:
    """Services, monitors and ingresses that lead to a port that is not there."""
    services = {one["metadata"]["name"]: one for one in _of(documents, "Service")}
    pods = list(pods_of(documents))
    for one in services.values():
        behind = [
            pod for pod in pods if selects({"matchLabels": one["spec"]["selector"]}, pod.labels)
        ]
        for port in one["spec"]["ports"]:
            if not any(port["targetPort"] in pod.ports for pod in behind):
                yield f"{_called(one)}: no pod listens on {port['targetPort']}"
    for one in _of(documents, "ServiceMonitor"):
        found = [
            each
            for each in (*services.values(), _BROKER_SERVICE)
            if selects(one["spec"]["selector"], each["metadata"].get("labels", {}))
        ]
        ports = {port["name"] for each in found for port in each["spec"]["ports"]}
        if not {endpoint["port"] for endpoint in one["spec"]["endpoints"]} <= ports:
            yield f"{_called(one)}: no Service with such labels and ports"
    yield from _ingresses(documents, services)


def _ingresses(documents: Sequence[Document], services: Mapping[str, Document]) -> Iterator[str]:
    for one in _of(documents, "Ingress"):
        for path in (path for rule in one["spec"]["rules"] for path in rule["http"]["paths"]):
            to = path["backend"]["service"]
            service = services.get(to["name"])
            ports = [port["name"] for port in service["spec"]["ports"]] if service else []
            if to["port"]["name"] not in ports:
                yield f"{_called(one)}: no Service {to['name']} with port {to['port']['name']}"


def _scaling(documents: Sequence[Document]) -> Iterator[str]:
    """Scalers of nothing, or that ask the broker under a name that only our namespace knows."""
    deployments = {one["metadata"]["name"] for one in _of(documents, "Deployment")}
    answers = {one["metadata"]["name"] for one in _of(documents, "TriggerAuthentication")}
    for one in _of(documents, "ScaledObject", "HorizontalPodAutoscaler"):
        if one["spec"]["scaleTargetRef"]["name"] not in deployments:
            yield f"{_called(one)}: scales nothing that is there"
        host = f"http://guichet-broker.{one['metadata'].get('namespace')}.svc:15672/"
        for trigger in one["spec"].get("triggers", []):
            if trigger["authenticationRef"]["name"] not in answers:
                yield f"{_called(one)}: no such TriggerAuthentication"
            if trigger["metadata"]["host"] != host:
                yield f"{_called(one)}: KEDA, in its namespace, finds the broker as {host} only"


def _nodes_asked(documents: Sequence[Document]) -> Iterator[str]:
    """Each node of the broker tells of its own queues, so the settings must name each."""
    settings = _settings(documents).get("GUICHET_BROKER_METRICS_URL", "")
    for one in _of(documents, "RabbitmqCluster"):
        name = one["metadata"]["name"]
        nodes = [
            f"http://{name}-server-{number}.{name}-nodes:15692"
            for number in range(one["spec"]["replicas"])
        ]
        if settings != ",".join(nodes):
            yield f"{_called(one)}: GUICHET_BROKER_METRICS_URL is not {','.join(nodes)}"


def _settings(documents: Sequence[Document]) -> dict[str, str]:
    return {
        key: value
        for one in _of(documents, "ConfigMap")
        for key, value in one.get("data", {}).items()
    }


def _named_settings(documents: Sequence[Document]) -> Iterator[str]:
    """Pods that wait for ever for settings, secrets or a volume that nobody makes."""
    yield from unknown_settings("ConfigMap", _settings(documents))
    made = {one["metadata"]["name"] for one in _of(documents, "ConfigMap", "PersistentVolumeClaim")}
    for one in documents:
        yield from unknown_settings(_called(one), _environment(one))
        for name in _references(one, ("secretRef", "secretKeyRef", "passwordSecretRef")):
            if name not in SECRETS:
                yield f"{_called(one)}: nobody makes the secret {name}"
        for name in _references(one, ("configMapRef", "configMapKeyRef", "persistentVolumeClaim")):
            if name not in made:
                yield f"{_called(one)}: no {name}"


def _environment(one: Document) -> dict[str, str]:
    """Variables of a pod's containers that have a value; those taken from elsewhere have none."""
    template = pod_template(one)
    return {
        each["name"]: str(each.get("value", ""))
        for container in (template["spec"]["containers"] if template else ())
        for each in container.get("env", [])
    }


def _references(part: Any, keys: Sequence[str]) -> Iterator[str]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in keys:
                yield value.get("name") or value["claimName"]
            else:
                yield from _references(value, keys)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each, keys)


def _written_secrets(documents: Sequence[Document]) -> Iterator[str]:
    """Passwords and keys among the settings or in a pod's environment."""
    written = [("ConfigMap", key, value) for key, value in _settings(documents).items()]
    written += [
        (_called(one), name, value)
        for one in documents
        for name, value in _environment(one).items()
    ]
    for where, name, value in written:
        if is_written_down(name, value):
            yield f"{where}: {name} is written down: take it from a secret"
