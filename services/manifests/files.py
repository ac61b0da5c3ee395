"""The files of one kind each: image recipe, workflow and what describes the repository."""

import re
from pathlib import Path

from services.manifests.documents import read_all
from services.manifests.tools import complaints

_SCHEMAS = {
    "deploy/schemas/publiccode.yaml": "publiccode.yml",
    "deploy/schemas/pre_commit.yaml": ".pre-commit-config.yaml",
    "deploy/schemas/devcontainer.yaml": ".devcontainer/devcontainer.json",
}
_BASE = re.compile(r"^FROM\s+(\S+)", re.MULTILINE)
_ARGUMENT = re.compile(r"^ARG\s+(\w+)=(\S+)", re.MULTILINE)
_TARGET = re.compile(r"^FROM\s+\S+\s+AS\s+(\S+)", re.MULTILINE)
#: An exact version: three numbers, with a word after them or not.
PINNED = re.compile(r":v?\d+\.\d+\.\d+(-[a-z]+)*$")
#: A commit: a tag of an action can be moved.
_ACTION = re.compile(r"@[0-9a-f]{40}$")


def image_bases(text: str) -> list[str]:
    """The images that a recipe starts from, those that it makes itself left out."""
    own, named = set(_TARGET.findall(text)), dict(_ARGUMENT.findall(text))
    bases = [named.get(base.strip("${}"), base) for base in _BASE.findall(text) if base not in own]
    return list(dict.fromkeys(bases))


def check_dockerfile(root: Path) -> tuple[str, ...]:
    """What hadolint says, bases that move, and images that run as root."""
    path = root / "deploy/Dockerfile"
    text = path.read_text(encoding="utf-8")
    moving = [
        f"Dockerfile: {base} is not pinned by an exact version"
        for base in image_bases(text)
        if not PINNED.search(base.partition("@")[0])
    ]
    users = [line.split()[1] for line in text.splitlines() if line.startswith("USER ")]
    rooted = [] if users and users[-1] == "10001:10001" else ["Dockerfile: ends as another user"]
    return (*complaints(["hadolint", "--no-color", str(path)], root), *moving, *rooted)


def check_workflows(root: Path) -> tuple[str, ...]:
    """What the schema of workflows says, and actions that move."""
    folder = root / ".github/workflows"
    paths = [str(path) for path in sorted(folder.glob("*.yml"))]
    schema = ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", *paths]
    said = complaints(schema, root)
    if said:
        return said
    jobs = [
        job
        for path in paths
        for one in read_all(Path(path).read_text(encoding="utf-8"))
        for job in one["jobs"].values()
    ]
    used = [step["uses"] for job in jobs for step in job["steps"] if "uses" in step]
    return tuple(f"workflow: {action} moves" for action in used if not _ACTION.search(action))


def check_descriptions(root: Path) -> tuple[str, ...]:
    """publiccode.yml, the hooks and the development container against their schemas."""
    return tuple(
        fault
        for schema, file in _SCHEMAS.items()
        for fault in complaints(
            ["check-jsonschema", "--schemafile", str(root / schema), str(root / file)], root
        )
    )
