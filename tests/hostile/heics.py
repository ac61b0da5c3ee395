"""Pictures of phones (HEIC) made to harm: cut, bent, swollen or lying about their size."""

import random
import struct
from collections.abc import Iterator

from pillow_heif import register_heif_opener

from tests.hostile.pictures import a_picture, bent, cut, exif_of, saved

#: Kind of the property that says how large the picture is (ISO/IEC 23008-12, 6.5.3).
SIZE = b"ispe"


def a_heic(**options):
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    return saved(a_picture(), "HEIF", quality=60, **options)


def claiming(data, width, height):
    """The picture with another size in its own description."""
    place = data.index(SIZE) + 8  # the kind, then version and flags
    return data[:place] + struct.pack(">II", width, height) + data[place + 8 :]


def with_box_length(data, kind, length):
    """The picture with another length of one of its boxes."""
    place = data.index(kind) - 4
    return data[:place] + struct.pack(">I", length) + data[place + 4 :]


def odd_heics() -> Iterator[tuple[str, bytes]]:
    """HEIC files whose boxes contradict what they hold."""
    data = a_heic()
    yield "claims-100000-square", claiming(data, 100_000, 100_000)
    yield "claims-2-32", claiming(data, 0xFFFFFFFF, 0xFFFFFFFF)
    yield "claims-39-mpx", claiming(data, 6000, 6500)
    yield "claims-one-pixel", claiming(data, 1, 1)
    yield "no-width", claiming(data, 0, 320)
    yield "claims-49-mpx", claiming(data, 7000, 7000)
    yield "meta-without-end", with_box_length(data, b"meta", 0xFFFFFFFF)
    yield "meta-empty", with_box_length(data, b"meta", 8)
    yield "data-without-end", with_box_length(data, b"mdat", 0xFFFFFFFF)
    yield "no-codec-settings", data.replace(b"hvcC", b"xxxC")
    yield "no-place", data.replace(b"iloc", b"iloX")
    yield "other-codec", data.replace(b"hvc1", b"jpeg")
    yield "noise-after-head", data[:64] + random.Random(9).randbytes(50_000)
    yield "zeros-after-head", data[:400] + bytes(len(data))
    yield "only-its-head", data[:12]
    yield "place-and-name", a_heic(exif=exif_of(6).tobytes())
    yield "exif-of-noise", a_heic(exif=b"Exif\0\0II*\0" + random.Random(5).randbytes(60_000))


def hostile_heics() -> dict[str, bytes]:
    """Every one by its file name."""
    good = a_heic()
    return {f"heic-{name}.heic": data for name, data in (*cut(good), *bent(good), *odd_heics())}
