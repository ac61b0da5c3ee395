"""THE TABLE: every number that decides about a signature, with its source.

The administration's limits for the file are not published (rule book, SG5): these are our own
choice, and "measured" is what the development pictures gave. Any change moves RULE_SET; tables of
former rule sets stay readable for `replay`.
"""

from collections.abc import Mapping

from services.imagecheck.photo.thresholds import Limits

#: Stored with every verdict; changes whenever a threshold or a rule does.
RULE_SET = "signature-2026.12"

#: Sharpness at full size: crispness counts in full where the steepest edges cross the ink's
#: contrast within 4.5 pixels, or where flat ink is left between both edges of a stroke; less takes
#: it down. A stroke that is all blur, a Gaussian bell, has 1.43: steepness 0.607 / sigma times
#: width 2.355 sigma. Measured: good scans of 900 pixels and more 1.2 to 4.7, those under 1.45
#: with 0.215 and more a pixel, and one enlarged to 3000 with 1.37 and 0.18; blurred by 2 to 4
#: pixels 0.9 to 1.35 (broad nibs up to 2), moved by 9 pixels 0.6 to 1.4, all under 0.205 a pixel.
CRISP_STEEPNESS, EDGES_IN_A_STROKE = 0.22, 1.45

LIMITS: Mapping[str, Limits] = {
    # Measured: signatures that fill their picture 0.01 to 0.16; one alone on a whole sheet
    # about 0.0016, which is to be cropped rather than refused.
    "ink_share": Limits(pass_from=0.002, fail_below=0.0005),
    # Measured: drawn boxes 4, signatures 0, ruled paper 0; a form cropped tight shows 3.
    "frame_sides": Limits(pass_to=1, fail_above=2),
    # SG5: up to 20 % of ink. Measured: a dense signature cropped close 0.16, on ruled paper
    # 0.17; pages scribbled over 0.26 and more.
    "fill_share": Limits(pass_to=0.20, fail_above=0.30),
    "face_count": Limits(pass_to=0, fail_above=0),
    # Measured: signatures up to 0.04, on squared paper or blurred up to 0.13, photos mostly
    # 0.10 to 0.4.
    "midtone_share": Limits(pass_to=0.14, fail_above=0.18),
    # SG5: light ground. Measured: real sheets 90 to 100, one nearly all in shadow 72; grey
    # card and underexposed sheets 43 to 54.
    "paper_lightness": Limits(pass_from=75, fail_below=66),
    # SG5: light ground; coloured paper comes out grey on the title. Measured: office and
    # recycled paper up to 12; lamplight adds some 20; yellow card 90.
    "paper_chroma": Limits(pass_to=30, fail_above=48),
    # SG5: the ink does not touch the frame. Measured over two lines: a stroke that ends there
    # 0.5 and more, a loop that only grazes the second line 0.1.
    "border_strokes": Limits(pass_to=0, fail_above=0.25),
    # Closer than that, whether a stroke is cut is for a person to see; never a refusal.
    "margin": Limits(pass_from=0.005),
    # SG5: dark ink. Measured: pens 0 to 57, pencil made pale 66 to 82.
    "ink_lightness": Limits(pass_to=58, fail_above=66),
    # Black is advised, no text asks for it: dark blue and ballpoint blue (chroma 24 to 51)
    # are said, never refused. Measured: black pens up to 10 on a noisy scan; a blue that no
    # pen has, and that a black-and-white copy loses, 70 to 102.
    "ink_chroma": Limits(pass_to=15, fail_above=66),
    # SG5: dark ink. Measured: red 55 to 80, green 51 to 67; brownish black in warm light 15.
    "colour_beside_blue": Limits(pass_to=15, fail_above=40),
    # Measured: sharp ones 0.32 and more; Gaussian blur of 2 pixels 0.20 to 0.27.
    "crispness": Limits(pass_from=0.305, fail_below=0.275),
    # Measured: sharp ones 0.29 and more; a move of 9 pixels 0.1 to 0.2, of 15 less than 0.15.
    "least_crispness": Limits(pass_from=0.27, fail_below=0.22),
    # Measured: printed lines 0.5 and more, signatures in separate letters 0.
    "text_share": Limits(pass_to=0.3, fail_above=0.6),
    # Measured: words of four printed letters 3 to 5, longer texts 8 and more, signatures 0.
    "printed_letters": Limits(pass_to=2, fail_above=3),
    # Measured: the most tangled signature 41 loops, pages scribbled over 87 to 1600.
    "hole_count": Limits(pass_to=60, fail_above=80),
    # Measured: pens 1.7 to 3.6, photos and objects 6 to 33.
    "solid_ratio": Limits(pass_to=5, fail_above=8),
}
