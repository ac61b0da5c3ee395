"""A copy of what the manifests' checks read, with an error planted in it."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PARTS = (
    *("deploy", ".github", ".devcontainer", "publiccode.yml", ".pre-commit-config.yaml"),
    *("pyproject.toml", "CHANGELOG.md"),
)


def copy_of_the_repository(folder):
    """The checked files under `folder`."""
    for part in PARTS:
        source, target = ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    return folder


def plant(root, file, old, new):
    """Put `new` in the place of `old`, which must be there."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}: plant something else"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def the(objects, kind, name):
    """The object of that kind and name."""
    return next(one for one in objects if (one["kind"], one["metadata"]["name"]) == (kind, name))


def pod(objects, name):
    """The pod of a Deployment."""
    return the(objects, "Deployment", name)["spec"]["template"]["spec"]
