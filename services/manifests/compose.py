"""The file for one machine with containers: right by its schema, shut, watched and pinned."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from services.manifests.documents import Document, read_one
from services.manifests.files import PINNED
from services.manifests.settings import is_written_down, unknown_settings
from services.manifests.tools import complaints

#: Services that hold what others need: nothing but the services reaches them.
_SERVERS = ("broker", "store")

Service = Mapping[str, Any]


def check_compose(root: Path) -> tuple[str, ...]:
    """What the schema says, then what each service may do, then what Prometheus scrapes."""
    path = root / "deploy/compose.yaml"
    schema = ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    said = complaints(schema, root)
    if said:
        return said
    document = read_one(path.read_text(encoding="utf-8"))
    scrape = ["promtool", "check", "config", "--syntax-only", "deploy/compose-prometheus.yml"]
    return (
        *(
            f"compose.yaml: {name}: {fault}"
            for name, one in document["services"].items()
            for fault in _faults(one)
        ),
        *_open_servers(document),
        *complaints(scrape, root),
    )


def _faults(one: Service) -> Iterator[str]:
    image = str(one.get("image"))
    if not PINNED.search(image.partition("@")[0]):
        yield f"{image} is not pinned by an exact version"
    if "build" in one:
        if not one.get("read_only"):
            yield "may write its root"
        if one.get("cap_drop") != ["ALL"]:
            yield "keeps capabilities"
    elif "profiles" not in one and one.get("restart") != "no" and "healthcheck" not in one:
        # ours have theirs in the image
        yield "no health check"
    for port in one.get("ports", []):
        if not str(port).startswith("127.0.0.1:"):
            yield f"{port} is reachable from other machines"
    yield from _environment_faults(one.get("environment", {}))


def _environment_faults(environment: Mapping[str, Any]) -> Iterator[str]:
    yield from (line.removeprefix(": ") for line in unknown_settings("", environment))
    for name, value in environment.items():
        if is_written_down(name, str(value)):
            yield f"{name} is written down: take it from the environment"


def _open_servers(document: Document) -> Iterator[str]:
    """Broker and store on a network that leads outside, or with a port on the machine."""
    if not document["networks"]["servers"].get("internal"):
        yield "compose.yaml: the network of broker and store leads outside"
    for name in _SERVERS:
        one = document["services"][name]
        if one.get("networks") != ["servers"] or "ports" in one:
            yield f"compose.yaml: {name}: reachable from elsewhere than the services"
