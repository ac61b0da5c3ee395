"""A folder of labelled real pictures: a subfolder a part, each with its `labels.json`.

`labels.json` is a list of {"file", "why", "labels"} for photos and signatures, and of {"file",
"doc_type", "truth"} for documents; what the labels mean is the part's to say.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One real picture and what is known of it."""

    path: Path
    labels: dict[str, Any] = field(default_factory=dict)
    #: Kind of a document, and what stands on it.
    kind: str | None = None
    truth: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RealSet:
    """The operator's pictures; they are never part of the product."""

    folder: Path

    @property
    def name(self) -> str:
        """What reports call it: never where it lies."""
        return f"real pictures: {self.folder.name}"

    def pictures(self, subfolder: str) -> tuple[Labelled, ...]:
        """The labelled pictures of one subfolder; none when it is not there."""
        listing = self.folder / subfolder / "labels.json"
        if not listing.is_file():
            return ()
        rows = json.loads(listing.read_text(encoding="utf-8"))
        return tuple(
            Labelled(
                path=listing.parent / row["file"],
                labels=row.get("labels", {}),
                kind=row.get("doc_type"),
                truth=row.get("truth", {}),
            )
            for row in rows
        )
