"""Accuracy of the signature check: rendered sheets, good and bad, then the labelled real ones."""

from collections.abc import Iterator

import cv2
import numpy as np

from services.accuracy.cases import Case, bad, good, judge_all
from services.accuracy.outcomes import by_criterion, by_name
from services.accuracy.realset import Labelled, RealSet
from services.accuracy.sheet_defects import HARMFUL, HARMLESS
from services.accuracy.tables import Table
from services.demo.specimens.portraits import portrait
from services.demo.specimens.signatures import empty_signature, signature
from services.imagecheck.engines.raster import Pixels, decode_picture
from shared.stages import StageName

PART = "signature"
#: Rendered hands; each is a different signature.
HANDS = 20
#: Labels of paper and ink that no signature may have.
COLOURS = frozenset({"yellow", "red", "pink", "orange", "green", "purple"})
#: Words that are printed where a signature belongs.
WORDS = ("PAUL", "Lu et approuve", "Signature du candidat", "REPUBLIQUE FRANCAISE")


def measure_signature_accuracy(realset: RealSet | None) -> Iterator[Table]:
    """Two tables a set."""
    rendered = list(judge_all(StageName.SIGNATURE, rendered_cases()))
    yield by_name(rendered, PART, "rendered")
    yield by_criterion(rendered, PART, "rendered")
    if realset is not None:
        real = list(judge_all(StageName.SIGNATURE, _real_cases(realset)))
        yield by_name(real, PART, realset.name)
        yield by_criterion(real, PART, realset.name)


def rendered_cases() -> Iterator[Case]:
    """Every hand with every wear and defect, and what is no signature at all."""
    for seed in range(HANDS):
        # a third smaller, so that blur in pixels means what it does on a scan of the web
        sheet = cv2.resize(
            decode_picture(signature(seed)).pixels, (600, 200), interpolation=cv2.INTER_AREA
        )
        pixels = np.asarray(sheet, dtype=np.uint8)
        for name, change in HARMLESS.items():
            yield good(_png(change(pixels)), name)
        yield good(_jpeg(pixels, 30), "JPEG quality 30")
        for criterion, grades in HARMFUL.items():
            for name, change in grades.items():
                yield bad(_png(change(pixels)), f"{criterion}: {name}", criterion)
        yield bad(empty_signature(seed), "blank: unsigned sheet", "blank")
        yield bad(_png(_scribble(seed)), "scribble: whole page", "scribble")
    for words in WORDS:
        yield bad(_png(_printed(words)), "printed_text: words alone", "printed_text")
    yield bad(portrait(), "not_a_signature: a portrait", "not_a_signature")


def _real_cases(realset: RealSet) -> Iterator[Case]:
    for picture in realset.pictures("signature"):
        yield _real_case(picture)


def _real_case(picture: Labelled) -> Case:
    labels, data = picture.labels, picture.path.read_bytes()
    if labels.get("expect_ok"):
        return good(data, "labelled good")
    defects = {
        "paper": labels.get("paper") in COLOURS,
        "ink_colour": labels.get("ink") in COLOURS,
        "printed_text": labels.get("printed_text"),
        "cropped": labels.get("touches_border"),
        "not_a_signature": labels.get("is_signature") is False,
    }
    found = [criterion for criterion, present in defects.items() if present]
    if labels.get("expect_ok") is False:
        return bad(data, "labelled bad", *found)
    return Case(data=data, name="labelled doubtful")


def _scribble(seed: int) -> Pixels:
    rng = np.random.default_rng(seed)
    points = rng.integers(6, (594, 294), (120 + 30 * seed, 2)).astype(np.int32)
    page = np.full((300, 600, 3), 246, np.uint8)
    return np.asarray(cv2.polylines(page, [points], False, (35, 30, 30), 3, cv2.LINE_AA))


def _printed(words: str) -> Pixels:
    page, font = np.full((200, 600, 3), 246, np.uint8), cv2.FONT_HERSHEY_DUPLEX
    return np.asarray(cv2.putText(page, words, (30, 110), font, 1.2, (35, 30, 30), 2, cv2.LINE_AA))


def _png(pixels: Pixels) -> bytes:
    return cv2.imencode(".png", pixels)[1].tobytes()


def _jpeg(pixels: Pixels, quality: int) -> bytes:
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
