"""Charts as SVG: the same figures give the same bytes, and nothing in them points elsewhere."""

import json
import sys
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl  # type: ignore[import-not-found]  # lives in .venv-bench only
from matplotlib.figure import Figure  # type: ignore[import-not-found]  # lives in .venv-bench only

#: Text stays text, in whatever face the reader has; ids are made from a fixed seed.
mpl.rcParams.update(
    {"svg.fonttype": "none", "svg.hashsalt": "guichet", "font.family": "sans-serif"}
)
#: Without them the file would say when and by what it was drawn.
ANONYMOUS = {name: None for name in ("Creator", "Date", "Format", "Type")}
INCHES = (8.0, 4.0)
#: Characters under a bar until the next line.
NAME_WIDTH = 12


def draw(chart: dict[str, Any], folder: Path) -> None:
    """One file."""
    figure = Figure(figsize=INCHES, layout="constrained")
    axes = figure.subplots()
    curves(axes, chart) if chart["log"] else bars(axes, chart)
    axes.set(title=chart["title"], xlabel=chart["x"], ylabel=chart["y"])
    axes.set_ylim(bottom=0 if not chart["log"] else None)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(folder / chart["file"], metadata=ANONYMOUS)


def curves(axes: Any, chart: dict[str, Any]) -> None:
    """One curve a series, both ways in powers of ten, named at its side."""
    for name, values in chart["series"].items():
        axes.plot(chart["at"], values, marker="o", label=name)
    axes.set(xscale="log", yscale="log")
    axes.set_xticks(chart["at"], [f"{size:,.0f}".replace(",", " ") for size in chart["at"]])
    axes.minorticks_off()
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, fontsize="small")


def bars(axes: Any, chart: dict[str, Any]) -> None:
    """A group of bars at each name, its figure above each."""
    width = 0.8 / len(chart["series"])
    places = range(len(chart["at"]))
    for number, (name, values) in enumerate(chart["series"].items()):
        at = [place + (number - (len(chart["series"]) - 1) / 2) * width for place in places]
        axes.bar_label(axes.bar(at, values, width, label=name), fmt="{:,.3g}", fontsize="small")
    names = [fill(name, NAME_WIDTH) for name in chart["at"]]
    axes.set_xticks(places, names, fontsize="small")
    if len(chart["series"]) > 1:
        axes.legend(frameon=False)


if __name__ == "__main__":
    for wanted in json.load(sys.stdin):
        draw(wanted, Path(sys.argv[1]))
