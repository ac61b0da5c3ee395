"""Rows of light, colour and quality; the numbers are in thresholds.py."""

from services.imagecheck.photo import derived
from services.imagecheck.photo.bands import Band
from services.imagecheck.photo.measured import PhotoFacts

_WELL_LIT = "La lumière sur le visage est correcte."
_DARK = "Le visage est trop sombre. Reprenez la photo face à une lumière douce."
_DIM = "Le visage est un peu sombre : la photo sera vérifiée."
_COMPRESSED = (
    "L’image a été trop compressée : des carrés y sont visibles. Envoyez le fichier d’origine, "
    "sans le faire passer par une messagerie."
)
_BIT_COMPRESSED = "L’image est assez compressée : sa qualité sera vérifiée."
_PERHAPS_DRAWN = "Le visage a très peu de nuances : il sera vérifié que c’est une photographie."
_NO_TONES = (
    "Le visage n’a pas assez de contraste pour contrôler que l’image est une photographie. Un "
    "agent regardera si vous ne renvoyez pas d’autre photo."
)
_DRAWN = "L’image paraît dessinée ou retouchée. Envoyez une photographie sans filtre."

LIGHT_BANDS: tuple[Band[PhotoFacts], ...] = (
    Band(
        criterion="face_lighting",
        name="cheek_gap",
        measure=lambda facts: facts.cheek_gap,
        expected="même lumière sur les deux joues : écart d’au plus {fail_above}",
        good="Le visage est éclairé également.",
        doubt="Un côté du visage est plus sombre : la photo sera vérifiée.",
        high="Un côté du visage est dans l’ombre. Reprenez la photo face à une fenêtre ou à une "
        "lampe douce.",
    ),
    Band(
        criterion="exposure",
        name="face_highlight",
        measure=lambda facts: facts.face_highlight,
        expected="au moins {fail_below}",
        good=_WELL_LIT,
        doubt=_DIM,
        low=_DARK,
    ),
    Band(
        criterion="exposure",
        name="scene_light",
        measure=derived.scene_light,
        expected="visage ou fond éclairé : au moins {fail_below}",
        good=_WELL_LIT,
        doubt=_DIM,
        low=_DARK,
    ),
    Band(
        criterion="exposure",
        name="burnt_share",
        measure=lambda facts: facts.burnt_share,
        expected="au plus {fail_above} du visage",
        good=_WELL_LIT,
        doubt="Une petite partie du visage est très claire : la photo sera vérifiée.",
        high="Une partie du visage est trop claire, on n’y voit plus de détail. Reprenez la "
        "photo sans flash, avec une lumière plus douce.",
    ),
    Band(
        criterion="dynamic_range",
        name="tone_entropy",
        measure=lambda facts: facts.tone_entropy,
        unit="bit",
        expected="au moins {fail_below} bits",
        good="Le visage a assez de contraste.",
        doubt="Le contraste du visage est faible : la photo sera vérifiée.",
        low="Le visage manque de contraste. Reprenez la photo avec une lumière plus franche, ou "
        "réglez le contraste du scanner.",
    ),
    Band(
        criterion="sharpness",
        name="edge_blur",
        measure=lambda facts: facts.edge_blur,
        unit="px",
        expected="flou d’au plus {fail_above} pixel",
        good="Le visage est net.",
        doubt="La netteté du visage est faible : elle sera vérifiée.",
        high="Le visage est flou. Reprenez la photo sans bouger, à la bonne distance, ou "
        "numérisez-la de nouveau. Une petite image agrandie ne convient pas.",
    ),
    Band(
        criterion="colour",
        name="colour_spread",
        measure=lambda facts: facts.colour_spread,
        expected="photo en couleurs (conseillé)",
        good="La photo est en couleurs naturelles.",
        doubt="La photo est en noir et blanc. La couleur est conseillée.",
    ),
    Band(
        criterion="colour",
        name="skin_cast",
        measure=derived.skin_cast,
        expected="couleurs naturelles : écart d’au plus {fail_above}",
        good="La photo est en couleurs naturelles.",
        doubt="Les couleurs du visage paraissent un peu faussées : elles seront vérifiées.",
        high="Les couleurs du visage ne sont pas naturelles. Reprenez la photo à la lumière du "
        "jour, sans filtre.",
    ),
    Band(
        criterion="compression",
        name="visible_blocks",
        measure=derived.visible_blocks,
        expected="pas de carrés visibles : au plus {fail_above}",
        good="L’image n’est pas trop compressée.",
        doubt=_BIT_COMPRESSED,
        high=_COMPRESSED,
    ),
    Band(
        criterion="compression",
        name="saved_quality",
        measure=derived.saved_quality,
        expected="qualité d’enregistrement d’au moins {fail_below} sur 100",
        good="L’image n’est pas trop compressée.",
        doubt=_BIT_COMPRESSED,
        low=_COMPRESSED,
    ),
    Band(
        criterion="moire",
        name="moire_peak",
        measure=lambda facts: facts.moire_peak,
        expected="pas de trame d’écran : au plus {fail_above}",
        good="Aucune trame d’écran n’est visible.",
        doubt="Une trame régulière est visible : la photo sera vérifiée.",
        high="La photo paraît prise sur un écran. Envoyez le fichier d’origine, ou reprenez la "
        "photo de la personne elle-même.",
    ),
    Band(
        criterion="photographic",
        name="poster_trace",
        measure=lambda facts: facts.poster_trace,
        expected="nuances d’une photographie : au plus {fail_above}",
        good="L’image a les nuances d’une photographie.",
        doubt=_PERHAPS_DRAWN,
        high=_DRAWN,
        missing=_NO_TONES,
    ),
    Band(
        criterion="photographic",
        name="flat_share",
        measure=lambda facts: facts.flat_share,
        expected="photographie : au plus {fail_above} du visage sans aucune nuance",
        good="L’image a les nuances d’une photographie.",
        doubt=_PERHAPS_DRAWN,
        high=_DRAWN,
        missing=_NO_TONES,
    ),
)
