"""A candidate on a real machine: a mistyped address, a mail, one button, and back by mail."""

import asyncio
import re
import secrets

import aiohttp
import pytest

from tests.e2e.api_client import a_body, a_jpeg, intake

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
PATIENCE = 20
FOUR = ("photo", "signature", "identity", "address")


@pytest.fixture
async def phone():
    jar = aiohttp.CookieJar(unsafe=True)  # the address is a number
    async with aiohttp.ClientSession(headers=OURS, cookie_jar=jar) as phone:
        yield phone


async def a_sent_dossier(school, email):
    body = a_body()
    body["candidate"] = body["candidate"] | {"email": email}
    answer = await school("POST", "/v1/dossiers", json=body)
    dossier_id = str(answer.json["dossier_id"])
    for kind in FOUR:
        await school.put_piece(dossier_id, kind, a_jpeg())
    sent = await school("POST", f"/v1/dossiers/{dossier_id}/submit")
    assert sent.status == 202, sent.data
    return dossier_id


async def link_in_a_mail(machine, address, pattern):
    async with asyncio.timeout(PATIENCE):
        while True:
            for mail in machine[0].mails.mails_to(address):
                if found := re.search(pattern, mail.text):
                    return found.group()
            await asyncio.sleep(0.1)


async def test_a_corrected_address_gets_the_link_that_validates_and_opens(machine, session, phone):
    school = intake(machine, session)
    wrong, right = (f"{secrets.token_hex(4)}@example.org" for _ in range(2))
    dossier_id = await a_sent_dossier(school, wrong)
    old = await link_in_a_mail(machine, wrong, r"http://\S+/suivi/\S+")

    page = await school("GET", f"/espace/dossiers/{dossier_id}", headers={"Accept": "text/html"})
    assert page.status == 200
    assert "Le candidat n’a pas encore validé" in page.data.decode()
    assert f"/espace/dossiers/{dossier_id}/validation#titre-adresse" in page.data.decode()

    path = f"/v1/dossiers/{dossier_id}/candidate-email"
    assert (await school("PUT", path, json={"email": right})).status == 200
    link = await link_in_a_mail(machine, right, r"http://\S+/suivi/\S+")

    assert (await phone.post(f"{old}/validation")).status == 404
    shown = await (await phone.get(link)).text()
    assert dossier_id in shown
    assert right not in shown
    inside = await phone.post(f"{link}/validation")
    assert inside.url.path == f"/mes-dossiers/{dossier_id}"
    assert right in await inside.text()
    stages = (await school("GET", f"/v1/dossiers/{dossier_id}")).json["stages"]
    assert {stage["name"]: stage["status"] for stage in stages}["user_validation"] == "done"


async def test_a_candidate_comes_back_by_mail_and_an_unknown_address_gets_nothing(
    machine, session, phone
):
    known, unknown = (f"{secrets.token_hex(4)}@example.org" for _ in range(2))
    dossier_id = await a_sent_dossier(intake(machine, session), known)
    door = f"http://127.0.0.1:{machine[0].settings.intake_port}/connexion/lien"
    for address in (unknown, known):
        assert (await phone.post(door, data={"email": address})).status == 200
    link = await link_in_a_mail(machine, known, r"http://\S+/connexion/lien/\S+")

    assert "Ouvrir mon dossier" in await (await phone.get(link)).text()
    opened = await phone.post(link)
    assert opened.url.path == f"/mes-dossiers/{dossier_id}"
    assert (await phone.post(link)).status == 410
    # wishes are settled in their order: the unknown one was looked at before
    assert machine[0].mails.mails_to(unknown) == []
