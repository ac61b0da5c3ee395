"""The pages as the browser gets them: whole without a script, allowed by the policy, readable."""

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise

import jinja2
import pytest
from aiohttp import web
from pydantic import SecretStr

from services.intake.answers import answer_of
from services.intake.candidate_letters import told_letters
from services.intake.candidate_links import consent_lines
from services.intake.school_rows import rows_of
from services.standalone.mail_sink import ShortMessage
from services.watch.audit_pages import lines_of
from services.watch.board import Seen
from services.watch.dossier_page import dossier_values
from services.watch.pages import ops_values
from services.watch.rule_rows import rule_rows
from shared.domain.audit import Act, next_entry
from shared.domain.dossier import Outcome, StageStatus
from shared.domain.events import Claimed, Decided
from shared.domain.overturn import RuleRate
from shared.pipeline.contacts import Contact, Hook
from shared.pipeline.repair_ports import Action, AuditLine, ParkedStage
from shared.pipeline.watch_ports import Incident
from shared.settings import Settings
from shared.stages import StageName
from shared.web.access import Account, Role
from shared.web.frame import STATIC, TEMPLATES, add_pages, make_app
from shared.web.rail import rail_of
from tests.builders import NOW, a_demande, a_dossier, a_draft, after, an_identity
from tests.rules.dossier_paths import finished, in_correction, in_review, parked
from tests.rules.entrance_pages import entrance_pages
from tests.rules.page_outline import Mail, NoAccounts, Outline
from tests.rules.test_ops_rows import a_depth, an_overview

#: UI.md: the first page weighs at most this much with all that it loads.
PAGE_LIMIT = 100_000
CLAIMED = after(in_review(), Claimed(agent="agent-1"))
ENDED = after(CLAIMED, Decided(agent="agent-1", outcome=Outcome.REFUSED, reason="Adresse."))
PAGES = {
    "draft": a_draft(),
    "sent": a_dossier(),
    "checking": finished(a_dossier(), StageName.RECEPTION),
    "incident": parked(a_dossier(), StageName.RECEPTION),
    "correction": in_correction(),
    "review": in_review(),
    "claimed": CLAIMED,
    "refused": ENDED,
}


def environment(package) -> jinja2.Environment:
    app: web.Application = make_app(
        Settings(secret_key=SecretStr("x" * 32), demo=True), NoAccounts(), ()
    )
    add_pages(app, package)
    return app[TEMPLATES]


def render(package, template, demo=True, **values):
    return environment(package).get_template(template).render(demo=demo, path="/ici", **values)


def candidate_page(dossier, now=NOW):
    return render(
        "services.intake",
        "dossier.html",
        dossier=dossier,
        now=now,
        answer=answer_of(dossier, now),
        rail=rail_of(dossier, now),
        can_validate=dossier.stage(StageName.USER_VALIDATION).status is StageStatus.OPEN,
        can_mend=bool(dossier.items),
        can_complete=False,
    )


def link_page(dossier, now=NOW, **changes):
    values = {"worth": "opens", "reader": "candidate", "inside": False, "sent": False} | changes
    return render(
        "services.intake",
        "tracking.html",
        now=now,
        ended=dossier.outcome is not None,
        answer=answer_of(dossier, now),
        rail=rail_of(dossier, now),
        consent=consent_lines(dossier),
        can_validate=dossier.stage(StageName.USER_VALIDATION).status is StageStatus.OPEN,
        token="signed.token",
        dossier_id=dossier.dossier_id,
        **values,
    )


def ops_page(*depths, parked_stages=(), rules=(), **seen):
    overview = replace(an_overview(*depths), **seen)
    look = Seen(overview=overview, parked=parked_stages, outbox=0, rules=rules)
    return render("services.watch", "ops.html", **ops_values(look))


def ops_dossier_page(dossier, acts=(), notice="", trouble=""):
    values = dossier_values(dossier, NOW, acts)
    return render("services.watch", "ops_dossier.html", notice=notice, trouble=trouble, **values)


