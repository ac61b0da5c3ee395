"""Rows of the face itself: pose, eyes, mouth, glasses; the numbers are in thresholds.py."""

from services.imagecheck.photo import derived
from services.imagecheck.photo.bands import Band
from services.imagecheck.photo.measured import PhotoFacts

FACE_BANDS: tuple[Band[PhotoFacts], ...] = (
    Band(
        criterion="pose",
        name="head_turn",
        measure=derived.head_turn,
        unit="°",
        expected="tête droite et de face : au plus {pass_to}°",
        good="La tête est droite et de face.",
        doubt="La tête est un peu tournée ou penchée : la pose sera vérifiée.",
        high="La tête est tournée ou penchée. Reprenez la photo bien de face, la tête droite.",
    ),
    Band(
        criterion="eyes_open",
        name="eye_opening",
        measure=lambda facts: facts.eye_opening,
        expected="au moins {fail_below} pour chaque œil",
        good="Les deux yeux sont ouverts.",
        doubt="Les yeux sont peu ouverts : la photo sera vérifiée.",
        low="Un œil au moins paraît fermé. Reprenez la photo les yeux bien ouverts.",
    ),
    Band(
        criterion="mouth_closed",
        name="mouth_opening",
        measure=lambda facts: facts.mouth_opening,
        expected="au plus {fail_above}",
        good="La bouche est fermée.",
        doubt="La bouche est peut-être entrouverte : la photo sera vérifiée.",
        high="La bouche paraît ouverte. Reprenez la photo la bouche fermée, sans sourire.",
    ),
    Band(
        criterion="expression",
        name="smile",
        measure=derived.smile,
        expected="expression neutre : largeur de la bouche au plus {pass_to}",
        good="L’expression paraît neutre.",
        doubt="Vous souriez peut-être : l’expression sera vérifiée. Elle doit être neutre.",
    ),
    Band(
        criterion="glasses",
        name="lens_ratio",
        measure=lambda facts: facts.lens_ratio,
        expected="verres non teintés : au moins {fail_below}",
        good="Aucun verre teinté ni reflet ne cache les yeux.",
        doubt="Le tour des yeux est sombre, comme derrière des verres teintés : il sera vérifié.",
        low="Les verres des lunettes sont teintés. Reprenez la photo sans lunettes, ou avec des "
        "verres clairs.",
    ),
    Band(
        criterion="glasses",
        name="glare_share",
        measure=lambda facts: facts.glare_share,
        expected="pas de reflet : au plus {fail_above} du verre",
        good="Aucun verre teinté ni reflet ne cache les yeux.",
        doubt="Un reflet est visible près des yeux : il sera vérifié.",
        high="Un reflet cache un œil. Reprenez la photo sans lunettes, ou sans lampe en face.",
    ),
    Band(
        criterion="red_eye",
        name="red_eye_share",
        measure=lambda facts: facts.red_eye_share,
        expected="pas d’yeux rouges : au plus {fail_above} de l’iris",
        good="Les yeux ont leur couleur naturelle.",
        doubt="Un œil paraît un peu rouge : la photo sera vérifiée.",
        high="Les yeux sont rouges à cause du flash. Reprenez la photo sans flash.",
    ),
)
