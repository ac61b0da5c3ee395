"""Who is counted as one client, how often one may ask, and when the door closes."""

import asyncio
import datetime as dt
from contextlib import suppress

import pytest
from pydantic import SecretStr, ValidationError

from services.intake.cached import GRACE, Cached
from services.intake.limits import HEAVY, NEW_WORK, UNLIMITED
from services.intake.pressure import AGE_COUNTS_FROM, Bounds, Pressure, overloaded_stage
from shared.adapters.clock import SystemClock
from shared.errors import ServerUnavailable
from shared.pipeline.ports import StageDepth
from shared.settings import Settings
from shared.stages import TABLE, StageName, Turn
from shared.web.frame import make_app
from shared.web.problems import Problem, ProblemType
from shared.web.rates import MOST_CLIENTS, RateLimits, client_address
from tests.builders import NOW
from tests.flow.line import ManualClock
from tests.rules.authorisation_table import ROWS

SECOND = dt.timedelta(seconds=1)
BOUNDS = Bounds(max_open=50, max_oldest_factor=3)
SECRET = SecretStr("x" * 32)


def a_depth(stage=StageName.PHOTO, status="open", count=50, age=0.0):
    """Dossiers in a stage; the age is in deadlines of the stage."""
    return StageDepth(
        stage=stage,
        status=status,
        count=count,
        oldest_since=NOW - age * TABLE[stage].deadline,
        next_deadline=NOW,
    )


@pytest.mark.parametrize(
    ("depth", "closed"),
    [
        (a_depth(count=50), False),
        (a_depth(count=51), True),
        (a_depth(count=51, status="parked"), False),
        (a_depth(count=51, stage=StageName.REVIEW), False),
        (a_depth(count=51, stage=StageName.NOTIFICATION), True),
        (a_depth(age=3.0), False),
        (a_depth(age=3.1), True),
        (a_depth(age=3.1, stage=StageName.USER_VALIDATION), False),
        (a_depth(age=3.1, count=AGE_COUNTS_FROM), True),
        (a_depth(age=3.9, count=AGE_COUNTS_FROM - 1), False),
    ],
    ids=[
        "at the bound",
        "too deep",
        "parked ones wait for ops",
        "people are not the machine",
        "letters",
        "as old as allowed",
        "too old",
        "people may take their time",
        "old in numbers",
        "a few sick dossiers",
    ],
)
def test_the_door_closes_when_a_stage_of_the_machine_is_behind(depth, closed):
    expected = depth.stage if closed else None

    assert overloaded_stage([a_depth(count=1), depth], NOW, BOUNDS) == expected


class Depths:
    """The figures of a test, with how often they were read."""

    def __init__(self, *depths):
        self.rows, self.read = depths, 0

    async def depths(self):
        self.read += 1
        return self.rows


async def test_new_work_is_sent_away_until_the_machine_has_caught_up():
    clock, views = ManualClock(), Depths(a_depth(count=51))
    pressure = Pressure(views, clock, BOUNDS)

    with pytest.raises(Problem) as refused:
        await pressure.check()
    assert refused.value.type is ProblemType.OVERLOADED
    assert refused.value.headers == {"Retry-After": "60"}

    views.rows = ()
    clock.time += 2 * SECOND
    with suppress(Problem):
        await pressure.check()  # has the figures read again
    await asyncio.sleep(0)
    await pressure.check()


async def test_the_figures_are_read_every_two_seconds_at_most():
    clock, views = ManualClock(), Depths()
    pressure = Pressure(views, clock, BOUNDS)

    for _ in range(100):
        await pressure.check()
    assert views.read == 1

    clock.time += 2 * SECOND
    await asyncio.gather(*(pressure.check() for _ in range(100)))
    await asyncio.sleep(0)
    assert views.read == 2


