"""What is measured on one signature: numbers only, so that new rules can judge them again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """Values of one signature. None where there is no ink to measure."""

    #: Pixels of the file.
    width: int
    height: int
    #: Share (0..1) of ink once the paper is made even.
    ink_share: float
    #: Share (0..1) of pixels clearly darker than the paper, before anything is made even.
    dark_share: float
    #: Share (0..1) of pixels that are neither paper nor ink.
    midtone_share: float
    #: CIELAB lightness of the paper, 0 (black) to 100 (white).
    paper_lightness: float
    #: Faces found: a portrait sent in place of the signature.
    face_count: int

    #: Ink pixels in the outermost lines of the picture, over one stroke's width.
    border_strokes: float | None = None
    #: Narrowest margin between ink and rim, share of the picture.
    margin: float | None = None
    #: CIELAB lightness of the darkest ink, and chroma of the ink (0: grey or black).
    ink_lightness: float | None = None
    ink_chroma: float | None = None
    #: Steepest edges of the strokes: share of the ink's contrast crossed in one pixel.
    edge_steepness: float | None = None
    #: Width of a stroke, pixels of a picture brought to 900 a side.
    stroke_width: float | None = None
    #: Thickest solid over the stroke's width: 1 to 4 for a pen, more for a blot or a picture.
    solid_ratio: float | None = None
    #: Share (0..1) of separate marks that stand like printed letters, and how many marks.
    text_share: float | None = None
    mark_count: int = 0

    #: Box of the ink, shares of the picture.
    ink_left: float | None = None
    ink_top: float | None = None
    ink_width: float | None = None
    ink_height: float | None = None
