"""Parts that an overlay may add: each rendered within production, as an operator would add it."""

import ipaddress
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from services.manifests.documents import Document, dump, read_one
from services.manifests.flows import COMPONENT, FACE, NAME, OUTSIDE, Flow
from services.manifests.kubectl import render
from services.manifests.reach import Place, may_reach, pod_template, pods_of

COMPONENTS = ("kept-cores", "pieces-in-a-bucket")
#: The policy whose range is the bucket's, and its port.
_BUCKET_POLICY, _HTTPS = "pieces-to-bucket", 443
#: Services that store, read or erase pieces.
_HOLDERS = frozenset({"intake", "imagecheck", "instruction", "watch"})


def with_component(root: Path, name: str) -> Sequence[Document]:
    """Production with that part."""
    with TemporaryDirectory() as folder:
        copied = shutil.copytree(root / "deploy/k8s", Path(folder) / "k8s")
        overlay = copied / "overlays/prod"
        path = overlay / "kustomization.yaml"
        added = {"components": [f"../../components/{name}"]}
        path.write_text(dump({**read_one(path.read_text(encoding="utf-8")), **added}), "utf-8")
        return render(overlay)


def check_bucket(documents: Sequence[Document]) -> tuple[str, ...]:
    """Whoever holds pieces reaches the bucket with its keys, and nobody else gets there by it."""
    policies = [one for one in documents if one["kind"] == "NetworkPolicy"]
    own = [one for one in policies if one["metadata"]["name"] == _BUCKET_POLICY]
    return tuple(_bucket_faults(documents, policies, own)) if own else ()


def _bucket_faults(
    documents: Sequence[Document], policies: Sequence[Document], own: Sequence[Document]
) -> Iterator[str]:
    (block,) = own[0]["spec"]["egress"][0]["to"]
    first = ipaddress.ip_network(block["ipBlock"]["cidr"]).network_address
    bucket = Place(name="the bucket", address=str(first))
    for pod in pods_of(documents):
        flow = Flow(source=pod, target=bucket, port=_HTTPS)
        goes = may_reach(policies, pod, bucket, _HTTPS)
        if _holds_pieces(pod) and not goes:
            yield f"network: {flow} is cut"
        if not _holds_pieces(pod) and goes and not may_reach(policies, pod, OUTSIDE, _HTTPS):
            yield f"network: {flow} is open"
    yield from _missing_keys(documents)


def _holds_pieces(pod: Place) -> bool:
    of_service = pod.labels.get(NAME) == "guichet" and pod.labels.get(COMPONENT) in _HOLDERS
    return of_service and pod.labels.get(FACE) != "preflight"


def _missing_keys(documents: Sequence[Document]) -> Iterator[str]:
    holders = {pod.name for pod in pods_of(documents) if _holds_pieces(pod)}
    for one in documents:
        if one["kind"] != "Deployment" or one["metadata"]["name"] not in holders:
            continue
        template = pod_template(one) or {}
        given = {each["name"] for each in template["spec"]["containers"][0]["env"]}
        for key in ("GUICHET_BLOBS_ACCESS_KEY", "GUICHET_BLOBS_SECRET_KEY"):
            if key not in given:
                yield f"Deployment {one['metadata']['name']}: {key} is missing"
