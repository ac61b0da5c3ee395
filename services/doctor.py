"""`guichet doctor`: what this machine lacks, and the command that brings it."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from pydantic import SecretStr, ValidationError
from rich.console import Console
from rich.table import Table

from services.assets import ASSETS, asset_directory, is_present
from services.imagecheck.engines.tesseract import MODELS
from services.standalone.machine import INSTRUCTION_PORT, INTAKE_PORT, MAIL_PORT, WATCH_PORT
from services.standalone.ports import is_free
from services.standalone.rabbit_node import BrokerMissing, find_script
from shared.errors import ServerUnavailable
from shared.settings import Settings

#: Free disk below which the broker stops taking messages, with room for the pieces.
DISK_NEEDED_MB = 1_000

SETUP = "make setup"
OCR_B = "/usr/share/fonts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One thing looked at."""

    what: str
    ok: bool
    found: str
    #: The command that mends it; empty when nothing is wrong.
    cure: str = ""


def examine() -> int:
    """Look at everything, print it, and answer 1 when something is missing."""
    console = Console()
    table = Table(box=None, show_header=False)
    for _ in range(4):
        table.add_column(overflow="fold")  # a path or a command is of use only when whole
    diagnoses = [look() for look in LOOKS]
    for diagnosis in diagnoses:
        sign = "[green]✓[/green]" if diagnosis.ok else "[red]✗[/red]"
        table.add_row(sign, diagnosis.what, diagnosis.found, diagnosis.cure)
    console.print(table)
    missing = [diagnosis for diagnosis in diagnoses if not diagnosis.ok]
    if missing:
        console.print(f"\n{len(missing)} to mend: run the commands on the right.")
        return 1
    console.print("\nNothing is missing.")
    return 0


def _python() -> Diagnosis:
    version = sys.version.partition(" ")[0]
    fits = sys.version_info >= (3, 11)
    cure = "" if fits else "apt-get install python3.11"
    return Diagnosis(what="Python 3.11 or later", ok=fits, found=version, cure=cure)


def _packages() -> Diagnosis:
    missing = []
    for requirement in metadata.requires("guichet") or []:
        name = requirement.partition(";")[0].strip()
        for separator in "<>=! [":
            name = name.partition(separator)[0]
        if "extra ==" in requirement and "demo" not in requirement:
            continue
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
    return Diagnosis(
        what="Python packages",
        ok=not missing,
        found=", ".join(missing) or "all there",
        cure=SETUP if missing else "",
    )


def _tesseract() -> Diagnosis:
    program = shutil.which("tesseract")
    if program is None:
        return Diagnosis(what="Tesseract with French", ok=False, found="absent", cure=SETUP)
    answer = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    there = "fra" in answer.stdout.split()
    found = program if there else "French is missing"
    return Diagnosis(
        what="Tesseract with French", ok=there, found=found, cure="" if there else SETUP
    )


def _mrz_model() -> Diagnosis:
    model = MODELS / "mrz.traineddata"
    there = model.is_file()
    return Diagnosis(
        what="reader of machine-readable zones",
        ok=there,
        found=model.name if there else "absent",
        cure="" if there else "git checkout -- services/imagecheck/models",
    )


def _broker() -> Diagnosis:
    try:
        found = str(find_script())
    except BrokerMissing:
        return Diagnosis(what="RabbitMQ", ok=False, found="absent", cure=SETUP)
    return Diagnosis(what="RabbitMQ", ok=True, found=found)


def _store() -> Diagnosis:
    program = Path(sys.executable).parent / "secantusd-py"
    there = program.exists()
    return Diagnosis(
        what="one-machine document store",
        ok=there,
        found=program.name if there else "absent",
        cure="" if there else SETUP,
    )


def _bucket() -> Diagnosis:
    what, where = "bucket for pieces", "RUNBOOK.md, « Pieces in an object store »"
    try:
        settings = Settings(secret_key=SecretStr("-" * 32))  # nothing is signed here
    except ValidationError as error:
        found = f"{error.error_count()} settings are wrong"
        return Diagnosis(what=what, ok=False, found=found, cure="see deploy/env.example")
    from shared.adapters.blob_files import bucket_of  # brings the drivers
    from shared.adapters.clock import SystemClock

    bucket = bucket_of(settings, SystemClock())
    if bucket is None:
        return Diagnosis(what=what, ok=True, found="none set: the document store takes them")
    try:
        asyncio.run(bucket.ping())
    except ServerUnavailable:
        return Diagnosis(what=what, ok=False, found="away, or does not let us in", cure=where)
    return Diagnosis(what=what, ok=True, found="answers")


def _assets() -> Diagnosis:
    missing = [asset.name for asset in ASSETS if not is_present(asset, asset_directory())]
    return Diagnosis(
        what="models and pictures from packages",
        ok=not missing,
        found=", ".join(missing) or f"{len(ASSETS)} there",
        cure=SETUP if missing else "",
    )


def _fonts() -> Diagnosis:
    there = any(Path(OCR_B).rglob("OCRB*")) or any(Path(OCR_B).rglob("*ocr-b*"))
    return Diagnosis(
        what="OCR-B font (specimens)",
        ok=there,
        found="there" if there else "absent",
        cure="" if there else SETUP,
    )


def _ports() -> Diagnosis:
    ports = (INTAKE_PORT, INSTRUCTION_PORT, WATCH_PORT, MAIL_PORT)
    taken = [str(port) for port in ports if not is_free(port)]
    found = f"taken: {', '.join(taken)}; others will be used" if taken else "free"
    return Diagnosis(what=f"ports {ports[0]} to {ports[-1]}", ok=True, found=found)


def _disk() -> Diagnosis:
    free = shutil.disk_usage(Path.cwd()).free // 2**20
    fits = free >= DISK_NEEDED_MB
    return Diagnosis(
        what="free disk",
        ok=fits,
        found=f"{free:,} MB".replace(",", " "),
        cure="" if fits else f"make room: {DISK_NEEDED_MB} MB are needed",
    )


LOOKS: tuple[Callable[[], Diagnosis], ...] = (
    _python,
    _packages,
    _tesseract,
    _mrz_model,
    _broker,
    _store,
    _bucket,
    _assets,
    _fonts,
    _ports,
    _disk,
)
