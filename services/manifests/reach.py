"""Who may talk to whom under the NetworkPolicies of an overlay. Pure, as the API's text has it."""

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.manifests.documents import Document

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One end of a connection: a pod of ours, a pod of another namespace, or an address outside."""

    name: str
    labels: Labels = field(default_factory=dict)
    #: Labels of its namespace; None is ours.
    namespace: Labels | None = None
    address: str = ""
    #: Ports that it listens on, by their names.
    ports: Mapping[str, int] = field(default_factory=dict)

    @property
    def ours(self) -> bool:
        """True for a pod that the policies of the overlay may choose."""
        return self.namespace is None and not self.address


def selects(selector: Mapping[str, Any], labels: Labels) -> bool:
    """Whether a label selector takes something with these labels; an empty one takes everything."""
    equal = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    return equal and all(_holds(one, labels) for one in selector.get("matchExpressions", []))


def _holds(expression: Mapping[str, Any], labels: Labels) -> bool:
    key, values = expression["key"], expression.get("values", [])
    match expression["operator"]:
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case _:
            return key not in labels


def may_reach(policies: Sequence[Document], source: Place, target: Place, port: int) -> bool:
    """Whether a connection is let out where it begins and let in where it ends."""
    out = _let(policies, "Egress", chosen=source, other=target, port=(port, target))
    into = _let(policies, "Ingress", chosen=target, other=source, port=(port, target))
    return out and into


def _let(
    policies: Sequence[Document], way: str, *, chosen: Place, other: Place, port: tuple[int, Place]
) -> bool:
    """Nothing is kept from a place that no policy of that way chooses."""
    if not chosen.ours:
        return True
    named = [
        one["spec"]
        for one in policies
        if way in one["spec"]["policyTypes"] and selects(one["spec"]["podSelector"], chosen.labels)
    ]
    rules = [rule for spec in named for rule in spec.get(way.lower(), [])]
    peers = "to" if way == "Egress" else "from"
    return not named or any(
        _names(rule.get(peers), other) and _opens(rule.get("ports"), *port) for rule in rules
    )


def _names(peers: Sequence[Mapping[str, Any]] | None, place: Place) -> bool:
    return not peers or any(_is(peer, place) for peer in peers)


def _is(peer: Mapping[str, Any], place: Place) -> bool:
    if block := peer.get("ipBlock"):
        return bool(place.address) and _within(block, place.address)
    if place.address:
        return False
    if "namespaceSelector" in peer:
        # ours carries no label that another namespace's selector asks for
        if not selects(peer["namespaceSelector"], place.namespace or {}):
            return False
    elif place.namespace is not None:
        return False
    return selects(peer.get("podSelector", {}), place.labels)


def _within(block: Mapping[str, Any], address: str) -> bool:
    at = ipaddress.ip_address(address)
    left_out = (ipaddress.ip_network(one) for one in block.get("except", []))
    return at in ipaddress.ip_network(block["cidr"]) and not any(at in one for one in left_out)


def _opens(ports: Sequence[Mapping[str, Any]] | None, port: int, target: Place) -> bool:
    return not ports or any(_covers(one, port, target) for one in ports)


def _covers(opened: Mapping[str, Any], port: int, target: Place) -> bool:
    first = opened["port"]
    if isinstance(first, str):
        return target.ports.get(first) == port
    return bool(first <= port <= opened.get("endPort", first))


def pods_of(documents: Sequence[Document]) -> Iterator[Place]:
    """Every pod that an overlay makes itself, one a Deployment or job."""
    for one in documents:
        template = pod_template(one)
        if template:
            containers = template["spec"]["containers"]
            ports = {
                port["name"]: port["containerPort"]
                for container in containers
                for port in container.get("ports", [])
            }
            labels = template["metadata"]["labels"]
            yield Place(name=one["metadata"]["name"], labels=labels, ports=ports)


def pod_template(document: Document) -> Mapping[str, Any] | None:
    """What makes the pods of a Deployment or a CronJob; nothing for other kinds."""
    if document["kind"] == "CronJob":
        job: Mapping[str, Any] = document["spec"]["jobTemplate"]["spec"]["template"]
        return job
    if document["kind"] in ("Deployment", "StatefulSet", "DaemonSet", "Job"):
        template: Mapping[str, Any] = document["spec"]["template"]
        return template
    return None
