"""PassportEye beside us on the same real zones, where `.venv-bench` holds it."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from services.accuracy.documents_read import ZONE_COLUMNS, ZoneScore, ZoneTruth, zone_row
from services.accuracy.documents_real import zone_truth
from services.accuracy.realset import Labelled, RealSet
from services.accuracy.tables import Table

#: The environment of the benchmarks' peers; `make bench` fills it.
BENCH_PYTHON = Path(".venv-bench/bin/python")
READER = Path(__file__).with_name("passporteye_reader.py")

#: Seconds for all pictures: about one each, on a machine that may be busy.
SECONDS = 1800

CLAIM = (
    "Its « verified » is a score of 100: all check digits hold. It does not claim that names are "
    "verified, which no check digit protects."
)
ABSENT = (
    "Not measured: PassportEye is not in `.venv-bench`, or it did not read every picture. "
    "`make bench` installs it."
)


def measure_peer(realset: RealSet) -> Iterator[Table]:
    """One row; without it where the peer could not be asked, which a note says."""
    pictures = [one for one in realset.pictures("mrz") if "mrz" in one.truth]
    if not pictures:
        return
    rows = _read(pictures) if BENCH_PYTHON.exists() else []
    yield peer_table(rows, pictures, realset.name)


def peer_table(
    rows: Sequence[dict[str, Any]], pictures: Sequence[Labelled], set_name: str
) -> Table:
    """Its readings held against the truth; a part of them would be no fair row."""
    pairs = list(zip(rows, pictures, strict=False)) if len(rows) == len(pictures) else []
    scores = [score_of(row, zone_truth(one.truth)) for row, one in pairs]
    return Table(
        part="documents",
        title="Identity documents by PassportEye",
        set_name=set_name,
        columns=("reader", *ZONE_COLUMNS),
        rows=(("PassportEye", *zone_row(scores)),) if scores else (),
        notes=(CLAIM,) if scores else (ABSENT,),
    )


def _read(pictures: Sequence[Labelled]) -> list[dict[str, Any]]:
    command = [BENCH_PYTHON, READER, *(one.path for one in pictures)]
    ended = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    return [json.loads(line) for line in ended.stdout.splitlines()]


def score_of(row: dict[str, Any], truth: ZoneTruth) -> ZoneScore:
    """One of its readings, scored like ours."""
    exact = tuple(row["lines"]) == truth.lines
    bare = row["number"].replace("<", "")
    return ZoneScore(
        exact=exact,
        birth=None if truth.birth is None else row["birth"] == truth.birth,
        number=None if truth.number is None else bare == truth.number.replace("<", ""),
        verified=row["vouched"],
        wrongly_verified=row["vouched"] and not exact,
        strings=0,
        strings_read=0,
        seconds=row["seconds"],
    )
