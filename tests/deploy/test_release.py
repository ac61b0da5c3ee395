"""A release has one version everywhere, and images that no registry can change."""

import pytest

from services.manifests.release import check_release, check_versions
from tests.deploy.planted import ROOT, copy_of_the_repository, plant

DIGEST = "@sha256:" + 64 * "0"
PRODUCTION = "deploy/k8s/overlays/prod/kustomization.yaml"
PINNED = [
    ("deploy/Dockerfile", "python:3.11.14-slim-bookworm"),
    ("deploy/k8s/base/broker.yaml", "rabbitmq:4.1.4-management"),
    ("deploy/compose.yaml", "rabbitmq:4.1.4-management"),
    ("deploy/compose.yaml", "axllent/mailpit:v1.27.8"),
    ("deploy/compose.yaml", "prom/prometheus:v3.5.0"),
    ("deploy/compose.yaml", "grafana/grafana:12.1.1"),
]


@pytest.fixture
def releasable(tmp_path):
    """What a release is made from, once the steps of RELEASE.md are done."""
    root = copy_of_the_repository(tmp_path)
    for file, image in PINNED:
        plant(root, file, image, image + DIGEST)
    for _ in range(2):  # the store, and what makes it a replica set
        plant(root, "deploy/compose.yaml", "mongo:8.0.13\n", f"mongo:8.0.13{DIGEST}\n")
    plant(root, "CHANGELOG.md", "## ", "## 0.1.0 — 2026-11-23\n\n## ")
    path = root / "publiccode.yml"
    about = [line for line in path.read_text().splitlines() if not line.startswith("url:")]
    path.write_text("\n".join([*about, "url: https://forge.example/guichet", ""]))
    return root


def test_every_file_speaks_of_the_same_version():
    assert check_versions(ROOT) == ()


def test_what_went_through_the_steps_may_be_released(releasable):
    assert check_release(releasable) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("deploy/Dockerfile", DIGEST, "", "python:3.11.14-slim-bookworm has no digest"),
        ("deploy/compose.yaml", DIGEST, "", "rabbitmq:4.1.4-management has no digest"),
        ("deploy/k8s/base/broker.yaml", DIGEST, "@sha256:0", "has no digest"),
        ("deploy/compose.yaml", "watch:0.1.0", "watch:0.2.0", "version 0.1.0, 0.2.0, pyproject"),
        ("publiccode.yml", "softwareVersion: 0.1.0", "softwareVersion: 0.2.0", "version 0.2.0"),
        (PRODUCTION, "newTag: 0.1.0", "newTag: 0.1.1", "version 0.1.0, 0.1.1"),
        ("pyproject.toml", 'version = "0.1.0"', 'version = "0.3.0"', "pyproject.toml says 0.3.0"),
        ("CHANGELOG.md", "0.1.0 — 2026-11-23", "0.1.0", "no dated section"),
        ("publiccode.yml", "url: https://forge.example/guichet", "", "no url"),
    ],
)
def test_what_a_release_must_not_be_is_found(releasable, file, old, new, said):
    plant(releasable, file, old, new)
    assert said in "\n".join(check_release(releasable))
