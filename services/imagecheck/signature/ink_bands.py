"""Thresholds of the signature check: a row a measure, with its source.

The administration's limits for the file are not published (rule book, SG5): these are our own
choice, and "measured" is what the development pictures gave.
"""

from services.imagecheck.photo.bands import Band
from services.imagecheck.signature.measured import SignatureFacts

_SIGN_AGAIN = "Signez de nouveau au stylo noir sur une feuille blanche, puis numérisez la feuille."

#: Judged whatever the picture holds.
PAGE_BANDS: tuple[Band[SignatureFacts], ...] = (
    Band(
        criterion="blank",
        measure=lambda facts: facts.ink_share,
        # Measured: signatures that fill their picture 0.02 to 0.16; one alone on a whole sheet
        # about 0.0016, which is to be cropped rather than refused.
        pass_from=0.002,
        fail_below=0.0005,
        expected="un trait d’encre visible",
        good="Une signature est visible.",
        doubt="La signature occupe très peu de place : elle sera vérifiée. Recadrez l’image "
        "autour de la signature si vous le pouvez.",
        low=f"Aucun trait assez foncé n’a été trouvé. {_SIGN_AGAIN}",
    ),
    Band(
        criterion="not_a_signature",
        measure=lambda facts: float(facts.face_count),
        pass_to=0,
        fail_above=0,
        expected="une signature seule",
        good="L’image ressemble à une signature.",
        high="Un visage est visible sur cette image. Envoyez ici l’image de votre signature.",
    ),
    Band(
        criterion="not_a_signature",
        measure=lambda facts: facts.ink_share,
        # SG5: up to 20 % of ink. Measured: a dense signature cropped close 0.16.
        pass_to=0.20,
        fail_above=0.30,
        expected="au plus 0,30 d’encre",
        good="L’image ressemble à une signature.",
        doubt="L’image contient beaucoup d’encre : elle sera vérifiée.",
        high=f"L’image est trop remplie pour une signature. {_SIGN_AGAIN}",
    ),
    Band(
        criterion="not_a_signature",
        measure=lambda facts: facts.dark_share,
        # Counted before the light is made even, which would turn a dark page into an empty one.
        # Measured: a sheet whose light falls by half 0.43, pages scribbled all over 0.75 and more.
        pass_to=0.47,
        fail_above=0.6,
        expected="au plus 0,6 de zones sombres",
        good="L’image ressemble à une signature.",
        doubt="Une grande partie de l’image est sombre : elle sera vérifiée.",
        high=f"L’image est trop remplie pour une signature. {_SIGN_AGAIN}",
    ),
    Band(
        criterion="not_a_signature",
        measure=lambda facts: facts.midtone_share,
        # Measured: signatures up to 0.04, blurred ones up to 0.13, photos 0.10 to 0.24.
        pass_to=0.14,
        fail_above=0.18,
        expected="au plus 0,18 de tons intermédiaires",
        good="L’image ressemble à une signature.",
        doubt="L’image ressemble plus à une photo qu’à une signature : elle sera vérifiée.",
        high=f"L’image ressemble à une photo. {_SIGN_AGAIN}",
    ),
    Band(
        criterion="ink_contrast",
        measure=lambda facts: facts.paper_lightness,
        # SG5: light ground. Measured: real sheets 90 to 100, one half in shadow 80.
        pass_from=75,
        fail_below=70,
        expected="papier clair : au moins 70 (0 : noir, 100 : blanc)",
        good="L’encre se détache bien du papier.",
        doubt="Le papier est un peu sombre : il sera vérifié.",
        low=f"Le fond est trop sombre. {_SIGN_AGAIN}",
    ),
)

#: Judged on ink only; without any they are not evaluated.
STROKE_BANDS: tuple[Band[SignatureFacts], ...] = (
    Band(
        criterion="not_a_signature",
        measure=lambda facts: facts.solid_ratio,
        # Measured: pens 1.7 to 3.6, photos and objects 6 to 26.
        pass_to=5,
        fail_above=8,
        expected="des traits de stylo",
        good="L’image ressemble à une signature.",
        doubt="L’image contient une large tache : elle sera vérifiée.",
        high=f"L’image contient des formes pleines, pas des traits de stylo. {_SIGN_AGAIN}",
    ),
    Band(
        criterion="not_a_signature",
        measure=lambda facts: facts.text_share,
        # Measured: printed lines above 0.9, signatures in separate letters 0.
        pass_to=0.3,
        fail_above=0.6,
        expected="une signature à la main, sans texte imprimé",
        good="L’image ressemble à une signature.",
        doubt="Du texte imprimé est peut-être présent : l’image sera vérifiée.",
        high=f"Du texte imprimé est visible. Envoyez votre signature seule. {_SIGN_AGAIN}",
    ),
    Band(
        criterion="cropped",
        measure=lambda facts: facts.border_strokes,
        # SG5: the ink does not touch the frame. Half a stroke's width is one stroke cut aslant.
        pass_to=0,
        fail_above=0.5,
        expected="aucun trait au bord de l’image",
        good="La signature est entière.",
        doubt="Un trait touche peut-être le bord : l’image sera vérifiée.",
        high="La signature touche le bord de l’image : elle est sans doute coupée. Recadrez plus "
        "large, avec du papier blanc tout autour.",
    ),
    Band(
        criterion="cropped",
        measure=lambda facts: facts.margin,
        # Closer than that, whether a stroke is cut is for a person to see; never a refusal.
        pass_from=0.005,
        expected="une marge blanche tout autour",
        good="La signature est entière.",
        doubt="La signature est très près du bord : elle sera vérifiée.",
    ),
    Band(
        criterion="ink_contrast",
        measure=lambda facts: facts.ink_lightness,
        # SG5: dark ink. Measured: pens 0 to 51, pencil made pale 69 to 81.
        pass_to=58,
        fail_above=66,
        expected="encre foncée : au plus 66 (0 : noir, 100 : blanc)",
        good="L’encre se détache bien du papier.",
        doubt="L’encre est un peu pâle : elle sera vérifiée.",
        high=f"L’encre est trop pâle. {_SIGN_AGAIN}",
    ),
    Band(
        criterion="ink_colour",
        measure=lambda facts: facts.ink_chroma,
        # No text asks for black, so colour is said and never refused. Measured: black pens up
        # to 5 on a noisy scan, blue and red ones 25 and more.
        pass_to=15,
        expected="encre noire (conseillé)",
        good="L’encre est noire.",
        doubt="L’encre paraît colorée. L’encre noire est conseillée : l’image sera vérifiée.",
    ),
    Band(
        criterion="sharpness",
        measure=lambda facts: facts.edge_steepness,
        # Measured: scans 0.23 to 0.53; Gaussian blur of 3 pixels 0.13 to 0.14, of 2 about 0.19.
        pass_from=0.22,
        fail_below=0.195,
        expected="au moins 0,195",
        good="Les traits sont nets.",
        doubt="Les traits sont un peu flous : l’image sera vérifiée.",
        low="Les traits sont flous. Numérisez de nouveau la feuille, ou reprenez la photo sans "
        "bouger et de plus près.",
    ),
)
