"""Accuracy of the photo check: one rendered sitter with graded defects, then labelled pictures."""

from collections.abc import Iterator
from typing import Any

import cv2

from services.accuracy.cases import Case, bad, good, judge_all
from services.accuracy.outcomes import alarms, by_criterion, by_name
from services.accuracy.photo_changes import relit_skin
from services.accuracy.photo_defects import DEFECTS
from services.accuracy.realset import Labelled, RealSet
from services.accuracy.scene import scene_of
from services.accuracy.tables import Table
from services.demo.specimens.portraits import PortraitFault, portrait
from services.imagecheck.engines.raster import Pixels
from shared.domain.findings import Verdict
from shared.stages import StageName

PART = "photo"
#: Takes of the sitter: grain differs, every second one is mirrored.
TAKES = 6
#: Saved as a booth saves it.
QUALITY = 92
#: JPEG qualities that count as too strong a compression.
HEAVY = (10, 20)
#: Mean CIELAB lightness of the rendered skin, from the darkest to the lightest.
SKIN_LIGHTNESS = (25, 35, 45, 55, 65, 75, 85)
#: Faults that the portrait itself is rendered with.
FAULTS = {
    "eyes_open": PortraitFault.EYES_CLOSED,
    "mouth_closed": PortraitFault.MOUTH_OPEN,
    "face_count": PortraitFault.TWO_FACES,
}


def measure_photo_accuracy(realset: RealSet | None) -> Iterator[Table]:
    """Two tables a set, and the one by skin."""
    rendered = list(judge_all(StageName.PHOTO, rendered_cases()))
    yield by_name(rendered, PART, "rendered, one sitter")
    yield by_criterion(rendered, PART, "rendered, one sitter")
    yield skin_table()
    if realset is not None:
        real = list(judge_all(StageName.PHOTO, map(_real_case, realset.pictures(PART))))
        yield by_name(real, PART, realset.name)
        yield by_criterion(real, PART, realset.name)


def rendered_cases() -> Iterator[Case]:
    """Every take as it is, and with every defect at every strength."""
    for take in range(TAKES):
        scene = scene_of(take)
        yield good(_jpeg(scene.pixels), "compliant")
        for criterion, grades in DEFECTS.items():
            for name, change in grades.items():
                yield bad(_jpeg(change(scene)), f"{criterion}: {name}", criterion)
        for quality in HEAVY:
            data = _jpeg(scene.pixels, quality)
            yield bad(data, f"compression: JPEG quality {quality}", "compression")
        for criterion, fault in FAULTS.items():
            yield bad(portrait(fault, seed=take), f"{criterion}: rendered", criterion)


def skin_table() -> Table:
    """False alarms on the compliant photo with its skin brought to each lightness."""
    rows = []
    for lightness in SKIN_LIGHTNESS:
        cases = (good(_jpeg(relit_skin(lightness)(scene_of(take))), "") for take in range(TAKES))
        judged = list(judge_all(StageName.PHOTO, cases))
        refused, warned = alarms(judged, Verdict.FAIL), alarms(judged, Verdict.WARN)
        count = sum(bool(one.refused_by) for one in judged)
        rows.append((lightness, len(judged), count, refused or "none", warned or "none"))
    return Table(
        part=PART,
        title="Photo: false alarms by lightness of the skin",
        set_name="rendered, one sitter",
        columns=("skin L*", "photos", "refused", "criteria that refused", "that warned"),
        rows=tuple(rows),
        notes=(
            "One sitter whose skin was made darker or lighter: this shows what the measures of "
            "light, colour and contrast do with it.",
            "It cannot show how the face models fare with other faces, hair, ages or real light "
            "on real skin; that takes pictures of many people, labelled by them.",
        ),
    )


def _real_case(picture: Labelled) -> Case:
    """A label says what a picture has or lacks; without one a criterion counts for nothing."""
    data, labels = picture.path.read_bytes(), picture.labels
    truth = dict(_truths(labels))
    return Case(
        data=data,
        name="labelled identity photo" if labels.get("id_photo") else "labelled other picture",
        defects=frozenset(code for code, met in truth.items() if not met),
        meets=frozenset(code for code, met in truth.items() if met),
    )


def _truths(labels: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    if "n_faces" in labels:
        yield "face_count", labels["n_faces"] == 1
    criteria = {
        "pose": "frontal",
        "eyes_open": "eyes_open",
        "mouth_closed": "mouth_closed",
        "expression": "neutral",
        "background": "bg_plain_light",
    }
    for criterion, label in criteria.items():
        if isinstance(labels.get(label), bool):
            yield criterion, labels[label]
    if labels.get("glasses") == "dark":
        yield "glasses", False


def _jpeg(pixels: Pixels, quality: int = QUALITY) -> bytes:
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
