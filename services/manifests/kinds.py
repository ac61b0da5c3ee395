"""Every object against the closed schema of its kind: Kubernetes' own, or ours for the others."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from services.manifests.documents import Document
from services.manifests.tools import complaints

SCHEMA = "deploy/schemas/custom_resources.yaml"
#: Oldest release that we promise to run on; kubernetes-validate carries its schemas.
KUBERNETES = "1.33"
#: Groups of kinds that Kubernetes itself brings; the others need an operator's definitions.
_CORE = ("", "apps", "autoscaling", "batch", "networking.k8s.io", "policy")


def is_core(document: Document) -> bool:
    """True for a kind of Kubernetes itself."""
    group, slash, _ = str(document["apiVersion"]).rpartition("/")
    return (group if slash else "") in _CORE


def check_kinds(root: Path, documents: Sequence[Document]) -> tuple[str, ...]:
    """What the schemas complain of; a kind that has none is a complaint too."""
    core = [one for one in documents if is_core(one)]
    custom = [one for one in documents if not is_core(one)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        objects, resources = folder / "objects.yaml", folder / "resources.json"
        objects.write_text("\n---\n".join(json.dumps(one) for one in core), encoding="utf-8")
        resources.write_text(json.dumps(custom), encoding="utf-8")
        validate = ["kubernetes-validate", "-k", KUBERNETES, "--strict", "--quiet", str(objects)]
        schema = ["check-jsonschema", "--schemafile", str(root / SCHEMA), str(resources)]
        return (*complaints(validate, folder), *complaints(schema, folder))
