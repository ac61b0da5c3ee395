"""`guichet check --as photo --overlay OUT`: a drawing beside the verdict, or why there is none."""

import json

import pytest

from services.demo.specimens import broken
from services.demo.specimens.portraits import portrait
from tests.e2e.command import guichet


@pytest.fixture
def photo(tmp_path):
    """The demo's compliant photo."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(portrait())
    return path


def test_the_drawing_is_written_and_the_rows_stay_what_they_are(photo, tmp_path):
    out = tmp_path / "drawing.png"
    plain = guichet("check", "--as", "photo", "--jsonl", photo)
    drawn = guichet("check", "--as", "photo", "--jsonl", "--overlay", out, photo)

    assert drawn.returncode == 0
    assert json.loads(drawn.stdout) == json.loads(plain.stdout)
    assert out.read_bytes().startswith(b"\x89PNG")


def test_a_file_that_cannot_be_opened_gives_no_drawing_and_says_so(tmp_path):
    cut, out = tmp_path / "cut.jpg", tmp_path / "drawing.png"
    cut.write_bytes(broken.truncated_jpeg(portrait()))
    ended = guichet("check", "--as", "photo", "--overlay", out, cut)

    assert ended.returncode == 1
    assert not out.exists()
    assert "ne peut pas être ouverte" in ended.stderr.decode()


def test_a_drawing_is_of_one_photo(photo, tmp_path):
    out = tmp_path / "drawing.png"
    for arguments in (
        ("--as", "photo", "--overlay", out, photo, photo),
        ("--as", "signature", "--overlay", out, photo),
    ):
        ended = guichet("check", *arguments)

        assert ended.returncode == 1
        assert "une seule photo" in ended.stderr.decode()
    assert not out.exists()
