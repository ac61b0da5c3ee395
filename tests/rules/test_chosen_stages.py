"""One process may work some of its service's stages only, so that each can be scaled alone."""

import pytest

from shared.pipeline.worker import ForeignStage, bind_handlers, chosen_rows, rows_of
from shared.stages import TABLE
from shared.stages import StageName as S


def names(stages, service="imagecheck"):
    return {row.name for row in chosen_rows(TABLE, service, stages)}


def test_without_a_choice_a_process_works_all_stages_of_its_service():
    assert names("") == {row.name for row in rows_of(TABLE, "imagecheck")}


def test_a_process_works_the_stages_that_are_named():
    assert names("photo, signature") == {S.PHOTO, S.SIGNATURE}
    assert set(bind_handlers(TABLE, "imagecheck", "tools", "jdc")) == {S.JDC}


def test_none_leaves_the_pages_only():
    assert names("none", "intake") == set()


@pytest.mark.parametrize("stages", ["photo,divergence", "fotos", "review", "none,photo"])
def test_a_stage_of_somebody_else_stops_the_process(stages):
    with pytest.raises(ForeignStage, match="GUICHET_STAGES: not of imagecheck"):
        names(stages)
