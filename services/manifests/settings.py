"""Settings by their names: one that is misspelt would be passed over without a word."""

from collections.abc import Iterable

from shared.settings import Settings

PREFIX = "GUICHET_"
KNOWN = frozenset(PREFIX + name.upper() for name in Settings.model_fields)


def unknown_settings(where: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names that look like settings of ours and are none."""
    return tuple(
        f"{where}: there is no setting {name}"
        for name in sorted(set(names))
        if name.startswith(PREFIX) and name not in KNOWN
    )
