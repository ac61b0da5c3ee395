"""`guichet check --as divergence`: files of identities, one JSON object a line, one answer each."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import typer
from rich.console import Console
from rich.text import Text

from services.instruction.identity_answers import answer_line

#: Name of the file that stands for what is piped in.
STANDARD_INPUT = Path("-")

#: How each outcome is shown to a person.
WORDS = {
    "clean": ("✓ pile sans anomalie", "green"),
    "review": ("? examen par un agent", "cyan"),
    "correction": ("✗ correction demandée", "red"),
}


def check_identities(files: Sequence[Path], *, jsonl: bool) -> int:
    """Answer every line in the order given; 1 when a line or a file could not be used."""
    code = 0
    for file in files:
        try:
            for answer in _answers(file):
                code = max(code, int("error" in answer))
                _write(answer) if jsonl else _show(answer)
        except OSError as error:
            typer.echo(f"{file}: {error.strerror}", err=True)
            code = 1
    return code


def _answers(file: Path) -> Iterator[dict[str, Any]]:
    if file == STANDARD_INPUT:
        yield from map(answer_line, lines_of(sys.stdin.buffer))
        return
    with file.open("rb") as opened:
        yield from map(answer_line, lines_of(opened))


def lines_of(opened: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    """The lines, an empty one among them too; those after the last text are its end."""
    empty = 0
    for line in opened:
        if not line.strip():
            empty += 1
            continue
        yield from [b""] * empty
        empty = 0
        yield line


def _write(answer: dict[str, Any]) -> None:
    """One line, at once. Half a character pair of UTF-16 is written as JSON escapes it."""
    text = json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace")
    sys.stdout.buffer.write(text + b"\n")
    sys.stdout.buffer.flush()


def _show(answer: dict[str, Any]) -> None:
    console = Console()
    name = printable(answer["id"])
    if "error" in answer:
        console.print(Text(f"{name}  {answer['error']['message']}", "red"))
        return
    word, colour = WORDS[answer["outcome"]]
    console.print(Text.assemble((word, f"bold {colour}"), "  ", (name, "bold")))
    console.print(Text(printable(answer["messages"]["agent"])))


def printable(value: Any) -> str:
    """A text that any terminal takes."""
    return str(value).encode("utf-8", "backslashreplace").decode()
