"""Settings by their names, none of them misspelt, and no secret among them."""

import re
from collections.abc import Iterable

from shared.settings import Settings

PREFIX = "GUICHET_"
KNOWN = frozenset(PREFIX + name.upper() for name in Settings.model_fields)

#: Settings whose value opens something, and addresses with a password in them; what begins with
#: `${` is taken from elsewhere.
_SECRET_NAME = re.compile(r"(PASS|PASSWORD|SECRET|TOKEN|_KEYS?)$")
_CREDENTIALS = re.compile(r"://[^/@:\s]+:(?!\$\{)[^/@\s]+@")


def is_written_down(name: str, value: str) -> bool:
    """Whether this opens something and stands there for everybody to read."""
    secret = _SECRET_NAME.search(name) and value and not value.startswith("${")
    return bool(secret or _CREDENTIALS.search(value))


def unknown_settings(where: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names that look like settings of ours and are none."""
    return tuple(
        f"{where}: there is no setting {name}"
        for name in sorted(set(names))
        if name.startswith(PREFIX) and name not in KNOWN
    )
