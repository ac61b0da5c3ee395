"""Tables of a measurement, as Markdown that reads in a terminal too."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A figure with what it has to be."""

    what: str
    figure: float
    limit: float
    #: True when the figure must not be under the limit, False when it must not be over.
    at_least: bool = False
    unit: str = ""

    @property
    def met(self) -> bool:
        """True when the figure is on the right side of the limit."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table with its heading, what it measured and its bars."""

    title: str
    method: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    bars: Sequence[Bar] = ()


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its columns padded so that it can be read as it is."""
    widths = [max(len(cell) for cell in column) for column in zip(header, *rows, strict=True)]
    lines = [header, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    )


def figure(value: float) -> str:
    """Three significant digits, never in powers of ten."""
    if value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def bar_line(bar: Bar) -> str:
    """What had to be, what is, and whether that is met."""
    sign, word = ("≥" if bar.at_least else "≤"), ("met" if bar.met else "NOT MET")
    unit = f" {bar.unit}" if bar.unit else ""
    return f"- {bar.what}: {figure(bar.figure)}{unit} (bar {sign} {bar.limit:g}{unit}): **{word}**"


def markdown(section: Section) -> str:
    """The section as it stands in the report."""
    parts = [f"## {section.title}", section.method, table(section.header, section.rows)]
    if section.bars:
        parts.append("\n".join(bar_line(bar) for bar in section.bars))
    return "\n\n".join(parts) + "\n"
