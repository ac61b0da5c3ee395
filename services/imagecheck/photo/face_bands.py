"""Thresholds of the face (light, pose, eyes, mouth): a row a measure, with its source.

PHn is the rule book's photo rule. "Measured" is what the development pictures gave: a row may
move with more of them, and then RULE_SET moves with it.
"""

from services.imagecheck.photo.bands import Band
from services.imagecheck.photo.measured import PhotoFacts


def head_turn(facts: PhotoFacts) -> float | None:
    """The largest of the three angles, degrees; pitch weighs 0.8, it is measured less surely."""
    if facts.yaw is None or facts.pitch is None or facts.roll is None:
        return None
    return max(abs(facts.yaw), 0.8 * abs(facts.pitch), abs(facts.roll))


FACE_BANDS: tuple[Band[PhotoFacts], ...] = (
    Band(
        criterion="sharpness",
        measure=lambda facts: facts.sharpness,
        # PH4. Measured on 14 portraits: sharp 0.42 to 0.72; Gaussian blur of 3 pixels at 600
        # pixels high 0.34 to 0.40, motion over 13 pixels 0.32 to 0.39.
        pass_from=0.45,
        fail_below=0.41,
        expected="au moins 0,41",
        good="Le visage est net.",
        doubt="La netteté du visage est faible : elle sera vérifiée.",
        low="Le visage est flou. Reprenez la photo sans bouger, à la bonne distance, ou "
        "numérisez-la de nouveau.",
    ),
    Band(
        criterion="exposure",
        measure=lambda facts: facts.face_highlight,
        # PH5. The brightest part of the face decides, not its mean: a dark skin well lit has
        # light on it (0.46 measured), a face in the dark has none (0.41 and less).
        pass_from=0.42,
        fail_below=0.35,
        expected="au moins 0,35",
        good="La lumière sur le visage est correcte.",
        doubt="Le visage est un peu sombre : la photo sera vérifiée.",
        low="Le visage est trop sombre. Reprenez la photo face à une lumière douce.",
    ),
    Band(
        criterion="exposure",
        measure=lambda facts: facts.burnt_share,
        # PH5. Measured: 0 to 0.008 on well-lit portraits; above 0.02 on 9 of 13 when the light is
        # multiplied by 1.5, on 12 when it is doubled.
        pass_to=0.01,
        fail_above=0.02,
        expected="au plus 0,02 du visage",
        good="La lumière sur le visage est correcte.",
        doubt="Une petite partie du visage est très claire : la photo sera vérifiée.",
        high="Une partie du visage est trop claire, on n’y voit plus de détail. Reprenez la "
        "photo sans flash, avec une lumière plus douce.",
    ),
    Band(
        criterion="exposure",
        measure=lambda facts: facts.tone_entropy,
        # PH5. Measured on 23 identity photos: never below 6 bits, always below when contrast
        # is taken away.
        pass_from=6.0,
        fail_below=5.8,
        unit="bit",
        expected="au moins 6 bits",
        good="La lumière sur le visage est correcte.",
        doubt="Le contraste du visage est faible : la photo sera vérifiée.",
        low="Le visage manque de contraste. Reprenez la photo avec une lumière plus franche, ou "
        "réglez le contraste du scanner.",
    ),
    Band(
        criterion="colour",
        measure=lambda facts: facts.colour_spread,
        # PH5: colour is recommended only, so grey asks for a look and never refuses. Ten steps
        # of 255 between channels: none of 23 colour photos was below.
        pass_from=10 / 255,
        expected="photo en couleurs (conseillé)",
        good="La photo est en couleurs.",
        doubt="La photo est en noir et blanc. La couleur est conseillée.",
    ),
    Band(
        criterion="pose",
        measure=head_turn,
        # PH7: facing. 16.5 parted 118 labelled portraits; a finer limit is not proven, so the
        # range from 12 on goes to a person.
        pass_to=12,
        fail_above=16.5,
        unit="°",
        expected="tête droite et de face : au plus 12°",
        good="La tête est droite et de face.",
        doubt="La tête est un peu tournée ou penchée : la pose sera vérifiée.",
        high="La tête est tournée ou penchée. Reprenez la photo bien de face, la tête droite.",
    ),
    Band(
        criterion="eyes_open",
        measure=lambda facts: facts.eye_opening,
        # PH9. Measured: closed eyes below 0.18 (11 of 11), laughing eyes 0.19 to 0.21.
        pass_from=0.22,
        fail_below=0.18,
        expected="au moins 0,18 pour chaque œil",
        good="Les deux yeux sont ouverts.",
        doubt="Les yeux sont peu ouverts : la photo sera vérifiée.",
        low="Un œil au moins paraît fermé. Reprenez la photo les yeux bien ouverts.",
    ),
    Band(
        criterion="mouth_closed",
        measure=lambda facts: facts.mouth_opening,
        # PH8. Measured: 0.056 parted open from closed mouths (31 open, 89 closed, no error).
        pass_to=0.05,
        fail_above=0.056,
        expected="au plus 0,056",
        good="La bouche est fermée.",
        doubt="La bouche est peut-être entrouverte : la photo sera vérifiée.",
        high="La bouche paraît ouverte. Reprenez la photo la bouche fermée, sans sourire.",
    ),
)