def audit_pages():
    """Before anything is asked, what nobody opened, a whole chain, and one that was changed."""
    first = next_entry("G-TEST", None, Act(actor="agent-1", action="claimed"), NOW, "t")
    viewed = Act(actor="agent-1", action="piece_viewed", subject="piece:identity:earlier")
    chain = (first, next_entry("G-TEST", first, viewed, NOW, "u"))
    account = Account(account_id="auditrice", role=Role.AUDITOR)

    def shown(chain="", entries=(), damaged=()):
        asked = {"chain": chain, "named": chain, "of_account": False}
        values = {**asked, "damaged": sorted(damaged), "account": account, "now": NOW}
        lines = lines_of(entries, set(damaged))
        return render("services.watch", "audit.html", lines=lines, **values)

    return {
        "audit": shown(),
        "audit of nothing": shown("G-<b>NONE"),
        "audit whole": shown("G-TEST", chain),
        "audit changed": shown("G-TEST", chain, {2}),
    }


HOOK = Hook(url="https://ecole.exemple/h", secret="whsec_x")
TEXT = ShortMessage(to="06", text="Guichet : http://127.0.0.1/", reference="r", received_at=NOW)


def preferences_page(hook=None, **said):
    values = {"typed": {"courriers": "all", "adresse": ""}, "error": "", "secret": None, **said}
    school = Account(account_id="ecole", role=Role.SCHOOL)
    contact = Contact(account_id="ecole", email="ecole@exemple.fr", hook=hook)
    values = {"done": False, **values, "account": school, "contact": contact}
    return render("services.intake", "preferences.html", now=NOW, **values)


LATE = Incident(kind="canary_late", subject="q.photo", count=2, opened_at=NOW)
SET_ASIDE = ParkedStage(
    dossier_id="G-TEST",
    stage=StageName.PHOTO,
    since=NOW,
    cause="MissingBlob",
    run=1,
    attempt=1,
)
ACT = AuditLine(
    at=NOW,
    account="ops-1",
    action=Action.REPLAY,
    dossier_id="G-TEST",
    stage=StageName.PHOTO,
    reason="Disque réparé <hier>",
)
CONTRADICTED = RuleRate(rule="photo.colour", fired=40, overturned=14)

EVERY_PAGE = {
    **{name: candidate_page(dossier) for name, dossier in PAGES.items()},
    **{f"link {name}": link_page(dossier) for name, dossier in PAGES.items()},
    "link used": link_page(a_dossier(), worth="used"),
    "link over": link_page(a_dossier(), worth="over"),
    "link renewed": link_page(a_dossier(), worth="used", sent=True),
    "link inside": link_page(a_dossier(), inside=True),
    "link of a school": link_page(a_dossier(), reader="school", worth="over"),
    "mail sign-in": render(
        "services.intake", "mail_sign_in.html", typed="", wrong=False, sent=False
    ),
    "mail sign-in wrong": render(
        "services.intake", "mail_sign_in.html", typed="moi", wrong=True, sent=False
    ),
    "mail sign-in sent": render(
        "services.intake", "mail_sign_in.html", typed="a@b.fr", wrong=False, sent=True
    ),
    "mail link": render("services.intake", "mail_sign_in_link.html", over=False),
    "mail link over": render("services.intake", "mail_sign_in_link.html", over=True),
    "letters": render(
        "services.intake",
        "candidate_letters.html",
        dossier=ENDED,
        letters=told_letters(ENDED),
    ),
    "home": render("services.intake", "candidate_home.html", rows=rows_of([ENDED], NOW), now=NOW),
    "empty home": render("services.intake", "candidate_home.html", rows=(), now=NOW),
    "link error": render("services.intake", "link_error.html"),
    **entrance_pages(render),
    "ops": ops_page(a_depth(), a_depth(StageName.REVIEW, "parked")),
    "ops in trouble": ops_page(
        a_depth(status="parked"),
        parked_stages=[SET_ASIDE],
        incidents=(LATE,),
        rules=rule_rows([CONTRADICTED], 0.3, ["address.age"]),
    ),
    "ops without broker": ops_page(broker_answers=False),
    **{f"ops {name}": ops_dossier_page(dossier) for name, dossier in PAGES.items()},
    "ops act": ops_dossier_page(PAGES["incident"], [ACT], trouble="Non.", notice="Oui."),
    **audit_pages(),
    "mails": render("services.standalone", "mails.html", mails=[Mail()], texts=[TEXT]),
    "no mails": render("services.standalone", "mails.html", mails=[], texts=[]),
    "mail": render("services.standalone", "mail.html", mail=Mail()),
    "preferences": preferences_page(),
    "preferences wrong": preferences_page(
        typed={"courriers": "acts", "adresse": "x"}, error="Non."
    ),
    "preferences secret": preferences_page(HOOK, secret="whsec_x", done=True),
    "preferences failing": preferences_page(replace(HOOK, failing_since=NOW)),
    "preferences off": preferences_page(replace(HOOK, disabled_at=NOW)),
}


