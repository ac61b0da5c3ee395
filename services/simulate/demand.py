"""How many dossiers come, when, and with what: the assumptions of `deploy/demand.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cattrs

from shared.stages import StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Every field is an operator's to change; none is measured. RULEBOOK gives no volumes."""

    requests_a_year: int
    working_days: int
    #: The busiest month against the mean one, and its busiest day against its mean day.
    peak_month: float
    peak_day: float
    #: Share of a day's requests in each of its 24 hours.
    hours: tuple[float, ...]
    #: Share of dossiers with each stage that not all of them have.
    needed: Mapping[StageName, float]
    #: Share of dossiers that are sent back once; each brings one piece and the comparison again.
    corrected: float
    #: Letters a dossier, all told.
    letters: float
    #: Share of messages that fail once and come again.
    failing: float
    #: Bytes of the pieces of a dossier.
    piece_bytes: int

    def a_day(self, *, peak: bool) -> float:
        """Dossiers of a mean working day, or of the busiest of the year."""
        factor = self.peak_month * self.peak_day if peak else 1.0
        return self.requests_a_year / self.working_days * factor

    def rate(self, hour: int, *, times: float) -> float:
        """Dossiers a second in that hour of the busiest day, that many times France."""
        return self.a_day(peak=True) * times * self.hours[hour % 24] / sum(self.hours) / 3600

    @property
    def busiest_hour(self) -> int:
        """The hour with the greatest share."""
        return self.hours.index(max(self.hours))


class DemandInvalid(Exception):
    """The demand needs 24 hours of which one is not empty, and shares between 0 and 1."""


def read_demand(path: Path) -> Demand:
    """The assumptions; raises DemandInvalid."""
    demand = cattrs.Converter(forbid_extra_keys=True).structure(
        json.loads(path.read_text())["assumptions"], Demand
    )
    shares = (*demand.needed.values(), demand.corrected, demand.failing)
    hours = len(demand.hours) == 24 and min(demand.hours) >= 0 and max(demand.hours) > 0
    if not hours or not all(0 <= share <= 1 for share in shares):
        raise DemandInvalid(DemandInvalid.__doc__)
    return demand
