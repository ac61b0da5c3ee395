"""Thresholds of the picture as a whole (format, pixels, ground): a row a measure, with its source.

PHn is the rule book's photo rule. "Measured" is what the development pictures gave: a row may
move with more of them, and then RULE_SET moves with it.
"""

import math

from services.imagecheck.photo.bands import Band
from services.imagecheck.photo.measured import PhotoFacts

#: PH1: 35 x 45 mm.
RATIO = 35 / 45


def usable_height(facts: PhotoFacts) -> float:
    """Rows left once the picture is cropped to 35 x 45."""
    return min(facts.height, facts.width / RATIO)


def background_colour(facts: PhotoFacts) -> float | None:
    """CIELAB chroma of the ground; blue counts for less, because PH6 names light blue."""
    if facts.background_a is None or facts.background_b is None:
        return None
    chroma = math.hypot(facts.background_a, facts.background_b)
    hue = math.degrees(math.atan2(facts.background_b, facts.background_a)) % 360
    # From turquoise to the edge of violet; at 0.6 the named colour "light blue" (chroma 16) and
    # stronger pale blues, up to 25, stay inside the bound of 15.
    return chroma * 0.6 if 190 <= hue <= 290 else chroma


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


FRAME_BANDS: tuple[Band[PhotoFacts], ...] = (
    Band(
        criterion="aspect_ratio",
        measure=lambda facts: facts.width / facts.height,
        # PH1, PH2: 1 % passes; up to 2 % is the rounding of a scan, which crops without harm.
        pass_from=RATIO * 0.99,
        pass_to=RATIO * 1.01,
        fail_below=RATIO * 0.98,
        fail_above=RATIO * 1.02,
        expected="largeur ÷ hauteur de 0,77 à 0,79 (35 × 45 mm)",
        good="L’image est au format 35 × 45 mm.",
        doubt="L’image est presque au format 35 × 45 mm : le recadrage sera vérifié.",
        low="L’image est trop étroite. Recadrez-la au format 35 × 45 mm, par exemple "
        "827 × 1063 pixels, sans déformer le visage.",
        high="L’image est trop large. Recadrez-la au format 35 × 45 mm, par exemple "
        "827 × 1063 pixels, sans les marges du scanner.",
    ),
    Band(
        criterion="resolution",
        measure=usable_height,
        # PH2: 413 x 531 pixels are 35 x 45 mm at 300 dpi; 525 lets the ratio's 1 % through.
        pass_from=525,
        fail_below=525,
        unit="px",
        expected="au moins 413 × 531 pixels (300 points par pouce)",
        good="L’image a assez de pixels.",
        low="L’image a trop peu de pixels. Numérisez la photo à 300 points par pouce au moins, "
        "ou envoyez le fichier d’origine (413 × 531 pixels au moins).",
    ),
    Band(
        criterion="framing",
        measure=face_margin,
        # PH9: the whole face. The outline is known to a hundredth or so of the picture.
        pass_from=0.01,
        fail_below=-0.01,
        expected="visage entier dans l’image",
        good="Le visage est entier et centré.",
        doubt="Le visage touche le bord de l’image : le cadrage sera vérifié.",
        low="Le visage est coupé par le bord de l’image. Reprenez la photo ou recadrez-la moins "
        "près du visage.",
    ),
    Band(
        criterion="framing",
        measure=face_shift,
        # Measured: eyes at 0.47 to 0.51 of the width on 25 identity photos. No text gives a
        # limit, so a face off the middle is for a person to see.
        pass_to=0.08,
        expected="visage au milieu de la largeur",
        good="Le visage est entier et centré.",
        doubt="Le visage n’est pas au milieu de l’image : le cadrage sera vérifié.",
    ),
    Band(
        criterion="background",
        measure=lambda facts: facts.background_lightness,
        # PH6: light. Measured on 145 labelled portraits, 76.2 parted them best.
        pass_from=79,
        fail_below=76.2,
        expected="fond clair : au moins 76 (0 : noir, 100 : blanc)",
        good="Le fond est clair et uni.",
        doubt="Le fond est un peu sombre : il sera vérifié. Un fond gris clair ou bleu clair "
        "convient toujours.",
        low="Le fond est trop sombre. Reprenez la photo devant un fond uni gris clair ou bleu "
        "clair.",
    ),
    Band(
        criterion="background",
        measure=lambda facts: facts.background_lightness,
        # PH6 forbids white, yet a pale ground and a bright light look alike to a camera: a person
        # decides. 97 is luminance 247 of 255, where OFIQ 1.0.3 counts a pixel as burnt.
        pass_to=97,
        expected="fond clair, mais pas blanc : au plus 97 (100 : blanc)",
        good="Le fond est clair et uni.",
        doubt="Le fond paraît blanc : il sera vérifié. Le fond demandé est gris clair ou bleu "
        "clair.",
    ),
    Band(
        criterion="background",
        measure=lambda facts: facts.background_spread,
        # PH6: plain. Measured: plain grounds up to 4.4; 6.7 parted the labelled portraits.
        pass_to=5,
        fail_above=6.7,
        expected="fond uni : au plus 6,7",
        good="Le fond est clair et uni.",
        doubt="Le fond n’est pas tout à fait uni : il sera vérifié.",
        high="Le fond n’est pas uni : on y voit une ombre, un objet ou un décor. Reprenez la "
        "photo devant un fond uni gris clair ou bleu clair.",
    ),
    Band(
        criterion="background",
        measure=background_colour,
        # PH6: light grey or light blue. 15 parted the labelled portraits.
        pass_to=13,
        fail_above=15,
        expected="gris clair ou bleu clair",
        good="Le fond est clair et uni.",
        doubt="La couleur du fond sera vérifiée. Un fond gris clair ou bleu clair convient.",
        high="Le fond est trop coloré. Reprenez la photo devant un fond uni gris clair ou bleu "
        "clair.",
    ),
)
