"""Which tables of the report are drawn, and the points that are taken from them."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from services.bench.keeping import Kept
from services.bench.parts import Part
from services.bench.report import Section
from services.bench.workers import BENCH_PYTHON, PEERS_FOLDER

#: Beside BENCHMARKS.md, which shows them.
PLOTS = Path("docs/plots")


#: Columns of the growth table that are drawn: one a size.
_SIZED = "CPU ms at "


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture of one table: what stands at its foot, and a series for each curve or bar."""

    file: str
    title: str
    x: str
    y: str
    #: Names under bars; or numbers for curves.
    at: Sequence[str] | Sequence[float]
    series: Mapping[str, Sequence[float]]
    #: Curves over sizes that differ by powers of ten.
    log: bool = False


def charts(parts: Mapping[Part, Kept]) -> Iterator[Chart]:
    """Every chart whose table has been measured; raises ValueError where a column is gone."""
    for part, draw in _DRAWN.items():
        if part in parts:
            yield draw(parts[part].section)


def draw_plots(parts: Mapping[Part, Kept], folder: Path) -> bool:
    """Draw them with the library of `make bench`; False where that is not installed."""
    if not BENCH_PYTHON.exists():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [BENCH_PYTHON, PEERS_FOLDER / "draw.py", folder],
        input=json.dumps([asdict(chart) for chart in charts(parts)]),
        text=True,
        check=True,
    )
    return True


def number(cell: str) -> float:
    """What `report.figure` wrote."""
    return float(cell.replace(" ", "").removesuffix("%"))


def _column(section: Section, name: str) -> list[str]:
    """The cells of the first column of that name."""
    place = list(section.header).index(name)
    return [row[place] for row in section.rows]


def _numbers(section: Section, name: str) -> list[float]:
    return [number(cell) for cell in _column(section, name)]


def _runner(section: Section) -> Chart:
    return Chart(
        file="runner.svg",
        title="Messages a second out of a full queue, bare aio-pika = 1",
        x="",
        y="of bare aio-pika's rate, same round",
        at=_column(section, "worker"),
        series={"rate": _numbers(section, "of bare")},  # the first of that name: of the rate
    )


def _growth(section: Section) -> Chart:
    sized = [name for name in section.header if name.startswith(_SIZED)]
    named = zip(_column(section, "question"), section.rows, strict=True)
    places = [list(section.header).index(name) for name in sized]
    return Chart(
        file="growth.svg",
        title="What one dossier asks of the store",
        x="dossiers stored",
        y="processor ms a question",
        at=[number(name.removeprefix(_SIZED)) for name in sized],
        series={name: [number(row[place]) for place in places] for name, row in named},
        log=True,
    )


def _workers(section: Section) -> Chart:
    return Chart(
        file="workers.svg",
        title="Wall clock a dossier out of a full queue",
        x="check processes",
        y="seconds a dossier",
        at=_column(section, "check processes"),
        series={"wall": _numbers(section, "wall s a dossier")},
    )


def _latency(section: Section) -> Chart:
    return Chart(
        file="latency.svg",
        title="From submit to verdict",
        x="of the measured saturation rate",
        y="seconds",
        at=_column(section, "load"),
        series={name: _numbers(section, f"{name} s") for name in ("p50", "p99")},
    )


_DRAWN = {
    Part.RUNNER: _runner,
    Part.GROWTH: _growth,
    Part.LATENCY: _latency,
    Part.PIPELINE: _workers,
}