async def test_what_is_slow_to_read_is_read_less_often_and_nobody_waits_for_it():
    clock, read = ManualClock(), []

    async def slow():
        read.append(clock.now())
        await clock.sleep(3)
        return len(read)

    cached = Cached(slow, clock, SECOND)
    assert await cached.get() == 1

    clock.time = NOW + 59 * SECOND  # three seconds are a twentieth of a minute
    assert await cached.get() == 1
    clock.time = NOW + 60 * SECOND
    assert (await cached.get(), len(read)) == (1, 1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await cached.get() == 2


async def test_a_figure_from_long_ago_serves_nobody():
    clock, figures = ManualClock(), [7, 8]

    async def read():
        return figures.pop(0)

    cached = Cached(read, clock, SECOND)
    assert await cached.get() == 7
    clock.time += GRACE + SECOND

    assert await cached.get() == 8


async def test_a_failed_reading_fails_for_all_who_waited_and_is_not_kept():
    clock, answers = ManualClock(), [ServerUnavailable("store"), 7]

    async def read():
        await asyncio.sleep(0)
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    cached = Cached(read, clock, SECOND)
    found = await asyncio.gather(*(cached.get() for _ in range(3)), return_exceptions=True)

    assert [type(one) for one in found] == [ServerUnavailable] * 3
    assert await cached.get() == 7


async def test_one_who_leaves_takes_the_figure_from_nobody():
    release = asyncio.Event()

    async def read():
        await release.wait()
        return 7

    cached = Cached(read, ManualClock(), SECOND)
    leaver, stayer = (asyncio.create_task(cached.get()) for _ in range(2))
    await asyncio.sleep(0)
    leaver.cancel()
    release.set()

    assert await stayer == 7


def asked(limits, client, times, known=True):
    """How many of so many requests get through, and the answer to the first that does not."""
    for number in range(times):
        try:
            limits.count(client, known=known)
        except Problem as problem:
            return number, problem
    return times, None


def test_a_client_past_its_rate_is_told_when_to_come_back():
    passed, problem = asked(RateLimits("5/minute", "2/minute", SystemClock()), "account:a", 6)

    assert passed == 5
    assert problem.type is ProblemType.TOO_MANY_REQUESTS
    assert 55 <= int(problem.headers["Retry-After"]) <= 60


def test_each_client_has_its_own_window_and_strangers_a_smaller_one():
    limits = RateLimits("5/minute", "2/minute", SystemClock())

    assert asked(limits, "account:a", 9)[0] == 5
    assert asked(limits, "account:b", 9)[0] == 5
    assert asked(limits, "address:192.0.2.1", 9, known=False)[0] == 2
    assert asked(limits, "address:192.0.2.2", 9, known=False)[0] == 2


def test_the_memory_of_clients_is_bounded():
    limits = RateLimits("1/hour", "1/hour", SystemClock())
    for number in range(MOST_CLIENTS + 1):
        limits.count(f"address:{number}", known=False)
    assert asked(limits, "address:0", 1, known=False)[0] == 1

    assert asked(limits, "address:0", 1, known=False)[0] == 0


@pytest.mark.parametrize(
    ("remote", "passed", "proxies", "address"),
    [
        ("192.0.2.1", [], 0, "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], 0, "192.0.2.1"),
        ("192.0.2.1", ["203.0.113.9, 198.51.100.7"], 1, "198.51.100.7"),
        ("192.0.2.1", ["203.0.113.9, 198.51.100.7", "192.0.2.8"], 2, "198.51.100.7"),
        ("192.0.2.1", ["198.51.100.7"], 2, "192.0.2.1"),
        ("2001:db8:1:2:3::4", [], 0, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", [], 0, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", [], 0, "192.0.2.1"),
        ("192.0.2.1", ["unknown"], 1, "unknown"),
        ("192.0.2.1", [], 1, "192.0.2.1"),
    ],
    ids=[
        "direct",
        "nobody is believed",
        "what the caller made up stands further left",
        "two proxies in two headers",
        "fewer steps than proxies",
        "IPv6",
        "the same household",
        "IPv4 in IPv6",
        "a proxy that hides addresses",
        "past the proxy",
    ],
)
def test_strangers_are_counted_by_the_address_that_our_own_proxy_saw(
    remote, passed, proxies, address
):
    assert client_address(remote, passed, proxies) == address


def test_the_routes_that_the_door_names_exist():
    common = {
        route.name for route in make_app(Settings(secret_key=SECRET)).router.routes() if route.name
    }
    own = set(ROWS["intake"])  # held to what is registered by the matrix of rights

    assert own >= NEW_WORK | HEAVY
    assert common | {"static"} == UNLIMITED


@pytest.mark.parametrize("rate", ["600", "0/minute", "600 per minute", "600/day", "-1/minute"])
def test_a_rate_that_cannot_be_read_stops_the_start(rate):
    with pytest.raises(ValidationError):
        Settings(secret_key=SECRET, rate_limit=rate)


def test_people_have_turns_that_no_bound_watches():
    for row in TABLE.values():
        assert (row.turn is Turn.SYSTEM) == (row.queue is not None)
