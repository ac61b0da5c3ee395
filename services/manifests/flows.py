"""The connections that Guichet lives by, and those that must not be, against the policies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.manifests.documents import Document
from services.manifests.reach import Place, may_reach, pods_of

NAME, COMPONENT, FACE = (
    *("app.kubernetes.io/name", "app.kubernetes.io/component"),
    "guichet.example/face",
)
#: Pods that the operators make, with the labels that they give them.
BROKER = Place(name="broker", labels={NAME: "guichet-broker"})
STORE = Place(name="store", labels={"app": "guichet-store-svc"})
#: Namespaces by the label that deploy/k8s/README.md asks for, and the cluster's own for names.
KEDA, MONITORING, INGRESS, OPERATORS = (
    Place(name=role, namespace={"guichet.example/role": role})
    for role in ("keda", "monitoring", "ingress", "operators")
)
NAMES = Place(name="names", namespace={"kubernetes.io/metadata.name": "kube-system"})
STRANGER = Place(name="a stranger", namespace={"kubernetes.io/metadata.name": "elsewhere"})
#: An address of the documentation range (RFC 5737), and one that clouds keep their secrets at.
OUTSIDE = Place(name="the internet", address="192.0.2.10")
METADATA = Place(name="the cloud's metadata", address="169.254.169.254")

AMQP, MANAGEMENT, BROKER_METRICS, MONGODB, METRICS = 5672, 15672, 15692, 27017, 9464
HTTPS, SUBMISSION, DNS, PREFLIGHT = 443, 587, 53, 8404


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One connection."""

    source: Place
    target: Place
    port: int

    def __str__(self) -> str:
        """As it is told."""
        return f"{self.source.name} to {self.target.name}, port {self.port}"


def needed(pods: Sequence[Place]) -> Iterator[Flow]:
    """What must go through."""
    for pod in pods:
        job = pod.labels.get(COMPONENT) == "backup"
        yield Flow(source=pod, target=STORE, port=MONGODB)
        yield Flow(source=pod, target=NAMES, port=DNS)
        if not job:
            yield Flow(source=pod, target=BROKER, port=AMQP)
            yield Flow(source=MONITORING, target=pod, port=METRICS)
        if pod.labels.get(COMPONENT) == "watch":
            yield Flow(source=pod, target=BROKER, port=BROKER_METRICS)
        if pod.labels.get(COMPONENT) == "notifier":
            yield Flow(source=pod, target=OUTSIDE, port=SUBMISSION)
        if _has_pages(pod):
            yield Flow(source=INGRESS, target=pod, port=pod.ports["http"])
            yield Flow(source=pod, target=OUTSIDE, port=HTTPS)
    yield from _between_faces(pods)
    yield from _of_servers()


def _has_pages(pod: Place) -> bool:
    return pod.labels.get(FACE) in ("intake", "instruction", "watch")


def _between_faces(pods: Sequence[Place]) -> Iterator[Flow]:
    faces = {pod.labels.get(FACE): pod for pod in pods}
    if {"intake", "preflight"} <= set(faces):
        yield Flow(source=faces["intake"], target=faces["preflight"], port=PREFLIGHT)


def _of_servers() -> Iterator[Flow]:
    for source in (KEDA, OPERATORS):
        yield Flow(source=source, target=BROKER, port=MANAGEMENT)
    yield Flow(source=MONITORING, target=BROKER, port=BROKER_METRICS)
    # between nodes: the port mapper, and Erlang's own (RabbitMQ's networking guide)
    for port in (4369, 25672):
        yield Flow(source=BROKER, target=BROKER, port=port)
    yield Flow(source=STORE, target=STORE, port=MONGODB)
    yield Flow(source=OPERATORS, target=STORE, port=MONGODB)


def forbidden(pods: Sequence[Place]) -> Iterator[Flow]:
    """What must not."""
    for source in (STRANGER, INGRESS, OUTSIDE):
        yield Flow(source=source, target=STORE, port=MONGODB)
        yield Flow(source=source, target=BROKER, port=AMQP)
    for pod in pods:
        yield Flow(source=STRANGER, target=pod, port=METRICS)
        yield Flow(source=pod, target=METADATA, port=HTTPS)
        if pod.labels.get(COMPONENT) == "imagecheck":
            yield Flow(source=pod, target=OUTSIDE, port=HTTPS)
            yield Flow(source=INGRESS, target=pod, port=PREFLIGHT)
        if _has_pages(pod):
            yield Flow(source=STRANGER, target=pod, port=pod.ports["http"])


def check_flows(documents: Sequence[Document]) -> tuple[str, ...]:
    """Connections that the policies cut, and those that they leave open."""
    policies = [one for one in documents if one["kind"] == "NetworkPolicy"]
    pods = [pod for pod in pods_of(documents) if pod.labels.get(NAME) == "guichet"]

    def goes(flow: Flow) -> bool:
        return may_reach(policies, flow.source, flow.target, flow.port)

    return (
        *(f"network: {flow} is cut" for flow in needed(pods) if not goes(flow)),
        *(f"network: {flow} is open" for flow in forbidden(pods) if goes(flow)),
    )
