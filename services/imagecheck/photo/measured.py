"""What is measured on one identity photo: numbers only, so that new rules can judge them again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFacts:
    """Values of one photo. None where nothing could be measured, most often for want of a face."""

    #: Pixels, after the turn that the file asked for and `quarter_turns`.
    width: int
    height: int
    #: Quarter turns to the left that bring the face upright; all values are those of the picture
    #: so turned.
    quarter_turns: int = 0
    #: True when the file asked to be turned and was.
    turned_by_exif: bool = False
    #: Faces that count; small ones far behind do not.
    face_count: int

    #: Box of the largest face (brows to chin), shares of the picture.
    face_left: float | None = None
    face_top: float | None = None
    face_width: float | None = None
    face_height: float | None = None

    #: Fine detail over medium detail in the face, brought to one size; falls with blur.
    sharpness: float | None = None
    #: Share (0..1) of the face's pixels at the top of the scale.
    burnt_share: float | None = None
    #: Mean luminance of the face, 0 (black) to 1.
    face_luminance: float | None = None
    #: Luminance that 95 % of the face's pixels stay under, 0 to 1.
    face_highlight: float | None = None
    #: Entropy of the face's luminance, bits; low when all tones are alike.
    tone_entropy: float | None = None
    #: Widest gap between colour channels that 95 % of the face's pixels stay under, 0 to 1.
    colour_spread: float | None = None

    #: Share (0..1) of the picture that is background above the chin.
    background_share: float | None = None
    #: CIELAB lightness, 0 (black) to 100 (white), and its two colour axes (medians).
    background_lightness: float | None = None
    background_a: float | None = None
    background_b: float | None = None
    #: How far background pixels stray from their mean, CIELAB units.
    background_spread: float | None = None

    #: Degrees; 0 is straight. Yaw turns to the side, pitch nods, roll leans on a shoulder.
    yaw: float | None = None
    pitch: float | None = None
    roll: float | None = None
    #: Gap between the lids over the eye's width, the smaller of both eyes.
    eye_opening: float | None = None
    #: Gap between the lips over the distance from the eyes to the chin.
    mouth_opening: float | None = None
    #: Chin to crown over the picture's height: crown seen (hair included), and crown deduced
    #: from the face alone.
    head_seen: float | None = None
    head_deduced: float | None = None
