"""The pages of the head of a centre: counts and ages, and figures without anybody in them."""

import datetime as dt

import pytest

from services.instruction.quality import quality
from services.instruction.workload import day_start, week_start
from shared.domain.decision_row import DecisionRow
from shared.domain.demande import DemandeKind
from shared.domain.dossier import Outcome, Route
from shared.domain.overturn import RuleOutcome
from shared.domain.review import SecondCause
from shared.domain.review_events import Claimed, Decided
from tests.builders import NOW
from tests.rules.agents_desk import AGENT, HEAD, AgentsDesk, in_review

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
CENTRE, QUALITY = "/console/centre", "/console/qualite"


@pytest.fixture
def desk():
    return AgentsDesk()


@pytest.fixture
async def callers(desk):
    async with desk.open() as callers:
        yield callers


def a_row(**changes):
    row = {
        "dossier_id": "G-1",
        "decided_at": NOW - DAY,
        "departement": "69",
        "kind": DemandeKind.REGISTRATION,
        "route": Route.REVIEW,
        "outcome": Outcome.ACCEPTED,
    }
    return DecisionRow(**(row | changes))


async def decide(desk, dossier_id, agent):
    await desk.register.apply(dossier_id, Claimed(agent=agent))
    await desk.register.apply(dossier_id, Decided(agent=agent, outcome=Outcome.ACCEPTED))


def line_of(shown, name):
    """The figures of a row by the name that begins it."""
    after = shown.partition(f'role="rowheader">{name}</th>')[2].partition("</tr>")[0]
    return [part.partition("<")[0] for part in after.split('class="number">')[1:]]


async def test_the_head_sees_what_each_agent_holds_and_decided(desk, callers):
    await desk.put(*(in_review(f"G-{number}") for number in range(5)))
    await decide(desk, "G-0", "agent-2")
    desk.clock.time += DAY
    await decide(desk, "G-1", "agent-2")
    await decide(desk, "G-2", "agent-1")
    await desk.register.apply("G-3", Claimed(agent="agent-1"))

    shown = await callers.page(HEAD, CENTRE)

    assert line_of(shown, "Alix") == ["1", "1", "1"]
    assert line_of(shown, "Zoé") == ["0", "1", "2"]
    assert shown.index("Alix") < shown.index("Zoé")
    assert "agent-1" not in shown


async def test_a_lease_that_ran_out_is_in_nobodys_hands(desk, callers):
    await desk.put(in_review("G-0"))
    await desk.register.apply("G-0", Claimed(agent="agent-1"))
    desk.clock.time += DAY

    shown = await callers.page(HEAD, CENTRE)

    assert "<strong>0</strong> en main" in shown
    assert "Personne n’a de dossier en main" in shown


async def test_ages_reasons_and_escalations_are_those_of_the_centre_alone(desk, callers):
    await desk.put(
        in_review("G-0", since=NOW - 20 * DAY, escalations=1),
        in_review("G-1", since=NOW - 2 * DAY, reasons="photo.sharpness identity.expiry"),
        in_review("G-2", reasons=""),
        in_review("G-AJACCIO", postcode="20000"),
    )

    shown = await callers.page(HEAD, CENTRE)

    assert "3 dossiers sont en instruction, le plus ancien depuis 20 jours." in shown
    assert "<strong>1</strong> délai dépassé" in shown
    ages = [line_of(shown, age) for age in ("moins d’un jour", "un à trois jours")]
    assert ages == [["1"], ["1"]]
    assert line_of(shown, "plus de quinze jours") == ["1"]
    assert line_of(shown, "Photo : netteté") == ["2"]
    assert line_of(shown, "Aucune réserve") == ["1"]


async def test_an_empty_centre_says_so(callers):
    shown = await callers.page(HEAD, CENTRE)

    assert "Aucun dossier n’est en instruction dans votre centre." in shown


@pytest.mark.parametrize("path", [CENTRE, QUALITY])
async def test_only_the_head_sees_the_work_of_all(callers, path):
    assert await callers.refused(AGENT, path) == 403
    assert await callers.refused(None, path) == 303
    assert path in await callers.page(HEAD, "/console")
    assert path not in await callers.page(AGENT, "/console")


