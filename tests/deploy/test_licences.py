"""Licences of what we ship: each is on the list, and one that is not is found."""

import pytest

from services.manifests.licences import Licensed, check_licences, licences_of, runtime_licences
from tests.deploy.planted import ROOT


def licensed(licence):
    return Licensed(name="thing", version="1.0", licence=licence)


def test_every_runtime_requirement_has_a_licence_that_we_take():
    packages = runtime_licences(ROOT)
    assert {"aiohttp", "motor", "pillow"} <= {one.name for one in packages}
    assert check_licences(packages) == ()


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "MIT AND LGPL-2.1", "SSPL-1.0", "Proprietary", "None", ""]
)
def test_a_licence_off_the_list_is_found(licence):
    (said,) = check_licences([licensed("MIT"), licensed(licence)])
    assert said.startswith("thing 1.0: licence ")


def test_an_expression_is_taken_apart():
    assert licences_of("(MIT OR Apache-2.0) AND Zlib") == ("MIT", "Apache-2.0", "Zlib")
    assert licences_of("BSD License") == ("BSD-3-Clause",)
