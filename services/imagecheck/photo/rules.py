"""Judges an identity photo from its values: every reason is given, not only the first."""

import dataclasses

from services.imagecheck.photo.bands import judge_bands
from services.imagecheck.photo.face_bands import FACE_BANDS
from services.imagecheck.photo.frame_bands import FRAME_BANDS
from services.imagecheck.photo.measured import PhotoFacts
from shared.domain.findings import Box, Evidence, Finding, Verdict

#: Stored with every verdict; changes whenever a threshold or a rule does.
RULE_SET = "photo-2026.11"

#: PH1 and PH2: the head is 32 to 36 mm of 45; in pixels 0.70 to 0.80 of the height.
PHOTO_MILLIMETRES = 45.0
HEAD_SHARES = (0.70, 0.80)
#: Both measures of the head may be wrong by that share: what the two differ by on portraits.
HEAD_DOUBT = 0.05

#: Criteria that concern the picture as a whole; the others are shown on the face.
WHOLE_PICTURE = frozenset({"aspect_ratio", "resolution", "background"})

#: What this version does not look at; each is named so that nobody believes it was checked.
NOT_LOOKED_AT: tuple[tuple[str, str], ...] = (
    ("head_covering", "La tête nue n’est pas contrôlée automatiquement : un agent regarde."),
    ("hair_over_eyes", "Les cheveux devant les yeux ne sont pas contrôlés automatiquement."),
    ("gaze", "La direction du regard n’est pas contrôlée automatiquement."),
    ("expression", "L’expression neutre n’est pas contrôlée automatiquement."),
    ("glasses", "Les lunettes et leurs reflets ne sont pas contrôlés automatiquement."),
    ("shadow", "Les ombres sur le visage ne sont pas contrôlées automatiquement."),
    ("likeness", "La ressemblance n’est pas contrôlée automatiquement : un agent regarde."),
    ("facial_mark", "Un tatouage ou une marque du visage n’est jamais un motif automatique."),
    ("photo_age", "La date de la photo (moins de 6 mois) n’est pas lisible dans l’image."),
)

_NO_MEASURE = (
    "Ce point n’a pas pu être contrôlé, faute d’un visage bien visible sur la photo. "
    "Un agent regardera si vous ne renvoyez pas d’autre photo."
)


def judge_photo(facts: PhotoFacts) -> tuple[Finding, ...]:
    """One finding a criterion, then what no program looks at here, in a fixed order."""
    findings = (
        _face_count(facts),
        _orientation(facts),
        *judge_bands(FRAME_BANDS, facts, _NO_MEASURE),
        *judge_bands(FACE_BANDS, facts, _NO_MEASURE),
        _head_size(facts),
        *_not_looked_at(),
    )
    return tuple(_signed(finding, _face_evidence(facts)) for finding in findings)


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
    """PH7: straight. The other criteria are judged on the picture as it should have been sent."""
    verdict, message = Verdict.PASS, "La photo est dans le bon sens."
    if facts.face_count == 0:
        verdict, message = Verdict.NOT_EVALUATED, _NO_MEASURE
    elif facts.quarter_turns:
        verdict = Verdict.FAIL
        message = "La photo n’est pas dans le bon sens. Tournez-la, puis renvoyez-la."
    return Finding(
        criterion="orientation",
        verdict=verdict,
        message=message,
        value=90.0 * facts.quarter_turns if facts.face_count else None,
        unit="°",
        expected="tête en haut",
    )


def _head_size(facts: PhotoFacts) -> Finding:
    """Pass when either measure of the head fits, fail when both are clearly out."""
    measures = [share for share in (facts.head_seen, facts.head_deduced) if share is not None]
    if not measures:
        return _head_finding(Verdict.NOT_EVALUATED, _NO_MEASURE, None)
    least, most = HEAD_SHARES
    closest = min(max((least + most) / 2, min(measures)), max(measures))
    if least <= closest <= most:
        return _head_finding(Verdict.PASS, "La tête a la bonne taille.", closest)
    if least - HEAD_DOUBT <= closest <= most + HEAD_DOUBT:
        text = "La taille de la tête est à la limite : elle sera vérifiée."
        return _head_finding(Verdict.WARN, text, closest)
    text = "La tête est trop petite. Recadrez la photo plus près du visage."
    if closest > most:
        text = "La tête est trop grande. Recadrez la photo moins près du visage."
    return _head_finding(
        Verdict.FAIL, f"{text} Du menton au sommet du crâne : 32 à 36 mm.", closest
    )


def _head_finding(verdict: Verdict, message: str, share: float | None) -> Finding:
    return Finding(
        criterion="head_size",
        verdict=verdict,
        message=message,
        value=None if share is None else round(share * PHOTO_MILLIMETRES, 1),
        unit="mm",
        expected="32 à 36 mm, du menton au sommet du crâne",
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


def _signed(finding: Finding, face: Evidence | None) -> Finding:
    """Add the rules' version and, where a face criterion was measured, the place."""
    shown = finding.criterion not in WHOLE_PICTURE and finding.value is not None
    return dataclasses.replace(finding, rule_set=RULE_SET, evidence=face if shown else None)
