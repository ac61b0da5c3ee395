"""What the clock promises."""

import datetime as dt
import time

from shared.adapters.clock import SystemClock


def test_time_is_aware_and_in_utc():
    assert SystemClock().now().utcoffset() == dt.timedelta()


def test_time_is_now():
    assert abs(SystemClock().now().timestamp() - time.time()) < 1


def test_time_has_the_milliseconds_that_the_store_keeps():
    assert all(SystemClock().now().microsecond % 1000 == 0 for _ in range(50))


async def test_sleep_waits_as_long_as_asked():
    began = time.monotonic()
    await SystemClock().sleep(0.05)
    assert time.monotonic() - began >= 0.045
