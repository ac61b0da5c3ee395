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
    #: Quality of a JPEG's last saving on the IJG scale (1 to 100); None for other formats.
    jpeg_quality: float | None = None
    #: Times that the file was shrunk before it was measured; from 2 on its JPEG blocks are gone.
    reduced: int = 1

    #: Box of the largest face (brows to chin), shares of the picture.
    face_left: float | None = None
    face_top: float | None = None
    face_width: float | None = None
    face_height: float | None = None

    #: Middle between the eyes, and chin, shares of the picture.
    eye_column: float | None = None
    eye_row: float | None = None
    chin_row: float | None = None

    #: Width of the sharper edges of the face, pixels at the size of a compliant photo.
    edge_blur: float | None = None
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
    #: How much darker one cheek is than the other, share of the lighter one's CIELAB lightness.
    cheek_gap: float | None = None
    #: CIELAB lightness and colour axes of the cheeks (medians).
    skin_lightness: float | None = None
    skin_a: float | None = None
    skin_b: float | None = None
    #: Lightness below the eyes over that of the cheeks; low behind dark lenses.
    lens_ratio: float | None = None
    #: Share of the iris that is red, and of the zone of a lens that is a reflection: worse eye.
    red_eye_share: float | None = None
    glare_share: float | None = None

    #: Steps at the borders of JPEG's squares over steps elsewhere; 1 without visible squares.
    blockiness: float | None = None
    #: Strongest regular pattern over its surroundings in the spectrum; high on a screen's picture.
    moire_peak: float | None = None
    #: Flat tones beside hard edges in the face: near 0 on photographs, high on drawings.
    poster_trace: float | None = None
    #: Share of the face without shade or grain; both None where all of it is dim or pale.
    flat_share: float | None = None

    #: Share (0..1) of the picture that is background above the chin.
    background_share: float | None = None
    #: CIELAB lightness, 0 (black) to 100 (white), and its two colour axes (medians).
    background_lightness: float | None = None
    background_a: float | None = None
    background_b: float | None = None
    #: How far background pixels stray from their mean, CIELAB units.
    background_spread: float | None = None
    #: Lightness lost from the lit part of the ground to its darkest part, CIELAB units.
    background_shadow: float | None = None
    #: How far background pixels stray from their neighbours, CIELAB units: objects, texture.
    background_texture: float | None = None

    #: Degrees; 0 is straight. Yaw turns to the side, pitch nods, roll leans on a shoulder.
    yaw: float | None = None
    pitch: float | None = None
    roll: float | None = None
    #: Gap between the lids over the eye's width, the smaller of both eyes.
    eye_opening: float | None = None
    #: Gap between the lips over the distance from the eyes to the chin.
    mouth_opening: float | None = None
    #: Width of the mouth over the distance from the eyes to the chin; a smile widens it.
    mouth_width: float | None = None
    #: Chin to crown over the picture's height: crown seen (hair included), and crown deduced
    #: from the face alone.
    head_seen: float | None = None
    head_deduced: float | None = None
