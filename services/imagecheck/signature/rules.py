"""Judges a signature from its values: every reason is given, not only the first."""

import dataclasses

from services.imagecheck.photo.bands import gravest, judge_bands
from services.imagecheck.signature.measured import SignatureFacts
from services.imagecheck.signature.rule_sets import rows_of
from services.imagecheck.signature.thresholds import RULE_SET
from shared.domain.findings import Box, Evidence, Finding, Verdict

__all__ = ["CRITERIA", "RULE_SET", "judge_signature"]

#: Fixed order of the findings.
CRITERIA = (
    "blank",
    "cropped",
    "ink_contrast",
    "ink_colour",
    "sharpness",
    "printed_text",
    "frame",
    "scribble",
    "not_a_signature",
    "paper",
)

#: Blur alone makes no ink paler than that. Measured: Gaussian blur of 4 pixels on a fine pen, 75.
PALEST_BLURRED = 76.0

_NO_INK = "Ce point n’a pas pu être contrôlé, faute d’un trait d’encre visible."
_TOO_BLURRED = (
    "La force de l’encre n’a pas pu être contrôlée, car les traits sont flous. "
    "Elle le sera sur une image nette."
)


def judge_signature(facts: SignatureFacts, rule_set: str = RULE_SET) -> tuple[Finding, ...]:
    """One finding a criterion, in a fixed order."""
    rows = rows_of(rule_set)
    found = judge_bands(rows, facts, _NO_INK)
    if _is_blurred(found) and (facts.ink_lightness or 0) <= PALEST_BLURRED:
        # Blur pales thin strokes: it is said to be blur, and the ink is not blamed for it.
        without_ink = dataclasses.replace(facts, ink_lightness=None)
        inks = [row for row in rows if row.name == "ink_lightness"]
        kept = [one for one in found if one.criterion != "ink_contrast"]
        found = (*kept, *judge_bands(inks, without_ink, _TOO_BLURRED))
    place = _ink_evidence(facts)
    judged = {finding.criterion for finding in found}
    return tuple(
        dataclasses.replace(
            gravest(finding for finding in found if finding.criterion == criterion),
            rule_set=rule_set,
            evidence=place,
        )
        for criterion in CRITERIA
        if criterion in judged
    )


def _is_blurred(findings: tuple[Finding, ...]) -> bool:
    return any(
        finding.criterion == "sharpness" and finding.verdict is Verdict.FAIL for finding in findings
    )


def _ink_evidence(facts: SignatureFacts) -> Evidence | None:
    left, top, width, height = facts.ink_left, facts.ink_top, facts.ink_width, facts.ink_height
    if left is None or top is None or width is None or height is None:
        return None
    return Evidence(box=Box(left=left, top=top, width=width, height=height))
