"""Under which licences the runtime requirements come, and whether each is one that we take."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

REQUIREMENTS = "deploy/requirements/runtime.txt"

#: Licences that ask for no more than notice, by their SPDX names. MPL-2.0 binds the files
#: themselves only, and those we leave as they are.
ALLOWED = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0"}
    | {"MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib"}
)
#: What packages write instead.
_MEANS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    # pypdfium2: PDFium and its libraries are listed, all of that kind, in the wheel's own folder.
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_OPERATOR = re.compile(r"\s+(?:AND|OR|WITH)\s+|[()]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensed:
    """One requirement, and what it says of its licence."""

    name: str
    version: str
    licence: str


def licences_of(said: str) -> tuple[str, ...]:
    """The licences of an expression, each alone. An alternative counts like a conjunction."""
    meant = _MEANS.get(said, said)
    return tuple(part.strip() for part in _OPERATOR.split(meant) if part.strip())


def check_licences(packages: Iterable[Licensed]) -> tuple[str, ...]:
    """Those that we would have to look at before we ship them."""
    return tuple(
        f"{one.name} {one.version}: licence {one.licence or 'unknown'} is not on our list"
        for one in packages
        if not licences_of(one.licence) or not set(licences_of(one.licence)) <= ALLOWED
    )


def _said_by(package: metadata.PackageMetadata) -> str:
    if expression := package.get_all("License-Expression"):
        return str(expression[0])
    named = [line for line in package.get_all("Classifier") or [] if line.startswith("License ::")]
    last = [line.rpartition(":: ")[2] for line in named]
    known = [name for name in last if name != "OSI Approved"]
    return " AND ".join(_MEANS.get(name, name) for name in known) or " AND ".join(
        package.get_all("License") or []
    )


def runtime_licences(root: Path) -> tuple[Licensed, ...]:
    """What each pinned runtime requirement says, as installed here."""
    text = (root / REQUIREMENTS).read_text(encoding="utf-8")
    return tuple(
        Licensed(name=name, version=version, licence=_said_by(metadata.metadata(name)))
        for name, version in _PINNED.findall(text)
    )
