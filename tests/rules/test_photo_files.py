"""Photos as files: large ones read small, sixteen bits, the quality of the last saving."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.photo.facts import measure_photo
from tests.rules.id_photos import id_photo, png


def jpeg(image: Image.Image, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", **options)
    return buffer.getvalue()


def shaded(width: int, height: int) -> Image.Image:
    rows, columns = np.mgrid[0:height, 0:width]
    return Image.fromarray(np.stack([rows % 256, columns % 256, rows * 0 + 90], 2).astype(np.uint8))


def test_a_large_picture_is_read_small_and_remembers_its_size():
    raster = decode_picture(jpeg(shaded(3000, 4000)), 1000)

    assert (raster.width, raster.height) == (750, 1000)
    assert (raster.full_size, raster.reduced) == ((3000, 4000), 4)


def test_a_large_picture_that_asks_to_be_turned_is_read_small_and_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    raster = decode_picture(jpeg(shaded(4000, 3000), exif=exif), 1000)

    assert (raster.width, raster.height) == (750, 1000)
    assert raster.full_size == (3000, 4000)
    assert raster.turned_by_exif


@pytest.mark.parametrize("size", [(413, 531), (1000, 900)])
def test_a_small_picture_is_read_whole(size):
    raster = decode_picture(jpeg(shaded(*size)), 1000)

    assert (raster.width, raster.height) == size
    assert raster.reduced == 1


def test_sixteen_bits_of_grey_keep_their_shades():
    wide = np.linspace(0, 65535, 120 * 100).reshape(120, 100).astype(np.uint16)
    buffer = io.BytesIO()
    Image.fromarray(wide).save(buffer, "PNG")
    pixels = decode_picture(buffer.getvalue()).pixels

    assert pixels.shape == (120, 100, 3)
    assert np.abs(pixels[:, :, 0].astype(int) - (wide >> 8)).max() == 0


@pytest.mark.parametrize("quality", [20, 50, 75, 95])
def test_the_quality_of_the_last_saving_is_told_from_the_tables(quality):
    assert decode_picture(jpeg(shaded(64, 64), quality=quality)).jpeg_quality == pytest.approx(
        quality, abs=1.5
    )
    assert decode_picture(png(id_photo())).jpeg_quality is None


def test_a_telephone_picture_is_measured_as_its_small_copy():
    small = id_photo()
    large = cv2.resize(small, None, fx=7, fy=7, interpolation=cv2.INTER_CUBIC)
    facts = measure_photo(jpeg(Image.fromarray(large[:, :, ::-1].copy()), quality=92))
    same = measure_photo(png(small))

    assert (facts.width, facts.height, facts.reduced) == (2891, 3717, 2)
    assert facts.head_seen == pytest.approx(same.head_seen, abs=0.02)
    assert facts.background_lightness == pytest.approx(same.background_lightness, abs=1)
    assert facts.eye_opening == pytest.approx(same.eye_opening, abs=0.05)
