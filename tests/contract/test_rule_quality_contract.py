"""How often agents overturn each rule is kept a day at a time."""

import datetime as dt

import pytest

from shared.adapters.rule_quality import DAYS, MemoryRuleQuality, MongoRuleQuality
from shared.domain.overturn import RuleOutcome, RuleRate
from tests.contract.servers import a_database

TODAY = dt.date(2026, 11, 23)
YESTERDAY = TODAY - dt.timedelta(days=1)
DOUBT = RuleOutcome(rule="photo.colour", overturned=True)
UPHELD = RuleOutcome(rule="address.age", overturned=False)


class RuleQualityContract:
    """The promises. The fixture `quality` comes with each world."""

    async def test_days_add_up(self, quality):
        await quality.write(YESTERDAY, (DOUBT, UPHELD) * 5)
        await quality.write(TODAY, (RuleOutcome(rule="photo.colour", overturned=False),))

        assert await quality.rates() == [
            RuleRate(rule="photo.colour", fired=6, overturned=5),
            RuleRate(rule="address.age", fired=5, overturned=0),
        ]

    async def test_a_day_that_is_counted_again_counts_once(self, quality):
        for _ in range(3):
            await quality.write(TODAY, (DOUBT, UPHELD))

        assert [rate.fired for rate in await quality.rates()] == [1, 1]

    async def test_after_a_year_a_day_counts_no_more(self, quality):
        for number in range(DAYS):
            await quality.write(TODAY - dt.timedelta(days=number), ())
        await quality.write(TODAY - dt.timedelta(days=DAYS), (DOUBT,))

        assert await quality.rates() == []


class TestMemoryRuleQuality(RuleQualityContract):
    @pytest.fixture
    def quality(self):
        return MemoryRuleQuality()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoRuleQuality(RuleQualityContract):
    @pytest.fixture
    async def quality(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            yield MongoRuleQuality(database)
