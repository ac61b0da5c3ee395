"""A next version, made of this one by the edits that a release would bring.

It has one more check, one more field on every stage's run, and a message that older versions must
not act on. An anchor that is no longer there fails the test: the edit has to follow the code.
"""

import shutil
from pathlib import Path

SOURCE = Path(__file__).parents[2]

#: File, what stands there, what the next version has in its place.
EDITS = (
    (
        "shared/stage_row.py",
        "    #: Every source of identity compared.\n",
        '    MEDICAL = "medical"\n    #: Every source of identity compared.\n',
    ),
    ("shared/stages.py", "_S.CEPC, _S.AAC)", "_S.CEPC, _S.AAC, _S.MEDICAL)"),
    (
        "shared/stages.py",
        "    _check(_S.HOSTING,",
        "    _check(_S.MEDICAL, PieceKind.MEDICAL, minutes=30, seconds=90),\n"
        "    _check(_S.HOSTING,",
    ),
    (
        "shared/domain/dossier.py",
        "    claim: Claim | None = None\n",
        "    claim: Claim | None = None\n    worked_by: str | None = None\n",
    ),
    (
        "shared/domain/editor.py",
        "                status=StageStatus.DONE,\n",
        '                status=StageStatus.DONE,\n                worked_by="next",\n',
    ),
    ("shared/adapters/layout.py", "\nREADABLE = 1\n", "\nREADABLE = 2\n"),
    (
        "shared/adapters/layout.py",
        "Callable[[Dossier], bool]]] = ()\n",
        "Callable[[Dossier], bool]]] = (\n"
        '    (2, lambda dossier: any(str(name) == "medical" for name in dossier.stages)),\n)\n',
    ),
    ("shared/pipeline/messages.py", "\nREADABLE = 1\n", "\nREADABLE = 2\n"),
    (
        "shared/pipeline/messages.py",
        "        traceparent=entry.traceparent,\n    )\n",
        "        traceparent=entry.traceparent,\n"
        "        version=2 if entry.stage is StageName.DIVERGENCE else 1,\n    )\n",
    ),
)


class AnchorGone(Exception):
    """The code moved away from under an edit of the next version."""


def make_next(folder: Path) -> Path:
    """Write the next version into the folder."""
    shutil.copytree(
        SOURCE / "shared", folder / "shared", ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    for name, before, after in EDITS:
        path = folder / name
        text = path.read_text()
        if text.count(before) != 1:
            raise AnchorGone(f"{name}: {before!r}")
        path.write_text(text.replace(before, after))
    return folder
