"""`guichet receipt`: proves, without any server, what was deposited and when."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from shared.web.receipts import Json, ReceiptInvalid, read_receipt

receipt_app = typer.Typer(no_args_is_help=True, help="Deposit receipts, verified offline.")

_KEY = "The public key: the answer of /v1/receipt-key, kept when the receipt was given."
_PIECES = "Files to compare with the receipt by SHA-256."


@receipt_app.command()
def verify(
    receipt: Annotated[Path, typer.Argument(help="The receipt: the API's answer, or its JWS.")],
    key: Annotated[Path, typer.Option("--key", help=_KEY)],
    pieces: Annotated[list[Path] | None, typer.Argument(help=_PIECES)] = None,
) -> None:
    """Say what a receipt proves. Exit code 0: signed by this key, and every file is in it."""
    console = Console()
    try:
        said = read_receipt(_signed(receipt), json.loads(key.read_text()))
        received = {piece["sha256"]: piece for piece in said["pieces"]}
        unknown = [path for path in pieces or () if _digest(path) not in received]
    except (ReceiptInvalid, OSError, ValueError, KeyError, TypeError) as error:
        Console(stderr=True).print(f"not proved: {_plainly(error)}", markup=False)
        sys.exit(1)
    console.print(_table(said))
    for path in unknown:
        console.print(f"not in this receipt: {path}", markup=False)
    sys.exit(1 if unknown else 0)


def _signed(path: Path) -> str:
    """The JWS of a file that holds it alone, or within the API's answer."""
    text = path.read_text()
    return str(json.loads(text)["signed"]) if text.lstrip().startswith("{") else text


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plainly(error: Exception) -> str:
    if isinstance(error, ReceiptInvalid):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename} cannot be read."
    return "The file is no receipt, or the key is no public key."


def _table(said: Json) -> Table:
    table = Table(title=f"Proved: dossier {said['dossier_id']}", title_justify="left")
    for name in ("piece", "received at", "bytes", "SHA-256"):
        table.add_column(name, overflow="fold")
    for piece in said["pieces"]:
        table.add_row(piece["kind"], piece["received_at"], str(piece["size"]), piece["sha256"])
    return table
