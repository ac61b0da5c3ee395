"""Rows of the picture as a whole and of the ground: sentences; the numbers are in thresholds.py."""

from services.imagecheck.photo import derived
from services.imagecheck.photo.bands import Band
from services.imagecheck.photo.measured import PhotoFacts

_NO_GROUND = (
    "Le fond n’a pas pu être contrôlé : trop peu de fond est visible autour du visage. Un agent "
    "regardera si vous ne renvoyez pas d’autre photo."
)

FRAME_BANDS: tuple[Band[PhotoFacts], ...] = (
    Band(
        criterion="aspect_ratio",
        name="aspect_ratio",
        measure=derived.aspect_ratio,
        expected="largeur ÷ hauteur de {pass_from} à {pass_to} (35 × 45 mm)",
        good="L’image est au format 35 × 45 mm.",
        doubt="L’image est presque au format 35 × 45 mm : le recadrage sera vérifié.",
        low="L’image est trop étroite. Recadrez-la au format 35 × 45 mm, par exemple "
        "827 × 1063 pixels, sans déformer le visage.",
        high="L’image est trop large. Recadrez-la au format 35 × 45 mm, par exemple "
        "827 × 1063 pixels, sans les marges du scanner.",
    ),
    Band(
        criterion="resolution",
        name="usable_height",
        measure=derived.usable_height,
        unit="px",
        expected="au moins 413 × 531 pixels (300 points par pouce)",
        good="L’image a assez de pixels.",
        low="L’image a trop peu de pixels. Numérisez la photo à 300 points par pouce au moins, "
        "ou envoyez le fichier d’origine (413 × 531 pixels au moins).",
    ),
    Band(
        criterion="head_size",
        name="head_height",
        measure=derived.head_height,
        unit="mm",
        expected="32 à 36 mm, du menton au sommet du crâne",
        good="La tête a la bonne taille.",
        doubt="La taille de la tête est à la limite : elle sera vérifiée.",
        low="La tête est trop petite. Recadrez la photo plus près du visage. Du menton au sommet "
        "du crâne : 32 à 36 mm.",
        high="La tête est trop grande. Recadrez la photo moins près du visage. Du menton au "
        "sommet du crâne : 32 à 36 mm.",
    ),
    Band(
        criterion="centering",
        name="face_margin",
        measure=derived.face_margin,
        expected="visage entier dans l’image",
        good="Le visage est entier et centré.",
        doubt="Le visage touche le bord de l’image : le cadrage sera vérifié.",
        low="Le visage est coupé par le bord de l’image. Reprenez la photo ou recadrez-la moins "
        "près du visage.",
    ),
    Band(
        criterion="centering",
        name="face_shift",
        measure=derived.face_shift,
        expected="visage au milieu de la largeur",
        good="Le visage est entier et centré.",
        doubt="Le visage n’est pas au milieu de l’image : le cadrage sera vérifié.",
    ),
    Band(
        criterion="centering",
        name="eye_row",
        measure=lambda facts: facts.eye_row,
        expected="yeux à peu près à mi-hauteur",
        good="Le visage est entier et centré.",
        doubt="Le visage est trop haut ou trop bas dans l’image : le cadrage sera vérifié.",
    ),
)

GROUND_BANDS: tuple[Band[PhotoFacts], ...] = (
    Band(
        criterion="background",
        name="ground_lightness",
        measure=lambda facts: facts.background_lightness,
        expected="fond clair : au moins {fail_below} (0 : noir, 100 : blanc)",
        good="Le fond est clair et uni.",
        doubt="Le fond est un peu sombre : il sera vérifié. Un fond gris clair ou bleu clair "
        "convient toujours.",
        low="Le fond est trop sombre. Reprenez la photo devant un fond uni gris clair ou bleu "
        "clair.",
        missing=_NO_GROUND,
    ),
    Band(
        criterion="background",
        name="ground_whiteness",
        measure=derived.ground_whiteness,
        expected="fond clair, mais pas blanc : au plus {fail_above} (100 : blanc)",
        good="Le fond est clair et uni.",
        doubt="Le fond paraît presque blanc : il sera vérifié. Le fond demandé est gris clair ou "
        "bleu clair.",
        high="Le fond est blanc, ce qui n’est pas admis. Reprenez la photo devant un fond uni "
        "gris clair ou bleu clair.",
        missing=_NO_GROUND,
    ),
    Band(
        criterion="background",
        name="ground_spread",
        measure=lambda facts: facts.background_spread,
        expected="fond uni : au plus {fail_above}",
        good="Le fond est clair et uni.",
        doubt="Le fond n’est pas tout à fait uni : il sera vérifié.",
        high="Le fond n’est pas uni : on y voit une ombre, un objet ou un décor. Reprenez la "
        "photo devant un fond uni gris clair ou bleu clair.",
        missing=_NO_GROUND,
    ),
    Band(
        criterion="background",
        name="ground_colour",
        measure=derived.ground_colour,
        expected="gris clair ou bleu clair",
        good="Le fond est clair et uni.",
        doubt="La couleur du fond sera vérifiée. Un fond gris clair ou bleu clair convient.",
        high="Le fond est trop coloré. Reprenez la photo devant un fond uni gris clair ou bleu "
        "clair.",
        missing=_NO_GROUND,
    ),
    Band(
        criterion="shadow",
        name="ground_shadow",
        measure=derived.ground_shadow,
        expected="pas d’ombre sur le fond : au plus {fail_above}",
        good="Le fond ne porte pas d’ombre.",
        doubt="Le fond porte une ombre légère : elle sera vérifiée.",
        high="Une ombre est visible sur le fond. Reprenez la photo à un mètre du mur, avec une "
        "lumière douce et de face.",
        missing="Les ombres n’ont pas pu être contrôlées, faute d’un fond clair et uni. Un agent "
        "regardera si vous ne renvoyez pas d’autre photo.",
    ),
)
