"""How often agents overturn each rule is counted once a decision."""

import asyncio

import pytest

from shared.adapters.rule_quality import MemoryRuleQuality, MongoRuleQuality
from shared.domain.overturn import RuleOutcome, RuleRate
from tests.contract.servers import a_database


class RuleQualityContract:
    """The promises. The fixture `quality` comes with each world."""

    async def test_every_decision_counts_even_at_the_same_moment(self, quality):
        doubt = RuleOutcome(rule="photo.colour", overturned=True)
        upheld = RuleOutcome(rule="address.age", overturned=False)

        await asyncio.gather(*(quality.record((doubt, upheld)) for _ in range(5)))
        await quality.record((RuleOutcome(rule="photo.colour", overturned=False),))
        await quality.record(())

        assert await quality.rates() == [
            RuleRate(rule="photo.colour", fired=6, overturned=5),
            RuleRate(rule="address.age", fired=5, overturned=0),
        ]


class TestMemoryRuleQuality(RuleQualityContract):
    @pytest.fixture
    def quality(self):
        return MemoryRuleQuality()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoRuleQuality(RuleQualityContract):
    @pytest.fixture
    async def quality(self, store_url):
        async with a_database(store_url) as database:
            yield MongoRuleQuality(database)
