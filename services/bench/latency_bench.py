"""From submit to verdict: on an idle machine, and at shares of what the machine can take."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.bench.figures import percentile
from services.bench.filing_machine import FilingMachine, filing_machine
from services.bench.report import Bar, Section, figure

#: Seconds on an idle machine, four pieces: DESIGN 7.
P50_BAR, P99_BAR = 2.5, 5.0
#: Shares of the saturation rate.
SHARES = (0.25, 0.5, 0.75)
IDLE = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """Seconds from submit to verdict of the dossiers of one load."""

    load: str
    #: Dossiers a second.
    rate: float
    seconds: Sequence[float]


def latency_section(folder: Path, filed: int) -> Section:
    """The same machine, one load after the other."""
    return section_of(*asyncio.run(_measured(folder, filed)))


def section_of(saturation: float, waited: Sequence[Waited]) -> Section:
    """The table; the bars are held against the idle machine."""
    filed = len(waited[0].seconds)
    idle = next(one for one in waited if one.load == IDLE)
    return Section(
        title="From submit to verdict",
        method=f"A whole machine; every dossier is filed over HTTP with its four pieces by the "
        f"demonstration's cast. First {filed} dossiers one after the other (idle), then {filed} "
        f"at once, which are judged at {figure(saturation)} dossiers a second (saturation), then "
        f"{filed} at each share of that rate with gaps as chance makes them. From the submit as "
        "the school sends it to the end of the comparison in the dossier's timeline. With so "
        "few dossiers p99 is the longest wait.",
        header=("load", "dossiers/s", "dossiers", "p50 s", "p90 s", "p99 s"),
        rows=[_row(one) for one in waited],
        bars=(
            Bar(what="idle, p50", figure=percentile(idle.seconds, 0.5), limit=P50_BAR, unit="s"),
            Bar(what="idle, p99", figure=percentile(idle.seconds, 0.99), limit=P99_BAR, unit="s"),
        ),
    )


def _row(one: Waited) -> tuple[str, ...]:
    shares = (percentile(one.seconds, share) for share in (0.5, 0.9, 0.99))
    return (one.load, figure(one.rate), str(len(one.seconds)), *map(figure, shares))


async def _measured(folder: Path, filed: int) -> tuple[float, Sequence[Waited]]:
    loads = len(SHARES) + 2
    async with filing_machine(folder, loads * filed + 2) as filing:
        await filing.at_once(2)  # the first check of each kind loads its models
        idle = await filing.seconds(await filing.one_by_one(filed))
        saturation = await _saturation(filing, filed)
        waited = [Waited(load=IDLE, rate=0.0, seconds=idle)]
        for share in SHARES:
            seconds = await filing.seconds(await filing.at_pace(filed, share * saturation))
            waited.append(Waited(load=f"{share:g}", rate=share * saturation, seconds=seconds))
        return saturation, waited


async def _saturation(filing: FilingMachine, filed: int) -> float:
    """Verdicts a second between the first and the last of many dossiers that come at once."""
    judged = sorted(await filing.judged(await filing.at_once(filed)))
    return (len(judged) - 1) / (judged[-1] - judged[0]).total_seconds()
