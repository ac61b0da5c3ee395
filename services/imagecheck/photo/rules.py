"""Judges an identity photo from its values: every reason is given, not only the first."""

import dataclasses

from services.imagecheck.photo.bands import judge_bands
from services.imagecheck.photo.measured import PhotoFacts
from services.imagecheck.photo.rule_sets import rows_of
from services.imagecheck.photo.thresholds import RULE_SET
from shared.domain.findings import Box, Evidence, Finding, Verdict

__all__ = ["CRITERIA", "NOT_LOOKED_AT", "RULE_SET", "judge_photo"]

#: Every criterion judged, in the order of the findings; stable codes.
CRITERIA = (
    "face_count",
    "orientation",
    "head_size",
    "centering",
    "pose",
    "eyes_open",
    "mouth_closed",
    "expression",
    "glasses",
    "background",
    "shadow",
    "face_lighting",
    "exposure",
    "dynamic_range",
    "sharpness",
    "colour",
    "red_eye",
    "compression",
    "moire",
    "resolution",
    "aspect_ratio",
    "photographic",
)

#: Criteria that concern the picture as a whole; the others are shown on the face.
WHOLE_PICTURE = frozenset({"aspect_ratio", "resolution", "background", "shadow", "compression"})

#: What no program sees here; each is named so that nobody believes it was checked.
NOT_LOOKED_AT: tuple[tuple[str, str], ...] = (
    ("head_covering", "La tête nue n’est pas contrôlée automatiquement : un agent regarde."),
    ("hair_over_eyes", "Les cheveux devant les yeux ne sont pas contrôlés automatiquement."),
    ("face_mask", "Un masque sur le visage n’est pas contrôlé automatiquement."),
    ("thick_frames", "Une monture épaisse ou devant les yeux n’est pas contrôlée automatiquement."),
    ("gaze", "La direction du regard n’est pas contrôlée automatiquement."),
    ("likeness", "La ressemblance n’est pas contrôlée automatiquement : un agent regarde."),
    ("facial_mark", "Un tatouage ou une marque du visage n’est jamais un motif automatique."),
    ("photo_of_print", "Une photo d’une photo papier n’est pas reconnue automatiquement."),
    ("photo_age", "La date de la photo (moins de 6 mois) n’est pas lisible dans l’image."),
)

_NO_MEASURE = (
    "Ce point n’a pas pu être contrôlé, faute d’un visage bien visible sur la photo. "
    "Un agent regardera si vous ne renvoyez pas d’autre photo."
)


def judge_photo(facts: PhotoFacts, rule_set: str = RULE_SET) -> tuple[Finding, ...]:
    """One finding a criterion, then what no program looks at here, in a fixed order."""
    judged = judge_bands(rows_of(rule_set), facts, _NO_MEASURE)
    found = sorted(
        (_face_count(facts), _orientation(facts), *judged),
        key=lambda finding: CRITERIA.index(finding.criterion),
    )
    place = _face_evidence(facts)
    return tuple(_signed(finding, place, rule_set) for finding in (*found, *_not_looked_at()))


def _face_count(facts: PhotoFacts) -> Finding:
    verdict, message = Verdict.PASS, "Un seul visage est visible."
    if facts.face_count == 0:
        verdict = Verdict.FAIL
        message = (
            "Aucun visage n’a été trouvé. Envoyez une photo d’identité : votre visage de face, "
            "seul, dans le bon sens."
        )
    elif facts.face_count > 1:
        verdict = Verdict.FAIL
        message = "Plusieurs visages sont visibles. Envoyez une photo où vous êtes seul."
    return Finding(
        criterion="face_count",
        verdict=verdict,
        message=message,
        value=float(facts.face_count),
        expected="un seul visage",
    )


def _orientation(facts: PhotoFacts) -> Finding:
    """PH7: straight. A turned picture is put right, and judged as it should have been sent."""
    verdict, message = Verdict.PASS, "La photo est dans le bon sens."
    if facts.face_count == 0:
        verdict, message = Verdict.NOT_EVALUATED, _NO_MEASURE
    elif facts.quarter_turns:
        verdict = Verdict.WARN
        message = (
            "La photo n’était pas dans le bon sens : elle a été redressée avant le contrôle. "
            "Vérifiez que le visage est bien le vôtre, tête en haut."
        )
    elif facts.turned_by_exif:
        message = "La photo a été redressée, comme son fichier le demande."
    return Finding(
        criterion="orientation",
        verdict=verdict,
        message=message,
        value=90.0 * facts.quarter_turns if facts.face_count else None,
        unit="°",
        expected="tête en haut",
    )


def _not_looked_at() -> list[Finding]:
    return [
        Finding(criterion=code, verdict=Verdict.NOT_EVALUATED, message=text, advisory=True)
        for code, text in NOT_LOOKED_AT
    ]


def _face_evidence(facts: PhotoFacts) -> Evidence | None:
    """The face's box, kept inside the picture; none on a picture that the check had to turn."""
    if facts.quarter_turns:
        return None
    left, top, width, height = (
        facts.face_left,
        facts.face_top,
        facts.face_width,
        facts.face_height,
    )
    if left is None or top is None or width is None or height is None:
        return None
    right, bottom = min(left + width, 1.0), min(top + height, 1.0)
    left, top = max(left, 0.0), max(top, 0.0)
    return Evidence(box=Box(left=left, top=top, width=right - left, height=bottom - top))


def _signed(finding: Finding, face: Evidence | None, rule_set: str) -> Finding:
    """Add the rules' version and, where a face criterion was measured, the place."""
    shown = finding.criterion not in WHOLE_PICTURE and finding.value is not None
    return dataclasses.replace(finding, rule_set=rule_set, evidence=face if shown else None)
