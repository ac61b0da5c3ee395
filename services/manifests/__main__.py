"""`python -m services.manifests [check|write|licences|release]`: exit code 1 if wrong."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from services.manifests.components import COMPONENTS, check_bucket, with_component
from services.manifests.compose import check_compose
from services.manifests.coverage import check_coverage
from services.manifests.documents import Document
from services.manifests.files import (
    check_descriptions,
    check_dockerfile,
    check_workflows,
)
from services.manifests.flows import check_flows
from services.manifests.kinds import check_kinds
from services.manifests.kubectl import render
from services.manifests.licences import check_licences, runtime_licences
from services.manifests.links import check_links
from services.manifests.release import check_release, check_versions
from services.manifests.units import check_units
from services.manifests.written import drifted, write
from shared.stages import TABLE

ROOT = Path(__file__).parent.parent.parent
OVERLAYS = ("dev", "prod")


def check_cluster(root: Path, documents: Sequence[Document]) -> tuple[str, ...]:
    """What was rendered: each object by its schema, all of them by the stage table."""
    return (
        *check_kinds(root, documents),
        *check_coverage(documents, TABLE),
        *check_links(documents),
        *check_flows(documents),
        *check_bucket(documents),
    )


def all_checks(root: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each check by its name, with what it found."""
    yield "files made from the code", drifted(root, TABLE)
    for overlay in OVERLAYS:
        rendered = render(root / "deploy/k8s/overlays" / overlay)
        yield f"kubernetes {overlay}", check_cluster(root, rendered)
    for name in COMPONENTS:
        yield f"kubernetes prod, {name}", check_cluster(root, with_component(root, name))
    yield "systemd units", check_units(root)
    yield "Dockerfile", check_dockerfile(root)
    yield "compose", check_compose(root)
    yield "workflows", check_workflows(root)
    yield "publiccode, hooks, development container", check_descriptions(root)
    yield "versions", check_versions(root)
    yield "licences", check_licences(runtime_licences(root))


def report(checks: Iterable[tuple[str, tuple[str, ...]]]) -> int:
    """Say one line a check, and what is wrong; exit code 1 for anything wrong."""
    bad = 0
    for name, found in checks:
        sys.stdout.write(f"{'ok ' if not found else 'BAD'} {name}\n")
        sys.stdout.writelines(f"    {line}\n" for line in found)
        bad += bool(found)
    return min(bad, 1)


def list_licences() -> int:
    """Every runtime requirement with its licence."""
    packages = runtime_licences(ROOT)
    sys.stdout.writelines(f"{one.name:<28} {one.version:<14} {one.licence}\n" for one in packages)
    found = check_licences(packages)
    sys.stdout.writelines(f"NOT ALLOWED: {line}\n" for line in found)
    return min(len(found), 1)


def main(arguments: list[str]) -> int:
    """One of the four; `check` when nothing is said."""
    if arguments == ["write"]:
        write(ROOT, TABLE)
        return 0
    if arguments == ["licences"]:
        return list_licences()
    if arguments == ["release"]:
        return report([("release", check_release(ROOT))])
    if arguments in ([], ["check"]):
        return report(all_checks(ROOT))
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
