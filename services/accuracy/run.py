"""`guichet accuracy`: the parts, measured one after the other, as tables or JSON lines."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from services.accuracy.documents import measure_document_accuracy
from services.accuracy.parts import Part
from services.accuracy.photo import measure_photo_accuracy
from services.accuracy.realset import RealSet
from services.accuracy.signature import measure_signature_accuracy
from services.accuracy.tables import Table, json_line, markdown

Measure = Callable[[RealSet | None], Iterable[Table]]

#: Every part that can be measured, in the order of the report. A new part is one more row.
MEASURES: tuple[tuple[Part, Measure], ...] = (
    (Part.PHOTO, measure_photo_accuracy),
    (Part.SIGNATURE, measure_signature_accuracy),
    (Part.DOCUMENTS, measure_document_accuracy),
)


def run_accuracy(part: Part | None, folder: Path | None, *, as_json: bool) -> int:
    """Measure one part or all; 2 when a folder is named that is not there."""
    if folder is not None and not folder.is_dir():
        sys.stderr.write("The folder of real pictures is not there.\n")
        return 2
    realset = None if folder is None else RealSet(folder=folder)
    write = json_line if as_json else markdown
    for name, measure in MEASURES:
        if part in (None, name):
            for table in measure(realset):
                sys.stdout.write(f"{write(table)}\n" if as_json else f"{write(table)}\n\n")
                sys.stdout.flush()
    return 0
