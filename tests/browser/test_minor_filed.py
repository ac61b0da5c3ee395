"""A school files the request of a minor: every piece judged as it lands, then sent."""

from functools import cache

import pytest

from services.demo.specimens.portraits import PortraitFault, portrait

pytestmark = [
    pytest.mark.servers,
    pytest.mark.xdist_group("machine"),
    pytest.mark.timeout(90),  # twenty seconds on a machine that does nothing else
]

TYPED = {
    "candidate.birth_name": "Lecœur",
    "candidate.given_names": "Maëlle, Anne",
    "candidate.birth_date": "12/03/2010",
    "candidate.email": "m@exemple.fr",
    "address.street": "12 rue des Lilas",
    "address.postcode": "35000",
    "address.town": "Rennes",
    "representative.birth_name": "Lecœur",
    "representative.given_names": "Dominique",
    "representative.birth_date": "25/11/1975",
    "representative.email": "d@exemple.fr",
}


drawn = cache(portrait)


async def put(page, kind, fault=PortraitFault.NONE):
    file = {"name": f"{kind}.jpg", "mimeType": "image/jpeg", "buffer": drawn(fault)}
    await page.set_input_files(f"#fichier-{kind}", file)
    await page.locator(f"#piece-{kind} > form.upload button").first.click()


async def test_a_minor_s_request_is_filed_with_each_verdict_at_its_row(school, home, sound):
    await school.goto(f"{home}/espace/nouvelle")
    for name, value in TYPED.items():
        await school.fill(f'[id="{name}"]', value)
    await school.click("text=Enregistrer et continuer")
    await school.wait_for_url("**/pieces")
    assert await school.locator("#piece-signature").count() == 0  # a minor signs nothing

    await put(school, "photo", PortraitFault.BLURRED)
    row = school.locator("#piece-photo")
    await row.locator(".piece-head .verdict", has_text="à refaire").wait_for()
    await row.locator("text=Que faire ?").wait_for()
    await row.locator(".look img").first.wait_for()
    await sound()
    await put(school, "photo")
    await row.locator("text=Que faire ?").wait_for(state="hidden")

    for kind in ("identity", "address", "representative_identity", "hosting"):
        await put(school, kind)
        await school.locator(
            f"#piece-{kind} .piece-head .verdict", has_text="reçue"
        ).first.wait_for()
    await school.click("text=Vérifier et envoyer")
    await school.click("text=Envoyer la demande")
    await school.wait_for_url("**/espace/dossiers/G-*")
    assert await school.locator("a", has_text="reçu de dépôt").count() == 1
    await sound()
