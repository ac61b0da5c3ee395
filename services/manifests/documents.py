"""YAML in and out."""

from collections.abc import Mapping
from typing import Any, cast

import yaml  # type: ignore[import-untyped]  # carries no types, and this is its only file

#: One object of a file: its shape is what the schemas say.
Document = Mapping[str, Any]


def read_all(text: str) -> tuple[Document, ...]:
    """Every document of a file that is not empty."""
    return tuple(cast(Document, one) for one in yaml.safe_load_all(text) if one)


def read_one(text: str) -> Document:
    """The only document of a file."""
    return cast(Document, yaml.safe_load(text))


def dump(document: Document) -> str:
    """A document as text, its keys in their order."""
    return cast(str, yaml.safe_dump(document, sort_keys=False, width=100, allow_unicode=True))
