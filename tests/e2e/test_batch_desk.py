"""A class filed as a batch, as a browser without scripts does."""

import asyncio
import re

import aiohttp
import pytest

from services.demo.specimens.portraits import PortraitFault, portrait
from tests.rules.test_batch_csv import HEADER, LINE

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]


@pytest.fixture
def home(machine):
    return f"http://127.0.0.1:{machine[0].settings.intake_port}"


@pytest.fixture
async def school(home, machine):
    jar = aiohttp.CookieJar(unsafe=True)  # the address is a number
    async with aiohttp.ClientSession(headers=OURS, cookie_jar=jar) as browser:
        await browser.post(f"{home}/connexion", data={"cle": machine[1]["ecole-demo"]})
        yield browser


async def sent(school, address, *files, field="fichiers"):
    form = aiohttp.FormData()
    for name, data in files:
        form.add_field(field, data, filename=name)
    return await school.post(address, data=form)


async def opened(school, home, *lines):
    """A new batch; its address."""
    data = "\n".join([HEADER, *lines]).encode()
    answer = await sent(school, f"{home}/espace/lot", ("liste.csv", data))
    assert answer.status == 200, await answer.text()
    return str(answer.url)


async def text_of(school, address):
    answer = await school.get(address)
    assert answer.status == 200
    return await answer.text()


async def settled(school, address):
    """The table once every first look has ended."""
    for _ in range(40):
        text = await text_of(school, address)
        if "en cours<" not in text:
            return text
        await asyncio.sleep(0.1)
    raise AssertionError("a first look did not end")


def word(text, line, label):
    """What the cell of this line says."""
    row = text.split(f'id="ligne-{line}"')[1].split("</tr>")[0]
    cell = re.search(rf'<a class="cell[^>]*>(?:(?!</a>).)*{label}, ', row, re.S)
    assert cell, label
    return re.sub(r"<svg.*?</svg>", "", cell.group(0), flags=re.S)


async def test_a_list_with_faults_names_them_and_makes_nothing(school, home):
    before = await text_of(school, f"{home}/espace/lot")
    answer = await sent(school, f"{home}/espace/lot", ("liste.csv", b"nom;couleur\nDupont;bleu\n"))
    text = await answer.text()
    assert answer.status == 422
    assert "Ligne 1, colonne «\xa0couleur\xa0»" in text
    assert before.count("/espace/lot/L-") == text.count("/espace/lot/L-")


async def test_the_template_opens_a_batch(school, home):
    template = await (await school.get(f"{home}/espace/lot/modele.csv")).read()
    answer = await sent(school, f"{home}/espace/lot", ("modele.csv", template))
    assert "Camille Exemple" in await answer.text()


async def test_files_find_their_cells_and_verdicts_land(school, home):
    address = await opened(school, home, LINE)
    await sent(
        school,
        f"{address}/fichiers",
        ("07-photo.jpg", portrait(PortraitFault.BLURRED)),
        ("notes.txt", b"nothing of use"),
        ("inconnu.jpg", portrait(PortraitFault.NONE)),
    )
    text = await settled(school, address)
    assert "à refaire" in word(text, 2, "Photo")
    assert "à déposer" in word(text, 2, "Domicile")
    assert "notes.txt" in text and "Un fichier n’a pas été gardé" in text
    assert "inconnu.jpg" in text and "Un fichier est à ranger" in text


async def test_a_red_cell_is_mended_in_place_and_a_loose_file_is_placed(school, home):
    address = await opened(school, home, LINE)
    await sent(
        school,
        f"{address}/fichiers",
        ("07-photo.jpg", portrait(PortraitFault.BLURRED)),
        ("bonne.jpg", portrait(PortraitFault.NONE)),
    )
    open_cell = await settled(school, f"{address}?ligne=2&piece=photo")
    picture = re.search(r'src="(/espace/[^"]+/image[^"]*)"', open_cell).group(1)
    drawn = await school.get(home + picture)
    assert drawn.content_type == "image/jpeg"
    assert "sandbox" in drawn.headers["Content-Security-Policy"]
    blob = re.search(r'name="fichier" value="([^"]+)"', open_cell).group(1)
    placing = {"fichier": blob, "ligne": "2", "piece": "photo"}
    await school.post(f"{address}/ranger", data=placing)
    text = await settled(school, address)
    assert "à refaire" not in word(text, 2, "Photo")
    assert "bonne.jpg" not in text


async def test_a_line_with_a_faulty_field_is_mended_there(school, home):
    address = await opened(school, home, LINE.replace("35000", "3500"))
    early = ("07-photo.jpg", portrait(PortraitFault.NONE))
    await sent(school, f"{address}/fichiers", early)
    text = await text_of(school, f"{address}?ligne=2&piece=demande")
    assert "à corriger" in word(text, 2, "Demande")
    assert "Écrivez les 5 chiffres du code postal." in text
    await school.post(f"{address}/lignes/2", data={"address.postcode": "350"})
    assert 'value="350"' in await text_of(school, f"{address}?ligne=2&piece=demande")
    await school.post(f"{address}/lignes/2", data={"address.postcode": "35000"})
    text = await settled(school, address)
    assert "complète" in word(text, 2, "Demande")
    assert "à déposer" not in word(text, 2, "Photo")  # kept from before, and placed by its name


async def test_what_is_ready_leaves_and_the_others_stay_with_what_they_lack(school, home):
    second = LINE.replace("07;", "08;").replace("Lecœur", "Martin").replace("m@", "n@")
    address = await opened(school, home, LINE, second)
    files = [
        (f"07-{kind}.jpg", portrait(PortraitFault.NONE))
        for kind in ("photo", "cni", "domicile", "jdc", "signature")
    ]
    await sent(school, f"{address}/fichiers", *files)
    text = await settled(school, address)
    # a portrait is no signature, and its cell says so
    assert "à refaire" in word(text, 2, "Signature")
    assert "prête à envoyer" not in text
    assert "éléments manquent" in text


async def test_a_neighbour_s_batch_is_unknown_and_foreign_forms_change_nothing(
    school, home, machine
):
    address = await opened(school, home, LINE)
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(headers=OURS, cookie_jar=jar) as neighbour:
        await neighbour.post(f"{home}/connexion", data={"cle": machine[1]["ecole-voisine"]})
        assert (await neighbour.get(address)).status == 404
        assert (await neighbour.post(f"{address}/envoi")).status == 404
    foreign = {"Sec-Fetch-Site": "cross-site"}
    for act in ("/envoi", "/ranger", "/lignes/2"):
        answer = await school.post(address + act, data={"x": "y"}, headers=foreign)
        assert answer.status == 403
