"""A browser without scripts: a request is written, its files uploaded, and everything sent."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.journeys import an_address
from tests.e2e.api_client import a_jpeg

pytestmark = [
    pytest.mark.servers,
    pytest.mark.xdist_group("machine"),
    pytest.mark.timeout(90),  # five seconds on a machine that does nothing else
]

TYPED = {
    "candidate.birth_name": "Lecœur",
    "candidate.given_names": "Maëlle, Anne",
    "candidate.birth_date": "12/03/1990",
    "address.street": "12 rue des Lilas",
    "address.postcode": "35000",
    "address.town": "Rennes",
}


async def test_a_request_with_its_files_is_filed_without_scripts(chromium, home, machine):
    context = await chromium.new_context(locale="fr-FR", viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    page.set_default_timeout(20_000)
    await page.goto(f"{home}/connexion")
    await page.click("text=Se connecter avec une clé d’accès")
    await page.fill("#cle", machine[1]["ecole-demo"])
    await page.click("text=Se connecter avec la clé")

    await page.click("text=Nouvelle demande")
    for name, value in (TYPED | {"candidate.email": an_address()}).items():
        await page.fill(f'[id="{name}"]', value)
    await page.click("text=Enregistrer et continuer")
    for kind in ("photo", "signature", "identity", "address"):
        file = {"name": f"{kind}.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg()}
        await page.set_input_files(f"#fichier-{kind}", file)
        await page.locator(f"#piece-{kind} > form.upload button").first.click()
        assert "Reçue le" in await page.locator(f"#piece-{kind}").inner_text()
    await page.click("text=Vérifier et envoyer")
    await page.click("text=Envoyer la demande")

    await page.wait_for_url("**/espace/dossiers/G-*")
    assert await page.locator("a", has_text="reçu de dépôt").count() == 1
    assert await page.locator("text=Le candidat n’a pas encore validé").count() == 1
    await context.close()
