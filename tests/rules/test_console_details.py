"""What stands around a decision: the rest of the file, words for codes, keys, lists with pages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from services import instruction
from services.instruction.console_changes import request_words, said, stored
from services.instruction.console_opinions import USUAL, services_of
from shared.domain.amendments import amendments
from shared.domain.civil_identity import PostalAddress
from shared.domain.demande import Amendment, DemandeKind
from shared.domain.dossier import Route
from shared.domain.read_fields import READ_FIELDS
from shared.settings import Settings
from shared.web.frame import STATIC
from tests.builders import a_demande, an_identity
from tests.rules.agents_desk import AGENT, AgentsDesk, in_review
from tests.rules.console_desk import Room, browsing, flagged
from tests.rules.page_outline import Outline

ONE = "/console/dossiers/G-1"
TEMPLATES = Path(instruction.__file__).parent / "templates"
CODE = re.compile(r"\b[a-z]+[._][a-z_]+\b|True|False")


async def screen(room, path=ONE, **form):
    async with browsing(room) as agent:
        await (agent.send(path, **form) if form or path.endswith("prendre") else agent.get(path))
    return agent


async def test_the_screen_says_how_many_are_left_and_since_when():
    room = Room()
    await room.lay(flagged("G-1"), flagged("G-2"), flagged("G-3"))

    agent = await screen(room, f"{ONE}/prendre")

    # the one in hand is no longer in the file
    assert agent.has("File : 2 dossiers attendent, le plus ancien depuis")


async def test_the_screen_says_that_the_file_is_narrowed_and_when_it_is_empty():
    room = Room()
    await room.lay(flagged("G-1"), flagged("G-2"))

    agent = await screen(room, f"{ONE}?kind=title")

    assert agent.has("File filtrée : aucun autre dossier n’attend.")


async def test_what_a_correction_changed_is_told_in_words():
    changed = (
        Amendment(field="birth_date", before="1990-12-04", after="1990-04-12"),
        Amendment(field="account.birth_place", before="", after="Lyon"),
        Amendment(field="hosted", before="False", after="True"),
    )
    room, dossier = Room(), flagged()
    await room.lay(replace(dossier, demande=replace(dossier.demande, amended=changed)))

    agent = await screen(room)

    assert agent.has("Date de naissance : « 04/12/1990 » devient « 12/04/1990 »")
    assert agent.has("Compte : lieu de naissance : rien devient « Lyon »")
    assert agent.has("Hébergé par une autre personne : « non » devient « oui »")


def test_every_field_that_can_change_has_words_for_people():
    parent = an_identity(mobile="0600000000")
    whole = a_demande(
        candidate=an_identity(usage_name="Autre", mobile="0600000001"),
        representative=parent,
        address=PostalAddress(street="a", postcode="b", town="c"),
        nationality="FRA",
    )
    other = replace(
        a_demande(
            kind=DemandeKind.TITLE,
            candidate=replace(parent, birth_name=None, sex=None),
            account=an_identity(email="autre@example.org", birth_date="1980-01-01"),
        ),
        category="A",
        agrement="E2",
        account_activated=False,
        first_licence=False,
        aac=True,
        medical=True,
        hosted=True,
        photo_code="x",
    )
    for change in amendments(whole, other):
        words = request_words(change.field)
        assert words and not CODE.search(words) and "autre champ" not in words, change.field


@pytest.mark.parametrize(
    ("value", "told"),
    [("1990-04-12", "12/04/1990"), ("1990-00-00", "00/00/1990"), ("True", "oui"), ("Lyon", "Lyon")],
)
def test_a_stored_value_is_told_as_people_write_it(value, told):
    assert said(value) == told


@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        ("identity.birth_date", "12/04/1990", "1990-04-12"),
        ("identity.birth_date", "1990-04-12", "1990-04-12"),
        ("address.issued_on", "3 mars 2026", "2026-03-03"),
        ("identity.birth_date", "demain", ""),
        ("identity.birth_date", "900412", ""),
        ("identity.birth_date", "31/31/2026", ""),
        ("identity.birth_date", "30/02/2026", ""),
        ("identity.birth_date", "12/00/1990", ""),
        ("identity.birth_date", "00/00/1990", "1990-00-00"),
        ("identity.birth_name", "12/04/1990", "12/04/1990"),
    ],
)
def test_a_day_is_typed_as_people_write_it_and_kept_as_iso(field, text, kept):
    assert field in READ_FIELDS
    assert stored(field, text) == kept


async def test_an_opinion_is_asked_from_the_list_of_the_centre():
    room = Room()
    await room.lay(flagged())

    agent = await screen(room, f"{ONE}/prendre")
    offered = Outline(agent.html).all("option")
    refused = await screen(room, f"{ONE}/avis", service="Un ami", question="Quoi ?")

    assert len(offered) > len(USUAL)
    assert all(agent.has(service) for service in USUAL)
    assert refused.status == 422
    assert (await room.dossier()).review.enquiries == ()


def test_a_centre_that_is_named_has_its_own_list_and_any_other_the_usual_one():
    settings = Settings(secret_key="s" * 48, opinion_services="Lyon=Bureau A, Bureau B ; Lille=C")
    named = settings.services_by_centre

    assert services_of("Lyon", named) == ("Bureau A", "Bureau B")
    assert services_of("Lille", named) == ("C",)
    assert services_of("Metz", named) == services_of(None, named) == USUAL


async def test_every_decision_has_one_key_and_the_list_of_keys_tells_it():
    room = Room()
    await room.lay(flagged())

    agent = await screen(room, f"{ONE}/prendre")

    keys = [tag["data-key"] for _, tag in Outline(agent.html).tags if "data-key" in tag]
    assert set("anxcplm?") <= set(keys)
    assert len(keys) == len(set(keys))
    listed = agent.html.partition('<dl class="keys">')[2].partition("</dl>")[0]
    assert set("anxcplm") <= set(re.findall(r"<kbd>(.)</kbd>", listed))


async def test_a_long_clean_pile_has_pages_and_each_dossier_stands_on_one():
    desk = AgentsDesk()
    await desk.put(
        *(in_review(f"G-{number}", reasons="", route=Route.CLEAN) for number in range(130))
    )
    async with desk.open() as callers:
        shown = [
            await callers.page(AGENT, f"/console/sans-reserve?page={page}") for page in (1, 2, 3, 0)
        ]

    named = [set(re.findall(r'value="(G-\d+)"', html)) for html in shown]
    assert (len(named[0]), len(named[1])) == (100, 30)
    assert not named[0] & named[1]
    assert "Page 1 sur 2" in shown[0] and "Page suivante" in shown[0]
    assert "Page 2 sur 2" in shown[1] and "Page suivante" not in shown[1]
    # past either end stands the nearest page
    assert (named[2], named[3]) == (named[1], named[0])
    assert "130 dossiers sont sans réserve" in shown[1]


def test_no_class_of_the_console_is_without_a_style():
    known = "".join(path.read_text() for path in STATIC.iterdir() if path.suffix in (".css", ".js"))
    for path in TEMPLATES.rglob("*.html"):
        for named in re.findall(r'class="([^"{]*)"', path.read_text()):
            for name in named.split():
                assert f".{name}" in known or f'"{name}"' in known, (path.name, name)
