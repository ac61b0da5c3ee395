"""Writes one of each specimen: `python -m services.demo.specimens OUT_DIR`."""

import datetime as dt
import sys
from pathlib import Path

from services.assets import AssetError
from services.demo.specimens.catalogue import specimens
from services.demo.specimens.fonts import FontMissing


def write_all(folder: Path, issued_on: dt.date) -> None:
    """Write every specimen into a folder, named on standard output as it is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in specimens(issued_on).items():
        (folder / name).write_bytes(make())
        sys.stdout.write(f"{folder / name}\n")


def main(arguments: list[str]) -> int:
    """Write the files; 2 when the command or the machine's fonts are not as needed."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m services.demo.specimens OUT_DIR\n")
        return 2
    today = dt.datetime.now(tz=dt.UTC).date()
    try:
        # A month old: a bill has to be younger than six (RULEBOOK AD1).
        write_all(Path(arguments[0]), today - dt.timedelta(days=30))
    except (AssetError, FontMissing) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