@pytest.mark.parametrize("html", EVERY_PAGE.values(), ids=EVERY_PAGE.keys())
class TestEveryPage:
    def test_holds_nothing_that_the_policy_forbids(self, html):
        outline = Outline(html)

        assert outline.all("style") == []
        assert all("style" not in attrs for _, attrs in outline.tags)
        assert all(not key.startswith("on") for _, attrs in outline.tags for key in attrs)
        sources = [attrs.get("src", "inline") for attrs in outline.all("script")]
        assert sources[0] == "/static/guichet.js"
        assert all(source.startswith("/static/") for source in sources)
        loaded = [attrs.get("href", "/") for attrs in outline.all("link")]
        loaded += [attrs["src"] for attrs in outline.all("img")]
        assert all(address.startswith("/") for address in loaded)

    def test_has_a_language_a_title_one_main_heading_and_a_skip_link(self, html):
        outline = Outline(html)

        assert outline.all("html")[0]["lang"] == "fr"
        assert len(outline.all("title")) == len(outline.all("h1")) == len(outline.all("main")) == 1
        assert outline.all("a")[0]["href"] == f"#{outline.all('main')[0]['id']}"

    def test_skips_no_level_of_heading(self, html):
        levels = [int(tag[1]) for tag, _ in Outline(html).tags if re.fullmatch("h[1-6]", tag)]

        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_names_each_part_once_and_points_only_at_what_exists(self, html):
        ids = [attrs["id"] for _, attrs in Outline(html).tags if "id" in attrs]
        named = [
            attrs["aria-labelledby"]
            for _, attrs in Outline(html).tags
            if "aria-labelledby" in attrs
        ]

        assert len(ids) == len(set(ids))
        assert set(named) <= set(ids)

    def test_gives_every_moment_to_machines_with_its_offset(self, html):
        moments = [attrs["datetime"] for attrs in Outline(html).all("time")]

        assert all(dt.datetime.fromisoformat(moment).tzinfo for moment in moments)

    def test_shows_the_band_of_the_demonstration(self, html):
        assert "Démonstration – données fictives" in html

    def test_is_light(self, html):
        outline = Outline(html)
        asked = [link.get("href", "") for link in outline.all("link")]
        asked += [tag.get("src", "") for name in ("script", "img") for tag in outline.all(name)]
        own = {address.removeprefix("/static/") for address in asked if "/static/" in address}
        weight = sum((STATIC / name).stat().st_size for name in own)

        assert {"tokens.css", "guichet.css", "guichet.js"} <= own
        assert len(html.encode()) + weight <= PAGE_LIMIT


def forms_of(html):
    every = [(form["method"], form.get("action")) for form in Outline(html).all("form")]
    return [form for form in every if form != ("post", "/deconnexion")]


def test_the_page_of_the_letter_validates_by_one_button_and_offers_to_read_first():
    assert forms_of(link_page(a_dossier())) == [
        ("post", "/suivi/signed.token/validation"),
        ("post", "/suivi/signed.token/ouverture"),
    ]


def test_the_candidate_validates_from_the_open_dossier():
    assert forms_of(candidate_page(a_dossier())) == [("post", "/mes-dossiers/G-TEST/validation")]


