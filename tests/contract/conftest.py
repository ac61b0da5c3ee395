"""What every contract of the store is asked of: each driver that may speak to it."""

from typing import get_args

import pytest

from shared.adapters.driver import DriverName


@pytest.fixture(scope="session", params=get_args(DriverName))
def driver(request) -> DriverName:
    """One driver after the other."""
    return request.param
