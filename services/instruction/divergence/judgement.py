"""One field judged: the finding for people, and the codes that the decision weighs."""

from dataclasses import dataclass

from services.instruction.divergence.match import Cause, State
from services.instruction.divergence.sources import Source, Trust
from shared.domain.findings import Finding, Verdict

#: Version of the rules of comparison; every finding names it, so that stored facts can be judged
#: again by other rules and the answers told apart.
RULE_SET = "divergence-2026.12"

#: Criterion of the line that lists the diverging fields; each field has a finding of its own.
SUMMARY = "divergence"

Codes = dict[str, float | str | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the comparison says of one field."""

    #: Short name of the field: the criterion is "divergence_" and this.
    name: str
    finding: Finding
    state: State
    cause: Cause | None = None
    wrong: Source | None = None
    #: How far the document's word is confirmed; None where it says nothing.
    trust: Trust | None = None
    notes: tuple[Cause, ...] = ()


def codes(judgements: tuple[Judgement, ...]) -> Codes:
    """State, cause, wrong source and confirmation of each field, stored beside the findings."""
    stored: Codes = {}
    for judgement in judgements:
        parts = {
            "state": judgement.state,
            "cause": judgement.cause,
            "wrong": judgement.wrong,
            "trust": judgement.trust,
        }
        stored |= {f"{part}.{judgement.name}": str(code) for part, code in parts.items() if code}
    return stored


def finding(
    name: str, verdict: Verdict, message: str, raw: tuple[str | None, str | None]
) -> Finding:
    """The finding of a field, with the text of the request and those of the other sources."""
    value, expected = raw
    return Finding(
        criterion=name if name == SUMMARY else f"divergence_{name}",
        verdict=verdict,
        message=message,
        value=value,
        expected=expected,
        rule_set=RULE_SET,
    )
