"""The figures of every part, kept so that one report and its plots show what was measured last."""

import datetime as dt
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from services.bench.parts import Part
from services.bench.report import Bar, Section, markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A section, when it was measured and how busy the machine was at its end."""

    section: Section
    day: str
    #: The load average of the last five minutes.
    load: float


def keep(folder: Path, part: Part, section: Section, now: dt.datetime) -> None:
    """Write the figures of a part in the place of its earlier ones."""
    kept = Kept(section=section, day=now.date().isoformat(), load=round(os.getloadavg()[1], 1))
    path = _path(folder, part)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(kept), ensure_ascii=False, indent=1) + "\n")


def kept_parts(folder: Path) -> Mapping[Part, Kept]:
    """What has been measured so far, in the order of the report."""
    return {part: _read(_path(folder, part)) for part in Part if _path(folder, part).exists()}


def report(parts: Mapping[Part, Kept]) -> str:
    """All sections under each other, each with its day."""
    return "\n".join(
        f"{markdown(kept.section)}\n*Measured {kept.day}, load {kept.load:g}.*\n"
        for kept in parts.values()
    )


def _path(folder: Path, part: Part) -> Path:
    return folder / "figures" / f"{part}.json"


def _read(path: Path) -> Kept:
    document = json.loads(path.read_text())
    section = document["section"]
    bars = tuple(Bar(**bar) for bar in section.pop("bars"))
    return Kept(
        section=Section(**section, bars=bars), day=document["day"], load=float(document["load"])
    )
