"""HEIC, what phones save: told by content, decoded like other pictures, refused when broken."""

import io

import numpy as np
import pytest
from PIL import Image

from services.imagecheck.engines.heif import teach_heif
from services.imagecheck.engines.raster import decode_picture
from shared.domain.files import RefusalCode, UnreadableFile, sniff_media_type


def a_phone_picture(width=320, height=240):
    """A picture whose left half is dark, as HEIC."""
    teach_heif()
    pixels = np.full((height, width, 3), 230, dtype=np.uint8)
    pixels[:, : width // 2] = 20
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "HEIF", quality=90)
    return buffer.getvalue()


def test_a_phone_picture_is_told_by_its_content_and_decoded():
    data = a_phone_picture()

    raster = decode_picture(data)

    assert sniff_media_type(data[:16]) == "image/heic"
    assert (raster.width, raster.height) == (320, 240)
    assert raster.pixels[120, 40].mean() < 60 < 200 < raster.pixels[120, 280].mean()


def test_a_film_is_no_phone_picture():
    assert sniff_media_type(b"\0\0\0\x18ftypmp42" + bytes(20)) is None


@pytest.mark.parametrize(
    ("share", "code"), [(0.02, RefusalCode.CORRUPT), (0.9, RefusalCode.TRUNCATED)]
)
def test_a_broken_phone_picture_is_refused_with_its_reason(share, code):
    data = a_phone_picture()

    with pytest.raises(UnreadableFile) as refused:
        decode_picture(data[: max(40, int(share * len(data)))])

    assert refused.value.code is code


def test_a_phone_picture_of_too_many_pixels_is_refused_by_its_header(monkeypatch):
    data = a_phone_picture()
    monkeypatch.setattr("services.imagecheck.engines.raster.MAX_PIXELS", 1000)

    with pytest.raises(UnreadableFile) as refused:
        decode_picture(data)

    assert refused.value.code is RefusalCode.TOO_MANY_PIXELS
