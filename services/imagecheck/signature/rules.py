"""Judges a signature from its values: every reason is given, not only the first."""

import dataclasses

from services.imagecheck.photo.bands import gravest, judge_bands
from services.imagecheck.signature.ink_bands import PAGE_BANDS, STROKE_BANDS
from services.imagecheck.signature.measured import SignatureFacts
from shared.domain.findings import Box, Evidence, Finding, Verdict

#: Stored with every verdict; changes whenever a threshold or a rule does.
RULE_SET = "signature-2026.11"

#: Fixed order of the findings.
CRITERIA = ("blank", "not_a_signature", "cropped", "ink_contrast", "ink_colour", "sharpness")

_NO_INK = "Ce point n’a pas pu être contrôlé, faute d’un trait d’encre visible."
_TOO_BLURRED = (
    "La force de l’encre n’a pas pu être contrôlée, car les traits sont flous. "
    "Elle le sera sur une image nette."
)


def judge_signature(facts: SignatureFacts) -> tuple[Finding, ...]:
    """One finding a criterion, in a fixed order."""
    strokes = judge_bands(STROKE_BANDS, facts, _NO_INK)
    if _is_blurred(strokes):
        # Blur pales thin strokes: it is said to be blur, and the ink is not blamed for it.
        without_ink = dataclasses.replace(facts, ink_lightness=None)
        strokes = judge_bands(STROKE_BANDS, without_ink, _TOO_BLURRED)
    found = [*judge_bands(PAGE_BANDS, facts, _NO_INK), *strokes]
    place = _ink_evidence(facts)
    return tuple(
        dataclasses.replace(
            gravest(finding for finding in found if finding.criterion == criterion),
            rule_set=RULE_SET,
            evidence=place,
        )
        for criterion in CRITERIA
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
