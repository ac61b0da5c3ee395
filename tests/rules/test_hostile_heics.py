"""Broken and swollen pictures of phones end in a typed refusal or in pixels, never in a crash."""

import pytest

from services.imagecheck.engines.raster import MAX_PIXELS, decode_picture
from shared.domain.files import RefusalCode, UnreadableFile
from tests.hostile.heics import hostile_heics


@pytest.fixture(scope="module")
def outcomes():
    return {name: outcome(data) for name, data in hostile_heics().items()}


def outcome(data):
    try:
        return decode_picture(data)
    except UnreadableFile as refusal:
        return refusal.code


def test_each_hostile_heic_is_refused_with_its_reason_or_becomes_pixels(outcomes):
    pixels = [one for one in outcomes.values() if not isinstance(one, RefusalCode)]

    assert len(outcomes) > 30
    assert len(outcomes) - len(pixels) > 15
    assert all(0 < one.pixels.size <= 3 * MAX_PIXELS for one in pixels)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("heic-claims-100000-square.heic", RefusalCode.TOO_MANY_PIXELS),
        ("heic-claims-49-mpx.heic", RefusalCode.TOO_MANY_PIXELS),
        ("heic-claims-one-pixel.heic", RefusalCode.CORRUPT),
        ("heic-noise-after-head.heic", RefusalCode.CORRUPT),
        ("heic-only-its-head.heic", RefusalCode.CORRUPT),
    ],
)
def test_the_refusal_says_what_is_wrong(outcomes, name, code):
    assert outcomes[name] is code
