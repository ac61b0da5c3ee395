"""Pages wait outside like the API does: a page says when to come back, and leads back."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.intake.limits import NEW_WORK, Door
from services.intake.pressure import Bounds, Pressure
from shared.pipeline.ports import StageDepth
from shared.stages import StageName
from shared.web.rates import RateLimits
from tests.builders import NOW
from tests.rules.authorisation_table import ROWS
from tests.rules.candidate_face import CandidateFace, entered, get, post
from tests.rules.dossier_paths import in_correction
from tests.rules.test_candidate_pages import HERE, file

BEHIND = StageDepth(
    stage=StageName.PHOTO, status="open", count=51, oldest_since=NOW, next_deadline=NOW
)


class Depths:
    def __init__(self):
        self.rows = ()

    async def depths(self):
        return self.rows


class Guarded:
    """The candidates' pages behind the door."""

    def __init__(self, rate="1000/minute"):
        self.face, self.depths = CandidateFace(), Depths()
        clock = self.face.clock
        self.door = Door(
            rates=RateLimits(rate, rate, clock),
            heavy_rates=RateLimits(rate, rate, clock),
            pressure=Pressure(self.depths, clock, Bounds(max_open=50, max_oldest_factor=3)),
            links=self.face.signer,
            proxies=0,
        )

    def browser(self):
        app = self.face.app()
        app.middlewares.append(self.door.middleware())
        return TestClient(TestServer(app))


async def test_a_correction_waits_outside_while_a_stage_is_behind_and_can_still_be_read():
    guarded = Guarded()
    async with guarded.browser() as browser:
        dossier = await guarded.face.keep(in_correction())
        await entered(browser, guarded.face, dossier)
        guarded.depths.rows = (BEHIND,)
        refused = await post(browser, f"{HERE}/pieces/photo", data=file())
        text = await refused.text()
        sent = await post(browser, f"{HERE}/envoi")
        read = await get(browser, HERE)

    assert (refused.status, sent.status, read.status) == (503, 503, 200)
    assert (refused.content_type, refused.headers["Retry-After"]) == ("text/html", "60")
    assert "Réessayez dans une minute" in text
    assert f'href="{HERE}"' in text
    assert (await guarded.face.dossier()).rev == dossier.rev


async def test_who_asks_too_often_reads_a_page_that_says_so():
    guarded = Guarded(rate="2/minute")
    async with guarded.browser() as browser:
        dossier = await guarded.face.keep(in_correction())
        await entered(browser, guarded.face, dossier)
        answers = [await get(browser, HERE) for _ in range(3)]
        text = await answers[-1].text()

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Attendez un peu, puis recommencez." in text


@pytest.mark.parametrize("name", sorted(ROWS["intake"]))
def test_every_act_that_brings_bytes_or_sends_is_named_as_new_work(name):
    brings = name.endswith(("_upload", "_send", "_piece", "_files", "_submit"))
    assert brings <= (name in NEW_WORK)