@pytest.mark.parametrize("worth", ["used", "over"])
def test_a_link_that_opens_nothing_any_more_leads_to_a_new_one(worth):
    assert forms_of(link_page(a_dossier(), worth=worth)) == [
        ("post", "/suivi/signed.token/nouveau-lien")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_a_link_shows_nothing_of_the_person(name):
    dossier, html = PAGES[name], link_page(PAGES[name])
    person = dossier.demande.candidate

    assert dossier.dossier_id in html
    for secret in (person.birth_name, person.email, *person.given_names, "12 rue des Exemples"):
        assert secret not in html
    assert not any(item.message in html for item in dossier.items)


@pytest.mark.parametrize("name", ["review", "refused", "draft"])
def test_there_is_no_button_when_there_is_nothing_to_press(name):
    assert forms_of(candidate_page(PAGES[name])) == []


def test_one_step_of_the_rail_is_marked_as_current():
    steps = [
        attrs
        for attrs in Outline(candidate_page(a_dossier())).all("li")
        if attrs.get("aria-current") == "step"
    ]

    assert len(steps) == 1


def test_what_people_typed_is_text_and_never_markup():
    demande = a_demande(candidate=an_identity(birth_name="<script>alert(1)</script>"))
    html = candidate_page(a_dossier(candidate=demande.candidate))

    assert "&lt;script&gt;alert(1)" in html
    assert len(Outline(html).all("script")) == 1


def test_the_demonstration_band_is_absent_from_production():
    assert "données fictives" not in render(
        "services.standalone", "mails.html", demo=False, mails=[], texts=[]
    )


def test_ops_read_trouble_first_and_calm_as_one_sentence():
    assert "Tout avance" in ops_page(a_depth())
    assert "3 dossiers mis de côté" in ops_page(a_depth(status="parked"))
    assert "1 étape en retard : Photo" in ops_page(a_depth(left=-dt.timedelta(minutes=1)))


def test_each_parked_stage_can_be_replayed_by_its_own_button():
    forms = Outline(EVERY_PAGE["ops in trouble"]).all("form")

    assert [(form["method"], form["action"]) for form in forms] == [
        ("post", "/dossiers/G-TEST/photo/replay?ops")
    ]


def test_a_rule_that_agents_contradict_is_shown_with_its_figures_and_its_mark():
    html = EVERY_PAGE["ops in trouble"]
    over, advised = re.findall(
        r"<tr role=\"row\"[^>]*>\n<th.*?</tr>", html[html.index("regles") :], re.S
    )

    cells = re.findall("<t[hd].*?</t[hd]>", over, re.S)
    said = [re.sub("<[^>]+>", "", cell).strip() for cell in cells]
    assert said == ["photo.colour", "40", "14", "35\xa0%", "à revoir"]
    assert 'class="is-trouble"' in over
    assert ("simple avis" in advised, "address.age" in advised) == (True, True)


def test_no_contradicted_rule_is_said_in_a_sentence():
    assert "Aucune règle contredite." in EVERY_PAGE["ops"]


def test_ops_see_no_personal_data_of_a_dossier():
    person = an_identity(birth_name="Canarion", email="canari@example.org", birth_place="Zwx")
    html = ops_dossier_page(parked(a_dossier(candidate=person), StageName.RECEPTION), [ACT])

    assert "CheckCrashed" in html
    for secret in ("Canarion", "canari@", "Zwx", person.given_names[0], person.birth_date):
        assert secret not in html


def test_what_can_be_done_to_a_stage_is_all_that_is_offered():
    def offered(name):
        return {form["action"] for form in Outline(EVERY_PAGE[f"ops {name}"]).all("form")}

    assert offered("incident") >= {
        "/dossiers/G-TEST/reception/replay",
        "/dossiers/G-TEST/reception/discard",
    }
    assert "La demande sera classée, un courrier partira." in EVERY_PAGE["ops incident"]
    assert "/dossiers/G-TEST/reception/redrive" in offered("sent")
    assert offered("draft") == set()


def test_the_words_of_ops_are_text_and_never_markup():
    assert "Disque réparé &lt;hier&gt;" in EVERY_PAGE["ops act"]


def test_a_letter_is_framed_without_rights():
    frame = Outline(EVERY_PAGE["mail"]).all("iframe")[0]

    assert frame["src"] == "/mails/1/html"
    assert not {"allow-scripts", "allow-same-origin"} & set(frame["sandbox"].split())
    assert "Demande &lt;à valider&gt;" in EVERY_PAGE["mail"]
