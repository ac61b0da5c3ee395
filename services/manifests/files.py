"""The files of one kind each: image recipe, compose, workflow and what describes the repository."""

import re
from pathlib import Path

from services.manifests.documents import read_all, read_one
from services.manifests.tools import complaints

_SCHEMAS = {
    "deploy/schemas/publiccode.yaml": "publiccode.yml",
    "deploy/schemas/pre_commit.yaml": ".pre-commit-config.yaml",
    "deploy/schemas/devcontainer.yaml": ".devcontainer/devcontainer.json",
}
_BASE = re.compile(r"^FROM\s+(\S+)", re.MULTILINE)
_TARGET = re.compile(r"^FROM\s+\S+\s+AS\s+(\S+)", re.MULTILINE)
#: An exact version: three numbers, with a word after them or not.
_PINNED = re.compile(r":v?\d+\.\d+\.\d+(-[a-z]+)*$")
_ACTION = re.compile(r"@v\d+\.\d+\.\d+$")


def check_dockerfile(root: Path) -> tuple[str, ...]:
    """What hadolint says, bases that move, and images that run as root."""
    path = root / "deploy/Dockerfile"
    text = path.read_text(encoding="utf-8")
    own = set(_TARGET.findall(text))
    moving = [
        f"Dockerfile: {base} is not pinned by an exact version"
        for base in _BASE.findall(text)
        if base not in own and not _PINNED.search(base)
    ]
    users = [line.split()[1] for line in text.splitlines() if line.startswith("USER ")]
    rooted = [] if users and users[-1] == "10001:10001" else ["Dockerfile: ends as another user"]
    return (*complaints(["hadolint", "--no-color", str(path)], root), *moving, *rooted)


def check_compose(root: Path) -> tuple[str, ...]:
    """What the schema of compose says, and images or services that move or may write."""
    path = root / "deploy/compose.yaml"
    schema = ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    said = complaints(schema, root)
    if said:
        return said
    services = read_one(path.read_text(encoding="utf-8"))["services"]
    images = [
        f"compose.yaml: {name}: {one.get('image')} is not pinned by an exact version"
        for name, one in services.items()
        if not _PINNED.search(str(one.get("image")))
    ]
    open_ = [
        f"compose.yaml: {name}: may write its root"
        for name, one in services.items()
        if "build" in one and not one.get("read_only")
    ]
    scrape = ["promtool", "check", "config", "--syntax-only", "deploy/compose-prometheus.yml"]
    return (*images, *open_, *complaints(scrape, root))


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
