"""How an agent narrows the pile on the pages: the address keeps it from page to page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from services.instruction.bodies import PileFilter
from services.instruction.queue_words import reason_words
from shared.domain.demande import DEMANDE_LABELS
from shared.domain.dossier import Route

#: What the address may narrow by: the fields of the API's own filter.
NAMES = tuple(PileFilter.model_fields)
#: Ages offered, in hours, with their names. [D]
AGES: tuple[tuple[str, str], ...] = (
    ("24", "plus d’un jour"),
    ("72", "plus de trois jours"),
    ("168", "plus de sept jours"),
    ("360", "plus de quinze jours"),
)
ROUTES: tuple[tuple[str, str], ...] = (
    (Route.REVIEW.value, "à examiner"),
    (Route.CLEAN.value, "sans réserve"),
    (Route.CORRECTION.value, "corrections reçues"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str
    chosen: bool


def narrowing(query: Mapping[str, str]) -> dict[str, str]:
    """The filters that an address holds; whatever else it holds is no filter."""
    return {name: query[name] for name in NAMES if query.get(name)}


def suffix(filters: Mapping[str, str]) -> str:
    """The same as the end of an address; empty without any."""
    return f"?{urlencode(filters)}" if filters else ""


def choices(filters: Mapping[str, str], seen: Iterable[str]) -> dict[str, list[Choice]]:
    """Every filter with its values; reasons are those that stand in the list, by their words."""
    reasons = {code: reason_words(code) for code in (*seen, *_chosen(filters))}
    named = sorted(reasons.items(), key=lambda pair: pair[1])
    kinds = [(kind.value, label.partition(" (")[0]) for kind, label in DEMANDE_LABELS.items()]
    return {
        name: [
            Choice(value=value, label=label, chosen=filters.get(name) == value)
            for value, label in values
        ]
        for name, values in (
            ("route", ROUTES),
            ("kind", kinds),
            ("reason", named),
            ("hours", AGES),
        )
    }


def _chosen(filters: Mapping[str, str]) -> tuple[str, ...]:
    return (filters["reason"],) if "reason" in filters else ()
