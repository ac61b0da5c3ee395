"""What comparing the sources of one dossier costs: every name new, so nothing is kept ready."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from services.bench.figures import percentile
from services.bench.report import Bar, Section, figure
from services.instruction.divergence.rules import judge
from services.instruction.identity_answers import answer_row
from services.instruction.identity_rows import facts_of_row
from shared.domain.civil_identity import CivilIdentity

#: Milliseconds that a comparison may take.
BAR = 1.0
DOSSIERS = 300

_PERSON = CivilIdentity(
    birth_name="de Müller-Lecœur",
    given_names=("Maëlle", "Anne-Sophie"),
    sex="F",
    birth_date="2006-03-12",
    birth_place="Bourg-en-Bresse",
    email="maelle@exemple.invalid",
)
_OTHER = replace(_PERSON, birth_name="Petit", given_names=("Paul",), birth_date="1998-11-30")


#: What the account says in each case.
CASES = {
    "all sources agree": _PERSON,
    "a typing error in the account": replace(_PERSON, birth_name="de Muller-Lecoeurr"),
    "another person's account": _OTHER,
}
LINE = "a line of a file, names known"


def divergence_section(repeats: int) -> Section:
    """Sources that agree, one slip, and another person's account, each with two readings."""
    spans = _measure(DOSSIERS * repeats)
    every = [span for name in CASES for span in spans[name]]
    return Section(
        title="Divergence",
        method=f"{len(every)} dossiers, no two with one name: request, account, zone and printed "
        "side of a card, six fields and the address. Processor time.",
        header=("case", "median ms", "p99 ms"),
        rows=[
            (name, figure(percentile(ms, 0.5)), figure(percentile(ms, 0.99)))
            for name, ms in spans.items()
        ],
        bars=(
            Bar(what="one dossier, median", figure=percentile(every, 0.5), limit=BAR, unit="ms"),
        ),
    )


def _measure(dossiers: int) -> Mapping[str, list[float]]:
    spans: dict[str, list[float]] = {name: [] for name in (*CASES, LINE)}
    for number in range(dossiers):
        name = tuple(CASES)[number % len(CASES)]
        row = _row(number, CASES[name])
        facts = facts_of_row(row)
        spans[name].append(_spent(partial(judge, facts)))
        spans[LINE].append(_spent(partial(answer_row, row)))
    return spans


def _row(number: int, account: CivilIdentity) -> dict[str, Any]:
    """Names that no other row has."""
    mark = " ".join(chr(ord("A") + int(digit)) for digit in str(number))
    person = _said(replace(_PERSON, birth_name=f"{_PERSON.birth_name} {mark}"))
    zone = {"birth_name": f"DE MUELLER LECOEUR {mark}", "given_names": ["MAELLE", "ANNE", "SOPHIE"]}
    return {
        "id": number,
        "declared": person,
        "account": _said(replace(account, birth_name=f"{account.birth_name} {mark}")),
        "documents": [
            {"source": "mrz", "layout": "td3", **zone, "birth_date": "2006-03-12", "sex": "F"},
            {"source": "viz", **{key: person[key] for key in ("birth_name", "given_names")}},
        ],
    }


def _said(identity: CivilIdentity) -> dict[str, Any]:
    return {
        "birth_name": identity.birth_name,
        "given_names": list(identity.given_names),
        "sex": identity.sex,
        "birth_date": identity.birth_date,
        "birth_place": identity.birth_place,
        "email": identity.email,
    }


def _spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000
