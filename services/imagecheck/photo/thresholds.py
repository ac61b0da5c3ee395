"""THE TABLE: every number that decides about a photo, with its source.

PHn is the rule book's photo rule. "Measured" is what the development portraits gave (14 to 24 of
them, sound and with rendered defects); where their margin is thin the range between goes to a
person. Any change moves RULE_SET; tables of former rule sets stay readable for `replay`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

#: Stored with every verdict; changes whenever a threshold or a rule does.
RULE_SET = "photo-2026.12"

#: PH1: 35 x 45 mm.
RATIO = 35 / 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Inside the first range it passes, outside the second it fails, between a person looks."""

    pass_from: float = float("-inf")
    pass_to: float = float("inf")
    fail_below: float = float("-inf")
    fail_above: float = float("inf")


LIMITS: Mapping[str, Limits] = {
    # PH1, PH2: 1 % passes; up to 2 % is the rounding of a scan, which crops without harm.
    "aspect_ratio": Limits(
        pass_from=RATIO * 0.99,
        pass_to=RATIO * 1.01,
        fail_below=RATIO * 0.98,
        fail_above=RATIO * 1.02,
    ),
    # PH2: 413 x 531 pixels are 35 x 45 mm at 300 dpi; 525 lets the ratio's 1 % through.
    "usable_height": Limits(pass_from=525, fail_below=525),
    # PH9: the whole face; its outline is known to a hundredth or so of the picture.
    "face_margin": Limits(pass_from=0.01, fail_below=-0.01),
    # Measured: eyes at 0.47 to 0.51 of the width and 0.38 to 0.51 of the height on 25 identity
    # photos. No text gives a limit, so a face off the middle is for a person to see.
    "face_shift": Limits(pass_to=0.08),
    "eye_row": Limits(pass_from=0.30, pass_to=0.58),
    # PH2: 32 to 36 mm, 0.70 to 0.80 of the height. The two measures of a crown differ by up to
    # 0.05 on portraits, which no photo may be refused for.
    "head_height": Limits(pass_from=31.5, pass_to=36.0, fail_below=29.25, fail_above=38.25),
    # PH6: light. 76.2 parted 145 labelled portraits best.
    "ground_lightness": Limits(pass_from=79, fail_below=76.2),
    # PH6: white is forbidden. 98 is 250 of 255 on all channels: paper or a blank page, which no
    # wall photographed with a face reaches; light greys and blues of booths stay below 95.
    "ground_whiteness": Limits(pass_to=95.5, fail_above=98.0),
    # PH6: plain. Measured: plain grounds up to 5.9; 6.7 parted the labelled portraits.
    "ground_spread": Limits(pass_to=5.0, fail_above=6.7),
    # PH6: light grey or light blue. 15 parted the labelled portraits.
    "ground_colour": Limits(pass_to=13, fail_above=15),
    # PH5: no shadow on the ground. Measured: falling light alone takes up to 8.1; a rendered
    # shadow of 15 % takes 7 to 14, one of 30 % mostly more than 15.
    "ground_shadow": Limits(pass_to=9.5, fail_above=16.0),
    # PH7: facing. 16.5 parted 118 labelled portraits; a finer limit is not proven.
    "head_turn": Limits(pass_to=12, fail_above=16.5),
    # PH9. Measured: closed eyes below 0.18 (11 of 11), laughing eyes 0.19 to 0.21.
    "eye_opening": Limits(pass_from=0.22, fail_below=0.18),
    # PH8. 0.056 parted open from closed mouths (31 open, 89 closed, no error).
    "mouth_opening": Limits(pass_to=0.05, fail_above=0.056),
    # PH8: neutral. 0.58 found 28 of 37 labelled expressions with no false alarm on 48; what it
    # misses are frowns, so it never refuses.
    "smile": Limits(pass_to=0.58),
    # PH11: lenses untinted. Measured: 0.75 and more without, 0.45 to 0.67 behind half-dark lenses,
    # 0.06 behind real sunglasses.
    "lens_ratio": Limits(pass_from=0.68, fail_below=0.52),
    # PH11: no reflection. Measured: 0.01 at most on well-lit portraits; 0.1 to 0.2 for a painted
    # reflection of half an eye, 0.35 and more for one that hides the eye.
    "glare_share": Limits(pass_to=0.06, fail_above=0.30),
    # PH9. Measured: below 0.05 with any iris and lamp, 0.33 and more with painted red pupils.
    "red_eye_share": Limits(pass_to=0.10, fail_above=0.25),
    # PH5: no shadow on the face. Measured: up to 0.38 on portraits that people accepted; a side
    # lit half as much mostly 0.38 to 0.62, a third as much 0.46 and more.
    "cheek_gap": Limits(pass_to=0.36, fail_above=0.47),
    # PH5. The brightest part of the face decides, not its mean: a dark skin well lit has light on
    # it (0.46 measured). With a fifth of the light every portrait is below 0.20.
    "face_highlight": Limits(pass_from=0.40, fail_below=0.25),
    # PH5. Neither face nor ground is lit: measured below 0.40 with two fifths of the light.
    "scene_light": Limits(pass_from=0.48, fail_below=0.42),
    # PH5. Measured: 0.011 at most on well-lit portraits; 0.13 and more on 10 of 14 when the light
    # is multiplied by 1.5.
    "burnt_share": Limits(pass_to=0.015, fail_above=0.04),
    # PH5: contrast. Measured: 6.1 bits and more; 4.8 to 5.8 with a third of the contrast.
    "tone_entropy": Limits(pass_from=6.0, fail_below=5.5),
    # PH4. Measured: sharp 0 to 1.4 px; blur of 2 px (standard deviation) 1.7 and more, movement
    # over 13 px 1.8 and more, both at 600 pixels high.
    "edge_blur": Limits(pass_to=1.45, fail_above=1.65),
    # PH5: colour is recommended only, so grey never refuses. Ten steps of 255 between channels.
    "colour_spread": Limits(pass_from=10 / 255),
    # PH5. ISO/IEC 29794-5 as OFIQ 1.0.3 boxes natural skin: a* 5 to 25, b* 5 to 35. Measured:
    # 2.5 outside at most on sound portraits; strong casts 5 to 40.
    "skin_cast": Limits(pass_to=4.0, fail_above=12.0),
    # PH4. Measured: web pictures up to 1.4; saved at quality 35 1.4 to 2.0, at 10 above 2.1.
    "visible_blocks": Limits(pass_to=1.5, fail_above=1.9),
    # The IJG library's own advice: below 25 the picture is of low quality, below 10 hardly usable.
    "saved_quality": Limits(pass_from=25, fail_below=10),
    # PH12. Measured: up to 2.7; 13 on a real screen, 4.9 and more with painted patterns.
    "moire_peak": Limits(pass_to=3.2, fail_above=4.5),
    # PH12. Measured: photographs up to 0.12 at any quality, 0.25 on a very small one, 0.34 under a
    # beauty filter; a photograph turned into a comic 0.2 to 1.4, a drawing 0.4 to 0.9.
    "poster_trace": Limits(pass_to=0.20, fail_above=0.45),
    # PH12. Measured: photographs up to 0.36, 0.45 under a beauty filter; drawings in flat colours
    # 0.61 and more.
    "flat_share": Limits(pass_to=0.46, fail_above=0.60),
}
