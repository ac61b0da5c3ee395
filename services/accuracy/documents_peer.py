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


def measure_peer(realset: RealSet) -> Iterator[Table]:
    """One row; no table where the peer is not there or no picture is."""
    pictures = [one for one in realset.pictures("mrz") if "mrz" in one.truth]
    rows = _read(pictures) if pictures and BENCH_PYTHON.exists() else []
    if len(rows) != len(pictures) or not rows:
        return
    scores = [score_of(row, zone_truth(one.truth)) for row, one in zip(rows, pictures, strict=True)]
    yield Table(
        part="documents",
        title="Identity documents by PassportEye",
        set_name=realset.name,
        columns=("reader", *ZONE_COLUMNS),
        rows=(("PassportEye", *zone_row(scores)),),
        notes=(
            "Its « verified » is a score of 100: all check digits hold. It does not claim that "
            "names are verified, which no check digit protects.",
        ),
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
