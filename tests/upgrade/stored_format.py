"""The format of dossiers and messages as data, so that a change of it is seen: `record` keeps it.

`python -m tests.upgrade.stored_format` records the present one. It refuses what an older version
running beside this one would not understand, unless READABLE in `shared/adapters/layout.py` grew.
"""

import dataclasses
import enum
import json
import sys
import types
import typing
from pathlib import Path
from typing import Any

from bson import json_util

from shared.adapters.documents import new_document
from shared.adapters.layout import READABLE
from shared.domain.change import OutboxEntry
from shared.domain.dossier import Dossier
from shared.pipeline.messages import Task, encode, task_of
from tests.contract.full_dossier import FULL_ENTRY, a_full_change

#: What is stored or sent, each with all that it is made of.
ROOTS = (Dossier, OutboxEntry, Task)
FOLDER = Path(__file__).parent
#: The dossier of the recorded document.
GOLDEN = "G-GOLDEN"

_AS_STORED = json_util.JSONOptions(tz_aware=True, json_mode=json_util.JSONMode.RELAXED)

Shape = dict[str, Any]


def folder_of(layout: int) -> Path:
    """Where the format of a layout is recorded."""
    return FOLDER / f"layout_{layout}"


def present_shape() -> Shape:
    """Every class and closed set that the roots are made of."""
    found: Shape = {}
    for root in ROOTS:
        _walk(root, found)
    return dict(sorted(found.items()))


def _walk(kind: Any, found: Shape) -> None:
    for part in typing.get_args(kind):
        _walk(part, found)
    if not isinstance(kind, type) or kind.__name__ in found:
        return
    if issubclass(kind, enum.Enum):
        found[kind.__name__] = sorted(str(one.value) for one in kind)
    elif dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        found[kind.__name__] = {one.name: _told(hints[one.name], one) for one in _fields(kind)}
        for hint in hints.values():
            _walk(hint, found)


def _fields(kind: Any) -> tuple[Any, ...]:
    return dataclasses.fields(kind)


def _told(hint: Any, one: Any) -> dict[str, Any]:
    missing = dataclasses.MISSING
    optional = one.default is not missing or one.default_factory is not missing
    return {"type": _named(hint), "default": optional}


def _named(hint: Any) -> str:
    """The type without the places of its parts: moving a class changes nothing that is stored."""
    if typing.get_args(hint):
        parts = [_named(part) for part in typing.get_args(hint)]
        union = typing.get_origin(hint) in (typing.Union, types.UnionType)
        return (
            " | ".join(parts)
            if union
            else f"{typing.get_origin(hint).__name__}[{', '.join(parts)}]"
        )
    return "..." if hint is Ellipsis else str(hint.__name__)


def not_understood(before: Shape, now: Shape) -> list[str]:
    """What a version that knows `before` cannot read of `now`, or would lose."""
    faults: list[str] = []
    for name, was in before.items():
        became = now.get(name)
        if became is None:
            faults.append(f"{name} is gone")
        elif isinstance(was, list):
            faults += [f"{name}: new value {value}" for value in became if value not in was]
            faults += [f"{name}: {value} is gone" for value in was if value not in became]
        else:
            faults += _of_class(name, was, became)
    return faults


def _of_class(name: str, was: Shape, became: Shape) -> list[str]:
    faults = [f"{name}.{one} is gone" for one in was if one not in became]
    for one, told in became.items():
        if one not in was and not told["default"]:
            faults.append(f"{name}.{one} is new and has no default")
        elif one in was and told["type"] != was[one]["type"]:
            faults.append(f"{name}.{one} became {told['type']}")
        elif one in was and was[one]["default"] and not told["default"]:
            faults.append(f"{name}.{one} lost its default")
    return faults


def recorded(layout: int, name: str) -> Any:
    """A file of a layout."""
    return json_util.loads((folder_of(layout) / name).read_text(), json_options=_AS_STORED)


def record() -> list[str]:
    """Write the present format down; answers why not, if an older version would not read it."""
    folder, shape = folder_of(READABLE), present_shape()
    if (folder / "shape.json").exists():
        faults = not_understood(recorded(READABLE, "shape.json"), shape)
        if faults:
            return faults
    folder.mkdir(exist_ok=True)
    document = new_document(a_full_change(GOLDEN))
    _write(folder / "shape.json", shape)
    _write(folder / "dossier.json", document)
    _write(folder / "message.json", json.loads(encode(task_of(GOLDEN, FULL_ENTRY))))
    return []


def _write(path: Path, value: Any) -> None:
    text = json_util.dumps(value, indent=1, ensure_ascii=False, json_options=_AS_STORED)
    path.write_text(text + "\n")


if __name__ == "__main__":
    sys.exit("\n".join(record()) or None)
