"""What a release must be beside right: one version everywhere, and images pinned to the byte."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from services.manifests.documents import read_all, read_one
from services.manifests.files import image_bases

_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")
_PRODUCTION = "deploy/k8s/overlays/prod/kustomization.yaml"


def _text(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def check_versions(root: Path) -> tuple[str, ...]:
    """Files that speak of another version than pyproject.toml."""
    wanted = str(tomllib.loads(_text(root, "pyproject.toml"))["project"]["version"])
    said = {
        "publiccode.yml": {str(read_one(_text(root, "publiccode.yml"))["softwareVersion"])},
        "deploy/compose.yaml": {
            str(one["image"]).rpartition(":")[2]
            for one in read_one(_text(root, "deploy/compose.yaml"))["services"].values()
            if "build" in one
        },
        _PRODUCTION: {
            str(one["newTag"])
            for one in read_one(_text(root, _PRODUCTION))["images"]
            if one["name"].startswith("guichet/")
        },
    }
    return tuple(
        f"{name}: version {', '.join(sorted(versions))}, pyproject.toml says {wanted}"
        for name, versions in said.items()
        if versions != {wanted}
    )


def check_release(root: Path) -> tuple[str, ...]:
    """What stands between this commit and a release."""
    return (*check_versions(root), *_moving(root), *_untold(root))


def _moving(root: Path) -> Iterator[str]:
    """Images of others that a registry could change under the same name."""
    compose = read_one(_text(root, "deploy/compose.yaml"))["services"].values()
    images = {
        "deploy/Dockerfile": image_bases(_text(root, "deploy/Dockerfile")),
        "deploy/compose.yaml": [one["image"] for one in compose if "build" not in one],
        "deploy/k8s/base/broker.yaml": [
            one["spec"]["image"]
            for one in read_all(_text(root, "deploy/k8s/base/broker.yaml"))
            if one["kind"] == "RabbitmqCluster"
        ],
    }
    for name, named in images.items():
        for image in dict.fromkeys(named):
            if not _DIGEST.search(image):
                yield f"{name}: {image} has no digest"


def _untold(root: Path) -> Iterator[str]:
    """What the public register asks for, and what users are told."""
    about = read_one(_text(root, "publiccode.yml"))
    if not str(about.get("url", "")).startswith("https://"):
        yield "publiccode.yml: no url of the public repository"
    version = re.escape(str(about["softwareVersion"]))
    if not re.search(rf"^## {version} .*\d{{4}}-\d\d-\d\d", _text(root, "CHANGELOG.md"), re.M):
        yield "CHANGELOG.md: no dated section of this version"
