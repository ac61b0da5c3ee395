"""What is judged on the strokes: a row a measure, with its sentences; no ink, no judgement.

The numbers are in `thresholds`.
"""

import math

from services.imagecheck.photo.bands import Band
from services.imagecheck.signature.measured import SignatureFacts
from services.imagecheck.signature.page_bands import SIGN_AGAIN
from services.imagecheck.signature.thresholds import CRISP_STEEPNESS, EDGES_IN_A_STROKE

_SHOT_AGAIN = "Numérisez de nouveau la feuille, ou reprenez la photo sans bouger et de plus près."


def _crispness(
    steepness: float | None, full_steepness: float | None, facts: SignatureFacts
) -> float | None:
    """The same blur spoils a fine stroke more than a broad one.

    At full size edges must be crisp by themselves, or leave flat ink between them: a picture too
    large to show its blur once it is made smaller is judged by its strokes.
    """
    if steepness is None or full_steepness is None:
        return None
    if facts.stroke_width is None or facts.full_stroke_width is None:
        return None
    by_pixel = full_steepness / CRISP_STEEPNESS
    by_stroke = full_steepness * facts.full_stroke_width / EDGES_IN_A_STROKE
    crispness = steepness * math.sqrt(steepness * facts.stroke_width)
    # Squared: blur also widens a stroke, which flatters the smaller copy.
    return crispness * min(1.0, max(by_pixel, by_stroke)) ** 2


def _colour_beside_blue(facts: SignatureFacts) -> float | None:
    """Chroma of an ink that is not blue; 0 for a blue one."""
    if facts.ink_chroma is None or facts.ink_blue is None:
        return None
    return facts.ink_chroma if facts.ink_blue < 0.5 else 0.0


STROKE_BANDS: tuple[Band[SignatureFacts], ...] = (
    Band(
        criterion="cropped",
        name="border_strokes",
        measure=lambda facts: facts.border_strokes,
        expected="aucun trait au bord de l’image",
        good="La signature est entière.",
        doubt="Un trait touche peut-être le bord : l’image sera vérifiée.",
        high="La signature touche le bord de l’image : elle est sans doute coupée. Recadrez plus "
        "large, avec du papier blanc tout autour.",
    ),
    Band(
        criterion="cropped",
        name="margin",
        measure=lambda facts: facts.margin,
        expected="une marge blanche tout autour",
        good="La signature est entière.",
        doubt="La signature est très près du bord : elle sera vérifiée.",
    ),
    Band(
        criterion="ink_contrast",
        name="ink_lightness",
        measure=lambda facts: facts.ink_lightness,
        expected="encre foncée : au plus {fail_above} (0 : noir, 100 : blanc)",
        good="L’encre se détache bien du papier.",
        doubt="L’encre est un peu pâle : elle sera vérifiée.",
        high=f"L’encre est trop pâle. {SIGN_AGAIN}",
    ),
    Band(
        criterion="ink_colour",
        name="ink_chroma",
        measure=lambda facts: facts.ink_chroma,
        expected="encre noire (conseillé) ou bleu foncé",
        good="L’encre est noire.",
        doubt="L’encre paraît colorée. L’encre noire est conseillée : l’image sera vérifiée.",
        high=f"L’encre est d’une couleur trop vive. {SIGN_AGAIN}",
    ),
    Band(
        criterion="ink_colour",
        name="colour_beside_blue",
        measure=_colour_beside_blue,
        expected="encre noire (conseillé) ou bleu foncé",
        good="L’encre est noire.",
        doubt="L’encre paraît colorée. L’encre noire est conseillée : l’image sera vérifiée.",
        high=f"L’encre n’est ni noire ni bleu foncé. {SIGN_AGAIN}",
    ),
    Band(
        criterion="sharpness",
        name="crispness",
        measure=lambda facts: _crispness(facts.edge_steepness, facts.full_steepness, facts),
        expected="au moins {fail_below}",
        good="Les traits sont nets.",
        doubt="Les traits sont un peu flous : l’image sera vérifiée.",
        low=f"Les traits sont flous. {_SHOT_AGAIN}",
    ),
    Band(
        criterion="sharpness",
        name="least_crispness",
        measure=lambda facts: _crispness(facts.least_steepness, facts.full_least_steepness, facts),
        expected="au moins {fail_below} dans chaque direction",
        good="Les traits sont nets.",
        doubt="Les traits sont un peu flous : l’image sera vérifiée.",
        low=f"L’image a bougé : les traits sont flous dans une direction. {_SHOT_AGAIN}",
    ),
    Band(
        criterion="printed_text",
        name="text_share",
        measure=lambda facts: facts.text_share,
        expected="une signature à la main, sans texte imprimé",
        good="Aucun texte imprimé n’a été trouvé.",
        doubt="Du texte imprimé est peut-être présent : l’image sera vérifiée.",
        high=f"Du texte imprimé est visible. Envoyez votre signature seule. {SIGN_AGAIN}",
    ),
    Band(
        criterion="printed_text",
        name="printed_letters",
        measure=lambda facts: facts.printed_letters,
        expected="une signature à la main, sans texte imprimé",
        good="Aucun texte imprimé n’a été trouvé.",
        doubt="Du texte imprimé est peut-être présent : l’image sera vérifiée.",
        high=f"Du texte imprimé est visible. Envoyez votre signature seule. {SIGN_AGAIN}",
    ),
    Band(
        criterion="scribble",
        name="hole_count",
        measure=lambda facts: facts.hole_count,
        expected="au plus {fail_above} boucles",
        good="La signature n’est pas un gribouillage.",
        doubt="Les traits sont très enchevêtrés : l’image sera vérifiée.",
        high=f"L’image est couverte de traits. {SIGN_AGAIN}",
    ),
    Band(
        criterion="not_a_signature",
        name="solid_ratio",
        measure=lambda facts: facts.solid_ratio,
        expected="des traits de stylo",
        good="L’image ressemble à une signature.",
        doubt="L’image contient une large tache : elle sera vérifiée.",
        high=f"L’image contient des formes pleines, pas des traits de stylo. {SIGN_AGAIN}",
    ),
)
