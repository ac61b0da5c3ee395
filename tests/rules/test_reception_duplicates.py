"""What reception says of a request that another one makes doubtful."""

import pytest

from services.intake.duplicate import judge_duplicates
from shared.adapters.duplicates import MemoryDuplicates
from shared.adapters.memory import MemoryStore
from shared.domain.change import Change
from shared.domain.findings import Verdict
from tests.contract.test_duplicates_contract import LATER, filed


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        pytest.param(None, [], id="alone"),
        pytest.param({}, ["duplicate_dossier"], id="filed-twice"),
        pytest.param({"category": "A2"}, [], id="another-licence"),
    ],
)
async def test_a_second_request_is_a_doubt_for_an_agent(earlier, said):
    store = MemoryStore()
    if earlier is not None:
        await store.add(Change(dossier=filed(**earlier)))

    findings = await judge_duplicates(filed(LATER), MemoryDuplicates(store))

    assert [found.criterion for found in findings] == said
    assert {found.verdict for found in findings} <= {Verdict.WARN}
