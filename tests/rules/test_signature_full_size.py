"""Sharpness of large scans: the check measures on a smaller copy, which makes blur crisp again."""

import cv2
import numpy as np
import pytest

from services.imagecheck.signature.facts import measure_signature
from tests.rules.test_signature_pictures import BLACK, a_sheet, failed, moved, png, signed


def a_large_scan() -> np.ndarray:
    """2160 pixels wide, strokes of 3 to 6: made smaller for the other measures."""
    sheet = np.tile(a_sheet(), (4, 4, 1))[:1080, :2160]
    turn = np.linspace(0, 7 * np.pi, 900)
    x = 330 + turn * 68 + 140 * np.sin(turn)
    y = 540 + (250 - 5 * turn) * np.cos(turn * 1.15 + 0.4)
    path = np.stack([x, y], axis=1).round().astype(np.int32)
    return cv2.polylines(sheet, [path], False, BLACK, 3, cv2.LINE_AA)


@pytest.mark.parametrize(
    ("picture", "refused"),
    [
        pytest.param(cv2.GaussianBlur(a_large_scan(), (0, 0), 0.7), set(), id="as-scanned"),
        pytest.param(
            cv2.GaussianBlur(a_large_scan(), (0, 0), 4.0), {"sharpness"}, id="blurred-by-a-stroke"
        ),
        pytest.param(moved(a_large_scan(), 13), {"sharpness"}, id="moved-by-three-strokes"),
    ],
)
def test_blur_of_a_large_scan_is_seen_although_a_smaller_copy_looks_crisp(picture, refused):
    assert failed(picture) == refused


def test_what_is_measured_at_full_size_follows_the_size_of_the_picture():
    small, large = (
        measure_signature(png(picture)) for picture in (signed(a_sheet()), a_large_scan())
    )

    assert (small.full_steepness, small.full_least_steepness, small.full_stroke_width) == (
        small.edge_steepness,
        small.least_steepness,
        small.stroke_width,
    )
    assert large.full_stroke_width == pytest.approx(4.5, abs=1.5)
