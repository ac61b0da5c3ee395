"""What is measured on one signature: numbers only, so that new rules can judge them again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """Values of one signature. None where there is no ink to measure."""

    #: Pixels of the file.
    width: int
    height: int
    #: Share (0..1) of ink once the paper is made even and its lines are taken away.
    ink_share: float
    #: Share (0..1) of pixels that are neither paper nor ink.
    midtone_share: float
    #: CIELAB lightness of the paper, 0 (black) to 100 (white).
    paper_lightness: float
    #: Share (0..1) of pixels much darker than the lightest close by, paper made even or not.
    fill_share: float | None = None
    #: CIELAB chroma of the paper, 0 for white and grey.
    paper_chroma: float | None = None
    #: Faces found: a portrait sent in place of the signature.
    face_count: int = 0
    #: Straight lines that cross the sheet, and how many of them are sides of a frame.
    line_count: int | None = None
    frame_sides: int | None = None

    #: Ink pixels in the outermost lines of the picture, over one stroke's width.
    border_strokes: float | None = None
    #: Narrowest margin between ink and rim, share of the picture.
    margin: float | None = None
    #: CIELAB lightness of the darkest ink, and chroma of the ink (0: grey or black).
    ink_lightness: float | None = None
    ink_chroma: float | None = None
    #: How blue the colour is, -1 (yellow) to 1 (blue).
    ink_blue: float | None = None
    #: Steepest edges of the strokes: share of the ink's contrast crossed in one pixel.
    edge_steepness: float | None = None
    #: The same in the direction in which the edges are least steep.
    least_steepness: float | None = None
    #: Width of a stroke, pixels of a picture brought to 900 a side.
    stroke_width: float | None = None
    #: The three again at the size of the file, or the half or quarter of it that is still large;
    #: there the width is taken where half the ink's contrast is crossed.
    full_steepness: float | None = None
    full_least_steepness: float | None = None
    full_stroke_width: float | None = None
    #: Thickest solid over the stroke's width: 1 to 4 for a pen, more for a blot or a picture.
    solid_ratio: float | None = None
    #: Patches of paper shut in by strokes.
    hole_count: int | None = None
    #: Share (0..1) of separate marks that stand like printed letters, and how many marks.
    text_share: float | None = None
    #: Marks that are printed letters by their straight stems.
    printed_letters: int | None = None
    mark_count: int = 0

    #: Box of the ink, shares of the picture.
    ink_left: float | None = None
    ink_top: float | None = None
    ink_width: float | None = None
    ink_height: float | None = None
