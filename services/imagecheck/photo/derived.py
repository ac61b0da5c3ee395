"""What is worked out from the values of a photo before a threshold is applied; pure."""

import math

from services.imagecheck.photo.measured import PhotoFacts
from services.imagecheck.photo.thresholds import RATIO

#: PH1: height of the photo.
PHOTO_MILLIMETRES = 45.0
#: PH2: the middle of what a head may measure, share of the height.
IDEAL_HEAD = 0.75
#: CIELAB hues of blue, from turquoise to the edge of violet, degrees; PH6 names light blue, so
#: blue counts for less: at 0.6 the named colour "light blue" (chroma 16) and stronger pale blues,
#: up to 25, stay inside the bound of 15.
BLUE, BLUE_WEIGHT = (190, 290), 0.6
#: Where a ground is darker, or falls deeper, or is rougher than that (CIELAB), what is uneven on
#: it may be an object as well as a shadow. Measured: plain grounds up to 1.1 rough.
SHADOWED_FROM, SHADOW_MOST, PLAIN_TEXTURE = 60.0, 45.0, 2.5
#: Natural skin, CIELAB a* and b*: ISO/IEC 29794-5 as OFIQ 1.0.3 boxes it.
SKIN_A, SKIN_B = (5.0, 25.0), (5.0, 35.0)
#: PH5: less than that between the colour channels is a grey picture (ten steps of 255).
GREY = 10 / 255
#: An open mouth is no neutral expression either: this much wider it counts as.
CLOSED_WIDTH, LIPS_WEIGHT = 0.25, 5.0
#: Pitch weighs less than yaw and roll: the mesh measures it less surely.
PITCH_WEIGHT = 0.8


def aspect_ratio(facts: PhotoFacts) -> float:
    """Width over height."""
    return facts.width / facts.height


def usable_height(facts: PhotoFacts) -> float:
    """Rows left once the picture is cropped to 35 x 45."""
    return min(facts.height, facts.width / RATIO)


def face_margin(facts: PhotoFacts) -> float | None:
    """Narrowest gap between the face and the rim, share of the picture; below 0 it is cut."""
    left, top, width, height = facts.face_left, facts.face_top, facts.face_width, facts.face_height
    if left is None or top is None or width is None or height is None:
        return None
    return min(left, top, 1 - left - width, 1 - top - height)


def face_shift(facts: PhotoFacts) -> float | None:
    """How far the middle of the face is from the middle of the width, share of the width."""
    if facts.face_left is None or facts.face_width is None:
        return None
    return abs(facts.face_left + facts.face_width / 2 - 0.5)


def head_share(facts: PhotoFacts) -> float | None:
    """Chin to crown over the height: of the two measures, whatever between them suits best."""
    shares = [share for share in (facts.head_seen, facts.head_deduced) if share is not None]
    return min(max(IDEAL_HEAD, min(shares)), max(shares)) if shares else None


def head_height(facts: PhotoFacts) -> float | None:
    """The same on a print of 45 mm, millimetres."""
    share = head_share(facts)
    return None if share is None else share * PHOTO_MILLIMETRES


def ground_whiteness(facts: PhotoFacts) -> float | None:
    """CIELAB lightness of the ground less its chroma: 100 on white paper."""
    lightness, chroma = facts.background_lightness, _chroma(facts)
    return None if lightness is None or chroma is None else lightness - chroma


def ground_colour(facts: PhotoFacts) -> float | None:
    """CIELAB chroma of the ground; blue counts for less."""
    chroma, a, b = _chroma(facts), facts.background_a, facts.background_b
    if chroma is None or a is None or b is None:
        return None
    hue = math.degrees(math.atan2(b, a)) % 360
    return chroma * BLUE_WEIGHT if BLUE[0] <= hue <= BLUE[1] else chroma


def ground_shadow(facts: PhotoFacts) -> float | None:
    """Depth of the shadow on the ground; None where the ground is too busy to tell."""
    shadow, texture = facts.background_shadow, facts.background_texture
    lightness = facts.background_lightness
    if shadow is None or texture is None or lightness is None:
        return None
    busy = texture > PLAIN_TEXTURE or shadow > SHADOW_MOST or lightness < SHADOWED_FROM
    return None if busy else shadow


def head_turn(facts: PhotoFacts) -> float | None:
    """The largest of the three angles, degrees."""
    if facts.yaw is None or facts.pitch is None or facts.roll is None:
        return None
    return max(abs(facts.yaw), PITCH_WEIGHT * abs(facts.pitch), abs(facts.roll))


def smile(facts: PhotoFacts) -> float | None:
    """How wide the mouth is over the distance from the eyes to the chin; open lips widen it."""
    if facts.mouth_width is None or facts.mouth_opening is None:
        return None
    return max(facts.mouth_width, CLOSED_WIDTH + LIPS_WEIGHT * facts.mouth_opening)


def scene_light(facts: PhotoFacts) -> float | None:
    """The lighter of face and ground, 0 to 1: dark skin before a light ground is well lit."""
    if facts.face_highlight is None:
        return None
    return max(facts.face_highlight, (facts.background_lightness or 0.0) / 100)


def skin_cast(facts: PhotoFacts) -> float | None:
    """How far the cheeks are from any natural skin, CIELAB; a grey picture has no cast."""
    if facts.skin_a is None or facts.skin_b is None or facts.colour_spread is None:
        return None
    if facts.colour_spread < GREY:
        return 0.0
    return math.hypot(_outside(facts.skin_a, SKIN_A), _outside(facts.skin_b, SKIN_B))


def visible_blocks(facts: PhotoFacts) -> float | None:
    """JPEG's squares as they show at the size of an identity photo: a large picture hides them."""
    return 1.0 if facts.reduced > 1 else facts.blockiness


def saved_quality(facts: PhotoFacts) -> float:
    """Quality of the last saving; formats without loss have the best."""
    return 100.0 if facts.jpeg_quality is None else facts.jpeg_quality


def _chroma(facts: PhotoFacts) -> float | None:
    if facts.background_a is None or facts.background_b is None:
        return None
    return math.hypot(facts.background_a, facts.background_b)


def _outside(value: float, span: tuple[float, float]) -> float:
    return max(span[0] - value, 0.0, value - span[1])
