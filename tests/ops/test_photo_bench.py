"""The bench of the photo check: a real picture, parts that add up, the memory of this process."""

import pytest

from services.bench.photo_bench import measure_photos, render
from services.imagecheck.photo.facts import measure_photo

SIZE = (413, 531)


def test_the_picture_measured_is_a_compliant_photo_of_its_size():
    facts = measure_photo(render(SIZE))

    assert (facts.width, facts.height, facts.face_count) == (*SIZE, 1)


def test_decoding_models_and_measures_add_up_to_the_whole():
    (cost,), memory = measure_photos({SIZE: render(SIZE)}, 3)

    assert cost.decode + cost.models + cost.measures >= 0.99 * cost.whole
    assert 0 < cost.decode < cost.models < cost.whole
    assert cost.kilobytes == pytest.approx(len(render(SIZE)) / 1000)
    assert 40 < memory < 4000
