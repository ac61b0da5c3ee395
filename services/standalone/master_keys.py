"""The master keys of one machine: a file beside its data, for its own user only."""

from pathlib import Path

from shared.adapters.key_ring import new_master_key

FILE = "master-keys"


def master_keys_of(folder: Path) -> str:
    """The keys of the machine, the newest first; the first one is made where there is none."""
    path = folder / FILE
    if not path.exists():
        add_master_key(folder)
    return ",".join(path.read_text().split())


def add_master_key(folder: Path) -> None:
    """Put a new key before those that are there; it wraps from the machine's next start on."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    older = path.read_text() if path.exists() else ""
    coming = path.with_suffix(".new")
    coming.touch(mode=0o600)
    coming.write_text(f"{new_master_key()}\n{older}")
    coming.replace(path)  # whole or not at all: half a file would lose every piece
