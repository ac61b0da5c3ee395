"""The agents' lists: what waits, the next dossier, the clean pile, second opinions."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.domain.demande import DemandeKind
from shared.domain.dossier import Outcome, Route
from shared.domain.review import Decision, ReviewFile, SecondCause, SecondReading
from shared.domain.review_events import Claimed
from shared.stages import StageName
from tests.builders import NOW
from tests.rules.agents_desk import AGENT, ELSEWHERE, HEAD, OTHER, SCHOOL, AgentsDesk, in_review

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
CLEAN = "/console/sans-reserve"


@pytest.fixture
def desk():
    return AgentsDesk()


@pytest.fixture
async def callers(desk):
    async with desk.open() as callers:
        yield callers


def claim_of(dossier):
    return dossier.stage(StageName.REVIEW).claim


async def test_the_home_says_first_how_many_wait_and_since_when(desk, callers):
    await desk.put(in_review("G-OLD", since=NOW - 3 * DAY), in_review("G-NEW"))

    shown = await callers.page(AGENT, "/console")

    assert "2 dossiers attendent, le plus ancien depuis 3 jours." in shown
    assert shown.index("G-OLD") < shown.index("G-NEW")
    assert "Photo\u00a0: netteté" in shown
    assert "photo.sharpness</" not in shown


async def test_an_empty_pile_says_what_will_appear(callers):
    shown = await callers.page(AGENT, "/console")

    assert "Aucun dossier n’attend." in shown
    assert "s’affichent ici" in shown


async def test_next_claims_the_oldest_and_leads_to_it_with_the_filters(desk, callers):
    await desk.put(in_review("G-NEW"), in_review("G-OLD", since=NOW - DAY))
    await desk.put(in_review("G-TITLE", kind=DemandeKind.TITLE, since=NOW - 3 * DAY))

    location = await callers.send(AGENT, "/console/suivant?kind=registration&hours=")

    assert location == "/console/dossiers/G-OLD?kind=registration"
    assert claim_of(await desk.dossier("G-OLD")).agent == "agent-1"
    assert claim_of(await desk.dossier("G-TITLE")) is None


async def test_next_without_any_dossier_comes_back_and_says_so(callers):
    location = await callers.send(AGENT, "/console/suivant?route=review")

    assert location == "/console?route=review&vide=1"
    shown = await callers.page(AGENT, location)
    assert "Aucun dossier libre ne correspond" in shown
    assert 'value="review" selected' in shown


async def test_dossiers_in_hand_show_how_long_the_lease_still_runs(desk, callers):
    await desk.put(in_review("G-MINE"), in_review("G-THEIRS"))
    await desk.register.apply("G-MINE", Claimed(agent="agent-1"))
    await desk.register.apply("G-THEIRS", Claimed(agent="agent-2"))

    shown = await callers.page(AGENT, "/console")

    assert "Vos dossiers en main" in shown
    assert "réservé pour vous, encore 30 minutes" in shown
    assert "G-MINE" in shown
    assert "G-THEIRS" not in shown
    assert "Aucun dossier n’attend." in shown


async def test_a_dossier_past_its_deadline_is_marked(desk, callers):
    await desk.put(in_review("G-LATE", escalations=1), in_review("G-FINE"))

    shown = await callers.page(AGENT, "/console")

    assert shown.count("délai dépassé</span>") == 1


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("route=clean", "G-CLEAN"),
        ("kind=title", "G-TITLE"),
        ("reason=identity.expiry", "G-EXPIRED"),
        ("hours=72", "G-OLD"),
    ],
)
async def test_each_filter_narrows_the_list_and_stays_chosen(desk, callers, filters, found):
    await desk.put(
        in_review("G-CLEAN", reasons=""),
        in_review("G-TITLE", kind=DemandeKind.TITLE),
        in_review("G-EXPIRED", reasons="identity.expiry"),
        in_review("G-OLD", since=NOW - 4 * DAY),
    )

    shown = await callers.page(AGENT, f"/console?{filters}")

    listed = [one for one in ("G-CLEAN", "G-TITLE", "G-EXPIRED", "G-OLD") if f">{one}<" in shown]
    assert listed == [found]
    assert f'value="{filters.partition("=")[2]}" selected' in shown
    assert f'action="/console/suivant?{filters}"' in shown


async def test_a_filter_that_is_none_is_refused_without_repeating_it(desk, callers):
    assert await callers.refused(AGENT, "/console?route=Canari") == 422


async def test_a_centre_sees_its_own_departements_only(desk, callers):
    await desk.put(in_review("G-LYON"), in_review("G-AJACCIO", postcode="20000"))

    own = await callers.page(AGENT, "/console")
    rest = await callers.page(ELSEWHERE, "/console")

    assert ("G-LYON" in own, "G-AJACCIO" in own) == (True, False)
    assert ("G-LYON" in rest, "G-AJACCIO" in rest) == (False, True)


async def test_the_clean_pile_is_approved_together_and_taken_back_together(desk, callers):
    await desk.put(*(in_review(f"G-{number}", reasons="") for number in range(3)))
    shown = await callers.page(AGENT, f"{CLEAN}?tout")
    assert "3 dossiers sont sans réserve" in shown
    assert shown.count(" checked>") == 3
    assert " checked>" not in await callers.page(AGENT, CLEAN)

    location = await callers.send(AGENT, CLEAN, dossier=["G-0", "G-1"])

    assert location == f"{CLEAN}?approuves=2&laisses=0"
    shown = await callers.page(AGENT, location)
    assert "2 approbations enregistrées" in shown
    assert "1 dossier est sans réserve" in shown

    location = await callers.send(AGENT, "/console/annuler", dossier=["G-0", "G-1"])
    assert "2 approbations annulées" in await callers.page(AGENT, location)
    assert claim_of(await desk.dossier("G-0")) is None
    assert (await desk.sweep("G-0")) is None


async def test_ten_seconds_later_it_is_too_late_and_that_is_said(desk, callers):
    await desk.put(in_review("G-0", reasons=""))
    await callers.send(AGENT, CLEAN, dossier="G-0")
    desk.clock.time += 10 * SECOND
    await desk.sweep("G-0")

    location = await callers.send(AGENT, "/console/annuler", dossier="G-0")

    assert "1 approbation avait déjà pris effet." in await callers.page(AGENT, location)
    assert (await desk.dossier("G-0")).outcome is Outcome.ACCEPTED


async def test_what_moved_meanwhile_is_not_approved_and_that_is_said(desk, callers):
    await desk.put(in_review("G-0", reasons=""), in_review("G-DOUBT"))
    await desk.register.apply("G-0", Claimed(agent="agent-2"))

    location = await callers.send(AGENT, CLEAN, dossier=["G-0", "G-DOUBT", "G-NONE"])

    assert location == f"{CLEAN}?approuves=0&laisses=3"
    assert "3 dossiers ont changé entre-temps" in await callers.page(AGENT, location)
    assert (await desk.dossier("G-DOUBT")).outcome is None


async def test_approving_without_a_tick_says_what_to_do(callers):
    location = await callers.send(AGENT, CLEAN)

    assert "Aucun dossier n’est coché" in await callers.page(AGENT, location)


async def test_nobody_takes_back_what_another_agent_approved(desk, callers):
    await desk.put(in_review("G-0", reasons=""))
    await callers.send(AGENT, CLEAN, dossier="G-0")

    assert await callers.send(OTHER, "/console/annuler", dossier="G-0") == (
        f"{CLEAN}?annules=0&tard=1"
    )
    assert claim_of(await desk.dossier("G-0")).prepared is not None


async def test_more_dossiers_than_a_page_shows_are_refused(callers):
    many = [f"G-{number}" for number in range(101)]
    assert await callers.refused(AGENT, CLEAN, "POST", dossier=many) == 422


async def test_a_sampled_approval_goes_to_another_agent_who_cannot_tell(desk, callers):
    desk.sampled = True
    await desk.put(in_review("G-0", reasons=""))
    await callers.send(AGENT, CLEAN, dossier="G-0")
    desk.clock.time += 10 * SECOND
    await desk.sweep("G-0")

    for path in ("/console", CLEAN):
        assert "G-0" not in await callers.page(AGENT, path)
        shown = await callers.page(OTHER, path)
        assert "G-0" in shown
        assert "second avis" not in shown.partition("<main")[2].partition("</nav>")[2]
    for account in (AGENT, OTHER):
        assert "G-0" not in await callers.page(account, "/console/second-avis")


async def test_a_suspicion_waits_for_another_agent_than_its_author(desk, callers):
    first = Decision(agent="agent-1", outcome=Outcome.REFUSED, decided_at=NOW)
    second = SecondReading(cause=SecondCause.SUSPICION, first=first)
    await desk.put(replace(in_review("G-0"), review=ReviewFile(second=second)))

    assert "Aucun dossier n’attend de second avis" in await callers.page(
        AGENT, "/console/second-avis"
    )
    shown = await callers.page(OTHER, "/console/second-avis")
    assert "1 dossier attend un second avis" in shown
    assert "G-0" in shown


@pytest.mark.parametrize("path", ["/console", CLEAN, "/console/second-avis"])
async def test_strangers_are_led_to_sign_in_and_filers_are_refused(callers, path):
    assert await callers.refused(None, path) == 303
    assert await callers.refused(SCHOOL, path) == 403
    assert await callers.refused(HEAD, path) == 200


@pytest.mark.parametrize("path", ["/console/suivant", CLEAN, "/console/annuler"])
async def test_forms_of_other_sites_do_nothing(desk, callers, path):
    await desk.put(in_review("G-0", reasons=""))

    for site in ("cross-site", "same-site", "none"):
        status = await callers.refused(AGENT, path, "POST", site=site, dossier="G-0")
        assert status == 403
    assert claim_of(await desk.dossier("G-0")) is None


async def test_counts_in_the_address_that_are_none_are_left_out(callers):
    shown = await callers.page(AGENT, f"{CLEAN}?annules=<b>&tard=99999")

    assert "annulée" not in shown
    assert "<b>" not in shown


async def test_names_in_a_dossier_never_reach_the_lists(desk, callers):
    await desk.put(in_review("G-0"), in_review("G-1", route=Route.CLEAN, reasons=""))

    for path in ("/console", CLEAN, "/console/second-avis"):
        assert "Specimen" not in await callers.page(AGENT, path)
