"""`guichet check`: local files through the checks, as a report for people or rows for programs."""

import datetime as dt
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.file_checks import UNANSWERED, FileChecks
from services.kinds import CheckKind
from shared.domain.findings import CheckResult, Finding, Verdict, overall
from shared.stages import StageName

#: How each verdict is shown: sign, word, colour.
MARKS = {
    Verdict.PASS: ("✓", "conforme", "green"),
    Verdict.WARN: ("!", "à vérifier", "yellow"),
    Verdict.FAIL: ("✗", "à refaire", "red"),
    Verdict.NOT_EVALUATED: ("?", "non évalué", "cyan"),
}


def check_files(kind: CheckKind, files: Sequence[Path], *, jsonl: bool) -> int:
    """Check the files in the order given; 1 when at least one could not be read or checked."""
    stage, today, code = StageName(kind.value), dt.datetime.now(dt.UTC).date(), 0
    console = Console()
    with FileChecks() as checks:
        for file in files:
            result = checks.result_of(stage, file, today)
            if {finding.criterion for finding in result.findings} & UNANSWERED:
                code = 1
            if jsonl:
                typer.echo(json.dumps(row_of(file, result), ensure_ascii=False))
            else:
                show(console, file, result)
    return code


def printable(file: Path) -> str:
    """The name as given; bytes of it that are no UTF-8 are replaced, since JSON has no others."""
    return os.fsencode(file).decode(errors="replace")


def row_of(file: Path, result: CheckResult) -> dict[str, Any]:
    """The stable contract: one object a file."""
    return {
        "file": printable(file),
        "verdict": overall(result.findings).value,
        "findings": [_finding_row(finding) for finding in result.findings],
        "reading": _reading_row(result),
    }


def _finding_row(finding: Finding) -> dict[str, Any]:
    return {
        "criterion": finding.criterion,
        "verdict": finding.verdict.value,
        "value": finding.value,
        "expected": finding.expected,
        "message": finding.message,
    }


def _reading_row(result: CheckResult) -> dict[str, Any]:
    if result.identity is not None:
        fields = asdict(result.identity)
        mrz, code = fields.pop("mrz"), fields.pop("two_d_doc")
        sources = fields.pop("sources")
        return {"mrz": mrz, "fields": fields, "two_d_doc": code, "sources": sources}
    if result.address is not None:
        return asdict(result.address)
    if result.hosting is not None:
        return asdict(result.hosting)
    return {}


def show(console: Console, file: Path, result: CheckResult) -> None:
    """A report for a person: the verdict first, then one line a criterion."""
    verdict = overall(result.findings)
    sign, word, colour = MARKS[verdict]
    name = (printable(file), "bold")
    console.print(Text.assemble((f"{sign} {word}", f"bold {colour}"), "  ", name))
    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=True)
    table.add_column(width=14)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for finding in result.findings:
        if finding.advisory:
            continue
        sign, word, colour = MARKS[finding.verdict]
        value = _value(finding)
        table.add_row(
            Text(f"  {sign} {word}", colour), finding.criterion, value, Text(finding.message)
        )
    console.print(table)
    advisory = [finding.criterion for finding in result.findings if finding.advisory]
    if advisory:
        console.print(Text(f"   ? laissé à un agent : {', '.join(advisory)}", "dim"))
    _show_reading(console, result)


def _value(finding: Finding) -> str:
    if finding.value is None or isinstance(finding.value, str):
        return ""
    return f"{finding.value:.4g} {finding.unit or ''}".strip().replace(".", ",")


def _show_reading(console: Console, result: CheckResult) -> None:
    reading = _reading_row(result)
    mrz = reading.get("mrz")
    for line in mrz["lines"] if mrz else ():
        console.print(Text(f"    {line}", "bold"))
    values = {**reading, **reading.get("fields", {})}
    code = values.get("two_d_doc")
    values["two_d_doc"] = code and f"{code['document_type']} ({code['signature']})"
    for name in ("mrz", "fields", "sources"):
        values.pop(name, None)
    said = {name: value for name, value in values.items() if value}
    if said:
        parts = [f"{name}: {_plain(value)}" for name, value in said.items()]
        console.print(Text("    " + " · ".join(parts), "dim"))
    console.print()


def _plain(value: Any) -> str:
    return " ".join(value) if isinstance(value, list | tuple) else str(value)
