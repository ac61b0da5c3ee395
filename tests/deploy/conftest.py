"""The overlay of production, rendered once."""

import copy

import pytest

from services.manifests.kubectl import render
from tests.deploy.planted import ROOT


@pytest.fixture(scope="session")
def production():
    return render(ROOT / "deploy/k8s/overlays/prod")


@pytest.fixture
def objects(production):
    """A copy of it, to plant errors in."""
    return copy.deepcopy(list(production))
