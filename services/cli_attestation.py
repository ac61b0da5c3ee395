"""`guichet attestation`: proves, without any server, that a file is the one that was issued."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from shared.documents.seal import read_seal
from shared.web.receipts import ReceiptInvalid

attestation_app = typer.Typer(no_args_is_help=True, help="Issued documents, verified offline.")

_KEY = "The public key: the answer of /v1/receipt-key, kept beforehand."


@attestation_app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The PDF, as it was downloaded.")],
    key: Annotated[Path, typer.Option("--key", help=_KEY)],
) -> None:
    """Say what the file is. Exit code 0: sealed by this key, and not changed since."""
    try:
        said = read_seal(file.read_bytes(), json.loads(key.read_text()))
        proved = f"{said['kind']}, decision of {said['decided_on']}, code {said['code']}"
    except (ReceiptInvalid, OSError, ValueError, KeyError, TypeError) as error:
        Console(stderr=True).print(f"not proved: {_plainly(error)}", markup=False)
        sys.exit(1)
    Console().print(f"proved: {proved}", markup=False)


def _plainly(error: Exception) -> str:
    if isinstance(error, ReceiptInvalid):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename} cannot be read."
    return "The key is no public key."
