"""The signature cut out of its sheet: what is kept, what is left behind."""

import cv2
import numpy as np

from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.signature.clean import clean_signature
from tests.rules.test_signature_pictures import a_sheet, edge_of_shadow, png, ruled, signed


def cut_out(pixels: np.ndarray) -> np.ndarray:
    """Blue, green, red and alpha of the clean picture."""
    drawn = clean_signature(png(pixels))
    return cv2.imdecode(np.frombuffer(drawn, np.uint8), cv2.IMREAD_UNCHANGED)


def test_the_ink_alone_is_left_black_on_nothing_with_a_little_room():
    clean = cut_out(signed(a_sheet()))

    assert clean.shape[2] == 4
    assert clean[:, :, :3].max() == 0
    height, width = clean.shape[:2]
    assert (height, width) < (300, 600)
    rim = np.concatenate([clean[0], clean[-1], clean[:, 0], clean[:, -1]])
    assert rim[:, 3].max() == 0
    assert clean[:, :, 3].max() == 255


def test_shadow_and_ruling_stay_on_the_sheet():
    plain = cut_out(signed(a_sheet()))[:, :, 3] > 128

    for sheet in (edge_of_shadow(signed(a_sheet())), ruled(signed(a_sheet()), 34, squared=True)):
        clean = cut_out(sheet)[:, :, 3] > 128
        ink, kept = plain.sum(), clean.sum()
        assert 0.85 * ink < kept < 1.15 * ink


def test_a_blank_sheet_has_nothing_to_cut_out():
    assert clean_signature(png(a_sheet())) is None


def test_what_was_cut_out_is_itself_a_picture_on_white_paper():
    drawn = clean_signature(png(signed(a_sheet())))

    assert decode_picture(drawn).pixels.max() == 255
