"""A secretary files a class of thirty: a list, a heap of files, a red cell, what is ready."""

from functools import cache

import pytest

from services.demo.specimens.portraits import PortraitFault, portrait

pytestmark = [
    pytest.mark.servers,
    pytest.mark.xdist_group("machine"),
    pytest.mark.timeout(90),  # twenty seconds on a machine that does nothing else
]

HEADER = "numéro;nom;prénoms;date de naissance;email;rue;code postal;ville;code photo"
CLASS, WHOLE = 30, 3


def a_list():
    """Thirty adults: who is whole brings a photo code, so that no photo has to be judged."""
    lines = [HEADER]
    for number in range(1, CLASS + 1):
        code = f"EPHOTO{number:04d}" if number <= WHOLE else ""
        lines.append(
            f"{number:02d};Nom{chr(64 + number % 26 + 1)}{number};Prénom;12/03/1990;"
            f"c{number}@exemple.fr;12 rue des Lilas;35000;Rennes;{code}"
        )
    return {"name": "classe.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}


drawn = cache(portrait)


def a_file(name, fault=PortraitFault.NONE):
    return {"name": name, "mimeType": "image/jpeg", "buffer": drawn(fault)}


async def test_a_class_of_thirty_is_filed_in_one_table(school, home, sound):
    await school.goto(f"{home}/espace")
    await school.click("text=Déposer un lot")
    await sound()
    await school.set_input_files("#liste", a_list())
    await school.click("text=Ouvrir le lot")
    await school.wait_for_url("**/espace/lot/L-*")
    assert await school.locator("tbody > tr").count() == CLASS

    files = [
        a_file(f"{number:02d}-{kind}.jpg")
        for number in range(1, WHOLE + 1)
        for kind in ("identite", "domicile")
    ]
    files += [a_file("30-photo.jpg", PortraitFault.BLURRED), a_file("IMG_0001.jpg")]
    await school.set_input_files("#lot-fichiers", files)
    await school.click("text=Déposer les fichiers")
    await school.wait_for_selector("text=Un fichier est à ranger")

    red = school.locator("#ligne-31 a.cell", has_text="Photo")
    await red.filter(has_text="à refaire").wait_for()
    await red.click()
    await school.wait_for_selector("#cellule .look img")
    await sound()
    await school.set_input_files("#autre-fichier", a_file("nette.jpg"))
    await school.click("#cellule >> text=Remplacer >> nth=-1")
    await school.locator("#ligne-31 a.cell.is-trouble", has_text="Photo").wait_for(state="hidden")

    await school.click(f"text=Envoyer les {WHOLE} demandes prêtes")
    await school.wait_for_selector(f"text={WHOLE} demandes viennent de partir")
    assert await school.locator("tbody a[download]").count() == WHOLE
    async with school.expect_download() as download:
        await school.locator("#ligne-2 a[download]").click()
    assert (await download.value).suggested_filename.startswith("recu-G-")
    assert await school.locator("tbody >> text=éléments manquent").count() > 20
    await sound()