async def test_quality_tells_times_rules_second_readings_and_fields(desk, callers):
    doubt = RuleOutcome(rule="photo.colour", overturned=True)
    rows = [
        a_row(dossier_id=f"G-{number}", seconds=60.0 * (number + 1), rules=(doubt,))
        for number in range(20)
    ]
    rows += [
        a_row(dossier_id="G-A", cause=SecondCause.SAMPLE, agreed=False),
        a_row(dossier_id="G-B", cause=SecondCause.SAMPLE, agreed=True, fixed=("identity.sex",)),
        a_row(dossier_id="G-C", departement="2A", fixed=("identity.birth_name",)),
        a_row(dossier_id="G-D", decided_at=NOW - 40 * DAY, fixed=("identity.birth_name",)),
    ]
    await desk.decisions.keep(rows)

    shown = await callers.page(HEAD, QUALITY)

    assert "22 décisions en 28 jours." in shown
    figures = ["22", "20", "10 minutes", "18 minutes"]
    assert line_of(shown, "Inscription à l’examen du permis de conduire") == figures
    assert line_of(shown, "Photo : couleur") == ["20", "20", "100\u00a0%"]
    assert line_of(shown, "Tirage au sort, en aveugle") == ["2", "1"]
    assert line_of(shown, "Soupçon de fraude") == ["0", "0"]
    assert line_of(shown, "Justificatif d’identité : sexe")[:2] == ["0", "1"]
    assert "nom de naissance" not in shown


async def test_quality_without_decisions_says_what_will_appear(callers):
    assert "une minute après la première décision" in await callers.page(HEAD, QUALITY)


def test_a_rule_seen_too_rarely_has_no_rate_and_stands_last():
    often = [a_row(rules=(RuleOutcome(rule="photo.pose", overturned=n < 2),)) for n in range(20)]
    rarely = [a_row(rules=(RuleOutcome(rule="photo.frame", overturned=True),))]

    rules = quality(often + rarely).rules

    assert [(line.rule, line.rate) for line in rules] == [
        ("Photo : pose", 0.1),
        ("Photo : cadre", None),
    ]


def test_readings_are_right_where_the_agent_who_opened_the_dossier_left_them():
    both = ("address.town", "identity.sex")
    opened = [a_row(seconds=9.0, read=both) for _ in range(17)]
    corrected = [
        a_row(seconds=9.0, read=both, fixed=("identity.sex", "identity.sex")),
        a_row(seconds=9.0, read=both, fixed=("identity.sex", "identity.birth_place")),
        a_row(seconds=9.0, read=both, fixed=("identity.sex",)),
    ]
    unopened = [a_row(read=both)] * 50

    fields = quality(opened + corrected + unopened).fields

    assert [(line.field, line.read, line.corrected, line.right) for line in fields] == [
        ("Justificatif d’identité : sexe", 20, 3, 0.85),
        ("Justificatif d’identité : lieu de naissance", 0, 1, None),
        ("Justificatif de domicile : commune", 20, 0, 1.0),
    ]


def test_what_nobody_opened_has_no_time():
    (line,) = quality([a_row(), a_row(seconds=30.0)]).times
    assert (line.decided, line.timed, line.median, line.p90) == (2, 1, 30.0, 30.0)
    (line,) = quality([a_row()]).times
    assert (line.timed, line.median, line.p90) == (0, None, None)


def test_day_and_week_begin_in_paris():
    sunday_late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)  # Monday there
    assert week_start(sunday_late) == dt.datetime(2026, 11, 22, 23, 0, tzinfo=dt.UTC)
    assert day_start(sunday_late - 60 * 60 * SECOND) == dt.datetime(
        2026, 11, 21, 23, 0, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(
    "path", ["/console", "/console/sans-reserve", "/console/second-avis", CENTRE, QUALITY]
)
async def test_every_page_has_one_heading_and_its_answer_first(desk, callers, path):
    await desk.put(in_review("G-0"), in_review("G-1", reasons=""))
    await desk.decisions.keep([a_row(seconds=1.0)])

    shown = await callers.page(HEAD, path)

    assert shown.count("<h1") == 1
    assert "<h2" not in shown.partition("<h1")[0]
    assert "style=" not in shown
