"""What is judged on the picture as a whole, ink or not: a row a measure, with its sentences.

The numbers are in `thresholds`.
"""

from services.imagecheck.photo.bands import Band
from services.imagecheck.signature.measured import SignatureFacts

SIGN_AGAIN = "Signez de nouveau au stylo noir sur une feuille blanche, puis numérisez la feuille."

PAGE_BANDS: tuple[Band[SignatureFacts], ...] = (
    Band(
        criterion="blank",
        name="ink_share",
        measure=lambda facts: facts.ink_share,
        expected="un trait d’encre visible",
        good="Une signature est visible.",
        doubt="La signature occupe très peu de place : elle sera vérifiée. Recadrez l’image "
        "autour de la signature si vous le pouvez.",
        low=f"Aucun trait assez foncé n’a été trouvé. {SIGN_AGAIN}",
    ),
    Band(
        criterion="frame",
        name="frame_sides",
        measure=lambda facts: facts.frame_sides,
        expected="aucun cadre",
        good="Aucun cadre imprimé n’entoure la signature.",
        doubt="Un cadre est peut-être visible : l’image sera vérifiée.",
        high="Un cadre imprimé entoure la signature. Recadrez l’image à l’intérieur du cadre, ou "
        "signez de nouveau sur une feuille blanche.",
    ),
    Band(
        criterion="scribble",
        name="fill_share",
        measure=lambda facts: facts.fill_share,
        expected="au plus {fail_above} d’encre",
        good="La signature n’est pas un gribouillage.",
        doubt="L’image contient beaucoup d’encre : elle sera vérifiée.",
        high=f"L’image est trop remplie pour une signature. {SIGN_AGAIN}",
    ),
    Band(
        criterion="not_a_signature",
        name="face_count",
        measure=lambda facts: float(facts.face_count),
        expected="une signature seule",
        good="L’image ressemble à une signature.",
        high="Un visage est visible sur cette image. Envoyez ici l’image de votre signature.",
    ),
    Band(
        criterion="not_a_signature",
        name="midtone_share",
        measure=lambda facts: facts.midtone_share,
        expected="au plus {fail_above} de tons intermédiaires",
        good="L’image ressemble à une signature.",
        doubt="L’image ressemble plus à une photo qu’à une signature : elle sera vérifiée.",
        high=f"L’image ressemble à une photo. {SIGN_AGAIN}",
    ),
    Band(
        criterion="paper",
        name="paper_lightness",
        measure=lambda facts: facts.paper_lightness,
        expected="papier clair : au moins {fail_below} (0 : noir, 100 : blanc)",
        good="Le papier est clair.",
        doubt="Le papier est un peu sombre : il sera vérifié.",
        low=f"Le fond est trop sombre. {SIGN_AGAIN}",
    ),
    Band(
        criterion="paper",
        name="paper_chroma",
        measure=lambda facts: facts.paper_chroma,
        expected="papier blanc",
        good="Le papier est clair.",
        doubt="Le papier est coloré : il sera vérifié.",
        high=f"Le papier est trop coloré. {SIGN_AGAIN}",
    ),
)
