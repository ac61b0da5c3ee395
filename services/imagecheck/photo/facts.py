"""Measures an identity photo: bytes in, values out; the rules judge them."""

import dataclasses

import numpy as np

from services.imagecheck.engines.faces import Face, eye_openings, find_faces, person_mask, shrink
from services.imagecheck.engines.raster import Pixels, decode_picture
from services.imagecheck.engines.scaling import fit_within
from services.imagecheck.photo.background import Background, measure_background
from services.imagecheck.photo.geometry import measure_geometry, roll_of
from services.imagecheck.photo.light import measure_light
from services.imagecheck.photo.measured import PhotoFacts

#: Longest side on which faces are measured, pixels. A compliant head then has about 180 pixels
#: between the eyes, twice what sharpness is compared at; more would only cost time.
WORKING_SIDE = 1000


def measure_photo(data: bytes) -> PhotoFacts:
    """All values of one photo; UnreadableFile when the bytes are not a whole picture."""
    raster = decode_picture(data)
    pixels, faces, turns = _upright(fit_within(raster.pixels, WORKING_SIDE))
    size = (raster.width, raster.height)
    width, height = size if turns % 2 == 0 else size[::-1]
    facts = PhotoFacts(
        width=width,
        height=height,
        quarter_turns=turns,
        turned_by_exif=raster.turned_by_exif,
        face_count=len(faces),
    )
    return _with_face(facts, pixels, faces[0]) if faces else facts


def _upright(pixels: Pixels) -> tuple[Pixels, tuple[Face, ...], int]:
    """The picture turned so that its main face stands, its faces, and the quarter turns."""
    faces = find_faces(pixels)
    # A face found leaning says which way to turn; none found may be one that lies.
    tries = (round(roll_of(faces[0]) / 90) % 4,) if faces else (1, 3)
    for turns in tries:
        if turns == 0:
            break
        turned = np.ascontiguousarray(np.rot90(pixels, turns))
        standing = find_faces(turned)
        if standing and abs(roll_of(standing[0])) < 45:
            return turned, standing, turns
    return pixels, faces, 0


def _with_face(facts: PhotoFacts, pixels: Pixels, face: Face) -> PhotoFacts:
    height, width = pixels.shape[:2]
    square = shrink(pixels)
    mask = person_mask(square)
    geometry = measure_geometry(face, mask, (width, height))
    facts = dataclasses.replace(
        facts,
        face_left=face.left / width,
        face_top=face.top / height,
        face_width=face.width / width,
        face_height=face.height / height,
        yaw=geometry.yaw,
        pitch=geometry.pitch,
        roll=geometry.roll,
        eye_opening=min(eye_openings(pixels, face)),
        mouth_opening=geometry.mouth_opening,
        head_seen=geometry.head_seen,
        head_deduced=geometry.head_deduced,
    )
    facts = _with_light(facts, pixels, face, geometry.eye_distance)
    return _with_background(facts, measure_background(square, mask, geometry.chin_row / height))


def _with_background(facts: PhotoFacts, background: Background | None) -> PhotoFacts:
    if background is None:
        return facts
    return dataclasses.replace(
        facts,
        background_share=background.share,
        background_lightness=background.lightness,
        background_a=background.a,
        background_b=background.b,
        background_spread=background.spread,
    )


def _with_light(facts: PhotoFacts, pixels: Pixels, face: Face, eye_distance: float) -> PhotoFacts:
    light = measure_light(pixels, face, eye_distance)
    if light is None:
        return facts
    return dataclasses.replace(
        facts,
        sharpness=light.sharpness,
        burnt_share=light.burnt_share,
        face_luminance=light.luminance,
        face_highlight=light.highlight,
        tone_entropy=light.entropy,
        colour_spread=light.colour_spread,
    )
