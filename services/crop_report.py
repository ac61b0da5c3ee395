"""`guichet check --as photo --overlay OUT`: what was measured, drawn, and where to crop."""

from collections.abc import Sequence
from pathlib import Path

import typer

from services.file_checks import FileChecks
from services.kinds import CheckKind


def write_overlay(kind: CheckKind, files: Sequence[Path], out: Path) -> int:
    """Draw one photo; 1 where that could not be done, and says why on the error output."""
    if kind is not CheckKind.PHOTO or len(files) != 1:
        return _refuse("--overlay dessine une seule photo : guichet check --as photo --overlay …")
    with FileChecks() as checks:
        help_found = checks.crop_help_of(files[0])
    if help_found is None:
        return _refuse("Le dessin n’a pas pu être fait : la photo ne peut pas être ouverte.")
    try:
        out.write_bytes(help_found.overlay)
    except OSError as error:
        return _refuse(f"Le dessin n’a pas pu être écrit : {error.strerror}.")
    crop = help_found.proposal
    said = (
        "Aucun recadrage conforme n’est possible : le visage est trop petit, trop près du bord, "
        "ou n’est pas seul."
        if crop is None
        else f"Recadrage proposé : {crop.width} × {crop.height} pixels, à partir du point "
        f"({crop.left}, {crop.top}) en haut à gauche."
    )
    typer.echo(said, err=True)
    return 0


def _refuse(reason: str) -> int:
    typer.echo(reason, err=True)
    return 1
