"""Where a document can be downloaded is said in the letter of acceptance and on every page."""

import pytest

from services.intake.forecasts import Forecasts
from services.intake.school import SchoolPages
from shared.domain.demande import DemandeKind
from shared.domain.dossier import LetterKind
from shared.domain.issued import names_of
from shared.domain.letter import Reader
from shared.letters import compose
from shared.web.access import Account, Role
from tests.rules.candidate_face import CandidateFace, NoPace, entered, get
from tests.rules.issued_documents import an_accepted
from tests.rules.page_outline import Outline

ADDRESS = "/v1/dossiers/G-TEST/documents/attestation-inscription"


def letter_to(reader, kind):
    dossier = an_accepted(kind)
    [letter] = [letter for letter in dossier.letters if letter.kind is LetterKind.ACCEPTED]
    return compose(dossier, letter, reader, "https://guichet.test/suivi/x").text


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("kind", [DemandeKind.REGISTRATION, DemandeKind.AFTER_LOSS])
def test_the_letter_of_acceptance_says_what_to_download(reader, kind):
    assert f"télécharger {names_of(kind)}" in letter_to(reader, kind)


@pytest.mark.parametrize("reader", Reader)
def test_the_letter_promises_nothing_where_there_is_nothing(reader):
    assert "télécharger" not in letter_to(reader, DemandeKind.TITLE)


class NoPictures:
    """Shows no thumbnail."""

    def shown(self, dossier, kind):
        return None


class PagesFace(CandidateFace):
    """The candidates' pages with the filers' one beside."""

    def _faces(self):
        yield from super()._faces()
        yield SchoolPages(
            dossiers=self.store,
            filings=None,
            clock=self.clock,
            forecasts=Forecasts(NoPace(), self.clock),
            pictures=NoPictures(),
        )


def links_of(html):
    return [attrs["href"] for attrs in Outline(html).all("a") if "download" in attrs]


async def test_the_candidate_finds_it_on_the_page_of_the_request():
    face = PagesFace()
    dossier = await face.keep(an_accepted())
    async with face.browser() as browser:
        await entered(browser, face, dossier)
        shown = await get(browser, f"/mes-dossiers/{dossier.dossier_id}")
        assert ADDRESS in links_of(await shown.text())


async def test_the_school_finds_it_on_the_page_of_the_request():
    face = PagesFace()
    dossier = await face.keep(an_accepted())
    await face.accounts.put(Account(account_id=dossier.owner, role=Role.SCHOOL), "school-key")
    async with face.browser() as browser:
        headers = {"Authorization": "Bearer school-key", "Accept": "text/html"}
        shown = await browser.get(f"/espace/dossiers/{dossier.dossier_id}", headers=headers)
        assert ADDRESS in links_of(await shown.text())


async def test_a_title_request_shows_no_download():
    face = PagesFace()
    dossier = await face.keep(an_accepted(DemandeKind.TITLE))
    async with face.browser() as browser:
        await entered(browser, face, dossier)
        shown = await get(browser, f"/mes-dossiers/{dossier.dossier_id}")
        assert not [link for link in links_of(await shown.text()) if "/documents/" in link]
