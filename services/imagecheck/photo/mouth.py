"""How far the lips are apart, from several looks where one would leave a doubt."""

from statistics import fmean

import numpy as np

from services.imagecheck.engines.facemesh import Points
from services.imagecheck.engines.faces import Face, other_meshes
from services.imagecheck.engines.raster import Pixels

#: Points of the mesh by their published numbers: inner lips, chin, corners of both eyes.
UPPER_LIP, LOWER_LIP, CHIN = 13, 14, 152
EYE_CORNERS = (33, 133, 263, 362)
#: Openings around the limit of an open mouth (0.056). Measured on 24 portraits, in colours, grey
#: and softened: one look strays from the mean of four by 0.014 at most, and by 0.006 as a rule.
DOUBTFUL_OPENING = (0.045, 0.075)


def mouth_opening_of(mesh: Points) -> float:
    """Gap between the lips over the distance from the eyes to the chin."""
    eyes = mesh[list(EYE_CORNERS), :2].mean(axis=0)
    lower_face = float(np.linalg.norm(mesh[CHIN, :2] - eyes))
    return float(np.linalg.norm(mesh[LOWER_LIP, :2] - mesh[UPPER_LIP, :2])) / max(lower_face, 1.0)


def measure_mouth(pixels: Pixels, face: Face) -> float:
    """The opening; near the limit the mean of several looks, each cut a little differently."""
    opening = mouth_opening_of(face.mesh)
    if not DOUBTFUL_OPENING[0] < opening < DOUBTFUL_OPENING[1]:
        return opening
    return fmean([opening, *(mouth_opening_of(mesh) for mesh in other_meshes(pixels, face))])
