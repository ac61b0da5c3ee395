"""What an image leaves out is nothing that its service imports, wherever in the code."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions

import grimp
import pytest

from services.manifests.licences import REQUIREMENTS
from tests.deploy.planted import ROOT

DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
(REMOVED,) = re.findall(r"AS light\nRUN \S+ uninstall -y ([^&]+)&&", DOCKERFILE)
LEFT_OUT = set(REMOVED.split())
#: Services whose image is made from the stage without engines.
LIGHT = re.findall(r"^FROM plain AS (\w+)$", DOCKERFILE, re.MULTILINE)


#: Extras of the operator's choice (pyproject.toml), by the modules that they bring.
EXTRAS = ("opentelemetry", "pillow_heif")
PINNED = {
    name.lower().replace("_", "-")
    for name in re.findall(r"^([\w.-]+)==", (ROOT / REQUIREMENTS).read_text(), re.MULTILINE)
}
#: What an image without the extras does first: it imports all that it needs.
WITHOUT = f"""
import importlib, sys
for name in {EXTRAS}:
    sys.modules[name] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


@pytest.fixture(scope="module")
def imports():
    return grimp.build_graph("services", "shared", include_external_packages=True, cache_dir=None)


def modules_left_out():
    """The modules that the left-out packages bring."""
    return {
        module
        for module, packages in packages_distributions().items()
        if {one.lower().replace("_", "-") for one in packages} & LEFT_OUT
    }


def imported(imports, service):
    """Every module that the service imports, wherever."""
    starts = [f"services.{service}.main", f"services.{service}.handler"]
    found = [imports.find_upstream_modules(one) for one in starts if one in imports.modules]
    return set().union(*found)


def reached(imports, service):
    return imported(imports, service) & modules_left_out()


@pytest.mark.parametrize("service", LIGHT)
def test_a_service_imports_nothing_that_its_image_leaves_out(imports, service):
    assert reached(imports, service) == set()


def test_the_checks_would_miss_what_the_others_leave_out(imports):
    assert {"cv2", "numpy", "rapidocr", "ai_edge_litert"} <= reached(imports, "imagecheck")


def test_every_service_but_the_checks_is_light_and_what_is_left_out_is_a_requirement():
    assert set(LIGHT) == {"intake", "instruction", "notifier", "watch"}
    assert PINNED >= LEFT_OUT


@pytest.mark.parametrize("service", [*LIGHT, "imagecheck"])
def test_a_service_imports_runtime_requirements_and_extras_only(imports, service):
    brought = packages_distributions()
    foreign = {
        module
        for module in imported(imports, service)
        if module.split(".")[0] not in ("services", "shared", *sys.stdlib_module_names)
    }
    unpinned = {
        module
        for module in foreign
        if not {one.lower().replace("_", "-") for one in brought.get(module, ())} & PINNED
    }
    assert unpinned <= set(EXTRAS)


@pytest.mark.parametrize("service", [*LIGHT, "imagecheck"])
def test_a_service_starts_without_the_extras(service):
    modules = [f"services.{service}.main"]
    modules += ["services.imagecheck.checks"] if service == "imagecheck" else []
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *modules], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_phone_s_picture_without_its_extra_goes_to_an_agent():
    """It is no fault of the picture, so it is neither refused nor passed."""
    code = WITHOUT + "from services.imagecheck.engines.heif import teach_heif\nteach_heif()\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "HeifMissing" in done.stderr
