"""Pages through Typst: the one file that calls it. The same words give the same bytes."""

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from shared.errors import Unprintable

_TEMPLATES = Path(__file__).parent


def typeset(template: str, said: dict[str, Any], day: dt.date) -> bytes:
    """A tagged PDF (PDF/UA-1) that carries its typefaces; the machine's own are not looked at."""
    try:
        pdf = typst.compile(
            str(_TEMPLATES / template),
            root=str(_TEMPLATES),
            font_paths=_typefaces(),
            ignore_system_fonts=True,
            sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=dt.datetime.combine(day, dt.time(), dt.UTC),
        )
    except typst.TypstError as error:
        if "could not be displayed" in error.message:
            raise Unprintable() from None  # its message quotes the text
        raise
    assert isinstance(pdf, bytes)  # a single file was asked for
    return pdf


@cache
def _typefaces() -> typst.Fonts:
    """Those inside Typst: Libertinus Serif and DejaVu Sans Mono. Read once a process."""
    return typst.Fonts(include_system_fonts=False)
