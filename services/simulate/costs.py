"""What work costs: the figures of `deploy/costs.json`, each with its source."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cattrs

from shared.stages import Stage, StageName, StageTable, queue_stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One kind of file, and how often it comes."""

    what: str
    cpu_ms: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCost:
    """What one message of a stage costs beside what every message costs."""

    samples: tuple[Sample, ...]
    source: str
    #: Waiting for something outside, with no processor.
    wait_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCost:
    """What every message costs: in the worker, in the store, and waiting for the store."""

    cpu_ms: float
    store_cpu_ms: float
    wait_ms: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCost:
    """What a dossier costs beside its messages."""

    #: Questions to the store from the first call of the filing to the comparison.
    store_trips: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One message as it is drawn, in seconds."""

    cpu: float
    wait: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The whole calibration."""

    message: MessageCost
    dossier: DossierCost
    stages: Mapping[StageName, StageCost]

    def drawn(self, stage: StageName, chance: random.Random) -> Work:
        """One message of the stage."""
        cost = self.stages[stage]
        weights = [sample.weight for sample in cost.samples]
        own = chance.choices(cost.samples, weights)[0].cpu_ms
        return Work(
            cpu=(own + self.message.cpu_ms) / 1000,
            wait=(cost.wait_ms + self.message.wait_ms) / 1000,
        )

    def mean(self, stage: StageName) -> Work:
        """The mean message of the stage."""
        cost = self.stages[stage]
        total = sum(sample.weight for sample in cost.samples)
        own = sum(sample.cpu_ms * sample.weight for sample in cost.samples) / total
        return Work(
            cpu=(own + self.message.cpu_ms) / 1000,
            wait=(cost.wait_ms + self.message.wait_ms) / 1000,
        )


class NotCalibrated(Exception):
    """The file of costs does not say what a stage of the table costs."""


def read_costs(path: Path, table: StageTable) -> Costs:
    """The calibration; raises NotCalibrated where a stage of the table has no cost."""
    costs = cattrs.Converter(forbid_extra_keys=True).structure(json.loads(path.read_text()), Costs)
    missing = [row.name.value for row in queue_stages(table) if not _known(row, costs)]
    if missing:
        raise NotCalibrated(f"{NotCalibrated.__doc__} Missing: {', '.join(missing)}")
    return costs


def _known(row: Stage, costs: Costs) -> bool:
    return row.name in costs.stages and bool(costs.stages[row.name].samples)
