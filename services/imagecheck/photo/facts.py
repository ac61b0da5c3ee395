"""Measures an identity photo: bytes in, values out; the rules judge them."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from services.imagecheck.engines.faces import Face, find_faces, person_mask, read_eyes, shrink
from services.imagecheck.engines.raster import Pixels, Raster, decode_picture
from services.imagecheck.engines.scaling import fit_within
from services.imagecheck.photo.background import Background, measure_background
from services.imagecheck.photo.eyes import measure_eyes
from services.imagecheck.photo.geometry import Geometry, measure_geometry, roll_of
from services.imagecheck.photo.light import measure_light
from services.imagecheck.photo.measured import PhotoFacts
from services.imagecheck.photo.mouth import measure_mouth
from services.imagecheck.photo.sharpness import Floats, measure_edge_blur
from services.imagecheck.photo.traces import measure_traces

#: Longest side on which faces are measured, pixels. A compliant head then has about 200 pixels
#: between the eyes, more than sharpness is compared at; more would only cost time.
WORKING_SIDE = 1000
#: A picture that a camera or a scanner laid down stands straight once it is turned; a face that
#: still leans by more than that (degrees) leans of itself, and its picture is left as it is.
UPRIGHT_ROLL = 25.0
#: A face of which less than that lies in the picture, pixels a side, has no pixels to measure.
LEAST_CUT = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Upright:
    """A photo as it should have been sent, and the faces on it."""

    raster: Raster
    #: The picture at the size on which it is measured, turned.
    pixels: Pixels
    #: Largest first, in those pixels.
    faces: tuple[Face, ...]
    #: Quarter turns to the left that brought it upright.
    turns: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """Pixels of the file across and down, once turned."""
        size = self.raster.full_size or (self.raster.width, self.raster.height)
        return size if self.turns % 2 == 0 else size[::-1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cut:
    """The part of a picture around the face, and the face's points in it."""

    pixels: Pixels
    outline: Floats


def measure_photo(data: bytes) -> PhotoFacts:
    """All values of one photo; UnreadableFile when the bytes are not a whole picture."""
    return measure_upright(open_upright(data))


def open_upright(data: bytes) -> Upright:
    """Decode a photo, and turn it so that its main face stands."""
    raster = decode_picture(data, WORKING_SIDE)
    pixels = fit_within(raster.pixels, WORKING_SIDE)
    faces = find_faces(pixels)
    # A face found leaning says which way to turn; none found may be one that lies.
    tries = (round(roll_of(faces[0]) / 90) % 4,) if faces else (1, 3)
    for turns in tries:
        if turns == 0:
            break
        turned = np.ascontiguousarray(np.rot90(pixels, turns))
        standing = find_faces(turned)
        if standing and abs(roll_of(standing[0])) < UPRIGHT_ROLL:
            return Upright(raster=raster, pixels=turned, faces=standing, turns=turns)
    return Upright(raster=raster, pixels=pixels, faces=faces)


def measure_upright(photo: Upright) -> PhotoFacts:
    """All values of a photo that is open already."""
    facts = PhotoFacts(
        width=photo.size[0],
        height=photo.size[1],
        quarter_turns=photo.turns,
        turned_by_exif=photo.raster.turned_by_exif,
        face_count=len(photo.faces),
        jpeg_quality=photo.raster.jpeg_quality,
        reduced=photo.raster.reduced,
    )
    if not photo.faces:
        return facts
    face, square = photo.faces[0], shrink(photo.pixels)
    mask = person_mask(square)
    height, width = photo.pixels.shape[:2]
    geometry = measure_geometry(face, mask, (width, height))
    facts = _with_geometry(facts, face, geometry, (width, height))
    facts = _with_background(facts, measure_background(square, mask, geometry.chin_row / height))
    return _with_traces(_with_eyes(_with_skin(facts, photo, geometry), photo), photo)


def _cut(pixels: Pixels, face: Face, scale: float = 1.0) -> Cut | None:
    """What of the face lies in a picture that is `scale` times as large as the face's own."""
    left, top = max(int(face.left * scale), 0), max(int(face.top * scale), 0)
    right, bottom = (face.left + face.width) * scale, (face.top + face.height) * scale
    part = pixels[top : int(bottom), left : int(right)]
    if min(part.shape[:2]) < LEAST_CUT:
        return None
    outline = face.mesh[:, :2] * np.float32(scale) - np.array([left, top], dtype=np.float32)
    return Cut(pixels=part, outline=np.asarray(outline, np.float32))


def _with_geometry(
    facts: PhotoFacts, face: Face, geometry: Geometry, size: tuple[int, int]
) -> PhotoFacts:
    width, height = size
    return dataclasses.replace(
        facts,
        face_left=face.left / width,
        face_top=face.top / height,
        face_width=face.width / width,
        face_height=face.height / height,
        eye_column=geometry.eye_column / width,
        eye_row=geometry.eye_row / height,
        chin_row=geometry.chin_row / height,
        yaw=geometry.yaw,
        pitch=geometry.pitch,
        roll=geometry.roll,
        mouth_width=geometry.mouth_width,
        head_seen=geometry.head_seen,
        head_deduced=geometry.head_deduced,
    )


def _with_eyes(facts: PhotoFacts, photo: Upright) -> PhotoFacts:
    eyes = read_eyes(photo.pixels, photo.faces[0])
    skin = facts.skin_lightness
    colours = None if skin is None else measure_eyes(photo.pixels, eyes, skin)
    return dataclasses.replace(
        facts,
        eye_opening=min(eye.opening for eye in eyes),
        mouth_opening=measure_mouth(photo.pixels, photo.faces[0]),
        red_eye_share=None if colours is None else colours.red,
        glare_share=None if colours is None else colours.glare,
    )


def _with_skin(facts: PhotoFacts, photo: Upright, geometry: Geometry) -> PhotoFacts:
    cut = _cut(photo.pixels, photo.faces[0])
    if cut is None:
        return facts
    light = measure_light(cut.pixels, cut.outline, geometry.eye_distance)
    return dataclasses.replace(
        facts,
        edge_blur=measure_edge_blur(cut.pixels, cut.outline, geometry.eye_distance),
        burnt_share=light.burnt_share,
        face_luminance=light.luminance,
        face_highlight=light.highlight,
        tone_entropy=light.entropy,
        colour_spread=light.colour_spread,
        cheek_gap=light.cheek_gap,
        skin_lightness=light.skin_lightness,
        skin_a=light.skin_a,
        skin_b=light.skin_b,
        lens_ratio=light.lens_ratio,
    )


def _with_traces(facts: PhotoFacts, photo: Upright) -> PhotoFacts:
    """On the pixels of the file: shrinking takes such traces away."""
    full = np.rot90(photo.raster.pixels, photo.turns)
    cut = _cut(full, photo.faces[0], full.shape[1] / photo.pixels.shape[1])
    traces = measure_traces(cut.pixels, cut.outline) if cut is not None else None
    if traces is None:
        return facts
    return dataclasses.replace(
        facts,
        # The squares of a shrunk picture are no longer eight pixels wide.
        blockiness=traces.blockiness if facts.reduced == 1 else None,
        moire_peak=traces.moire_peak,
        poster_trace=traces.poster_trace,
        flat_share=traces.flat_share,
    )


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
        background_shadow=background.shadow,
        background_texture=background.texture,
    )
