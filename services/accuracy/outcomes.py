"""The two tables that every set of judged pictures gives: by criterion, and by what was done."""

from collections import Counter
from collections.abc import Sequence

from services.accuracy.cases import Judged, observations
from services.accuracy.tables import Cell, Table
from services.accuracy.tally import COLUMNS, tallies
from shared.domain.findings import Verdict

BY_NAME = (
    "pictures",
    "count",
    "accepted",
    "of these warned",
    "refused",
    "for the right reason",
    "refused by",
)


def by_criterion(judged: Sequence[Judged], part: str, set_name: str) -> Table:
    """Precision, recall and false alarms, with the counts that they rest on."""
    found = sorted(tallies(observations(judged)), key=lambda tally: tally.criterion)
    unread = sum(one.verdicts is None for one in judged)
    notes = [f"{unread} of {len(judged)} files were refused unread."] if unread else []
    unseen = [tally.criterion for tally in found if not tally.defects]
    if unseen:
        notes.append(f"No picture of this set has a defect of: {', '.join(unseen)}.")
    return Table(
        part=part,
        title=f"{part.capitalize()} by criterion",
        set_name=set_name,
        columns=COLUMNS,
        rows=tuple(tally.row() for tally in found),
        notes=tuple(notes),
    )


def by_name(judged: Sequence[Judged], part: str, set_name: str) -> Table:
    """What was accepted and refused, a row a kind of picture; good ones have no right reason."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        if one.verdicts is not None:
            groups.setdefault(one.case.name, []).append(one)
    rows = [_row(name, group) for name, group in groups.items()]
    everything = [one for group in groups.values() for one in group]
    clean = [one for one in everything if not one.case.defects and one.case.meets is None]
    defective = [one for one in everything if one.case.defects]
    totals = [_row("all good ones", clean), _row("all with a defect", defective)]
    return Table(
        part=part,
        title=f"{part.capitalize()} by picture",
        set_name=set_name,
        columns=BY_NAME,
        rows=(*rows, *(row for row in totals if row[1])),
    )


def _row(name: str, group: Sequence[Judged]) -> tuple[Cell, ...]:
    refused = [one for one in group if one.refused_by]
    warned = [
        one for one in group if not one.refused_by and Verdict.WARN in (one.verdicts or {}).values()
    ]
    expected = any(one.case.defects for one in group)
    right = sum(bool(one.refused_by & one.case.defects) for one in refused)
    accepted = len(group) - len(refused)
    by = None if expected else alarms(group, Verdict.FAIL) or None
    return (name, len(group), accepted, len(warned), len(refused), right if expected else None, by)


def alarms(judged: Sequence[Judged], verdict: Verdict) -> str:
    """The criteria that gave this verdict, each with how often; empty for none."""
    found = [one.verdicts or {} for one in judged]
    counts = Counter(code for verdicts in found for code in verdicts if verdicts[code] is verdict)
    return ", ".join(f"{criterion} {count}" for criterion, count in sorted(counts.items()))
