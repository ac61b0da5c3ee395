"""The operator's labelled pictures of zones, codes and cards."""

import hashlib
from collections.abc import Iterable
from typing import Any

from services.accuracy.documents_read import (
    ZONE_COLUMNS,
    ZoneScore,
    ZoneTruth,
    median_seconds,
    score_zone,
    share,
    timed,
    zone_row,
)
from services.accuracy.realset import Labelled, RealSet
from services.accuracy.tables import Cell, Table
from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.identity.facts import read_identity
from services.imagecheck.twoddoc.facts import read_2ddoc
from shared.domain.findings import TwoDDoc

#: Authority of the published samples, whose key everybody has: never to be believed.
TEST_AUTHORITY = "FR00"

THREE_LINES = 3

_PRINTED = ("birth_date", "document_number", "height", "issued_on")


def measure_real_zones(realset: RealSet) -> Table:
    """One row a layout, then all; cards with known print come from the other folder."""
    groups: dict[str, list[ZoneScore]] = {}
    for labelled in (*realset.pictures("mrz"), *realset.pictures("documents")):
        if "mrz" in labelled.truth:
            groups.setdefault(str(labelled.kind), []).append(_score(labelled))
    rows = [(name, *zone_row(scores)) for name, scores in sorted(groups.items())]
    everything = [score for scores in groups.values() for score in scores]
    return Table(
        part="documents",
        title="Identity documents",
        set_name=realset.name,
        columns=("layout", *ZONE_COLUMNS),
        rows=(*rows, ("all", *zone_row(everything))),
    )


def measure_real_codes(realset: RealSet) -> Table:
    """One row for sound codes, one for those of the test authority, one for what is none."""
    sets: dict[str, list[Labelled]] = {"production": [], "test authority": [], "no 2D-Doc": []}
    for labelled in realset.pictures("documents"):
        if labelled.kind == "2d_doc":
            test = labelled.truth["ca"] == TEST_AUTHORITY
            sets["test authority" if test else "production"].append(labelled)
        elif labelled.kind == "datamatrix_unsigned":
            sets["no 2D-Doc"].append(labelled)
    return Table(
        part="documents",
        title="2D-Doc codes",
        set_name=realset.name,
        columns=("codes of", "pictures", "read whole", "said valid", "median CPU s"),
        rows=tuple(_code_row(name, pictures) for name, pictures in sets.items() if pictures),
        notes=("Codes of the test authority must never be said valid.",),
    )


def _score(labelled: Labelled) -> ZoneScore:
    truth = labelled.truth
    facts, seconds = timed(read_identity, labelled.path.read_bytes())
    return score_zone(facts.reading, zone_truth(truth), seconds)


def zone_truth(truth: dict[str, Any]) -> ZoneTruth:
    """What a label says of a zone."""
    lines = tuple(truth["mrz"])
    birth = truth.get("birth") or str(truth.get("birth_date", "")).replace("-", "")[2:]
    number = truth.get("number") or truth.get("document_number")
    if len(lines) == THREE_LINES:  # Doc 9303-5: where a label leaves them to the zone
        birth, number = birth or lines[1][:6], number or lines[0][5:14]
    return ZoneTruth(
        lines=lines, birth=birth or None, number=number or None, printed=_printed(truth)
    )


def _printed(truth: dict[str, Any]) -> dict[str, str]:
    """Only the cards of the folder `documents` say what is printed on them."""
    found = {name: str(truth[name]) for name in _PRINTED if name in truth}
    if "surname" in truth and "given_names" in truth:
        found["birth_name"] = str(truth["surname"])
        found["given_names"] = " ".join(truth["given_names"])
    if "issue_date" in truth:
        found["issued_on"] = str(truth["issue_date"])
    if "address" in truth:
        found["address"] = " ".join(truth["address"])
    return found


def _code_row(name: str, pictures: Iterable[Labelled]) -> tuple[Cell, ...]:
    found, seconds = [], []
    for labelled in pictures:
        codes, took = timed(_codes, labelled.path.read_bytes())
        wanted = labelled.truth["payload_sha256"]
        found.append((codes, any(wanted in _digests(code.payload) for code in codes)))
        seconds.append(took)
    return (
        name,
        len(found),
        share(whole for _, whole in found),
        sum(any(code.signature == "valid" for code in codes) for codes, _ in found),
        median_seconds(seconds),
    )


def _codes(data: bytes) -> tuple[TwoDDoc, ...]:
    return read_2ddoc(decode_picture(data).pixels)


def _digests(payload: str) -> set[str]:
    """Of the text in either coding; labels do not say which one was hashed."""
    codings = [payload.encode(), payload.encode("latin-1", errors="replace")]
    return {hashlib.sha256(data).hexdigest() for data in codings}
