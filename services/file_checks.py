"""Local files through their checks, each in a confined child, as the services run them."""

import asyncio
import datetime as dt
from pathlib import Path
from types import TracebackType
from typing import Self

from services.assets import AssetError
from services.imagecheck.isolation import check_in_child, crop_help_in_child, refuse_in_child
from services.imagecheck.photo.crop import CropHelp
from services.imagecheck.pool import CheckPool
from shared.domain.files import RefusalCode
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.errors import GuichetError, ServerUnavailable
from shared.settings import Settings
from shared.stages import StageName

#: Criterion of a file that could not be used, and of one that could not be checked.
FILE_CRITERION, ENGINE_CRITERION = "file", "check_unavailable"
UNANSWERED = frozenset({FILE_CRITERION, ENGINE_CRITERION})

#: Seconds of processor time for one file at a terminal, where somebody waits and nothing is tried
#: again: DESIGN 7 lets none hang for 10 s. A card or a bill takes little more than one.
FILE_CPU_SECONDS = 9.0

#: Seconds on the clock for the same, on a busy machine.
FILE_SECONDS = 120.0

_NO_MEANS = (
    "Contrôle non effectué : un programme manque ou ne répond pas sur cet ordinateur. "
    "Lancez « guichet doctor » : il indique ce qu’il faut installer."
)
_NO_END = (
    "Contrôle non effectué : la lecture de ce fichier ne s’est pas terminée. "
    "Essayez une image plus petite ou plus nette du document."
)


class FileChecks:
    """One child for all files, replaced when a file ends it."""

    def __init__(self) -> None:
        """Take the limits that the services have by default."""
        defaults = Settings.model_fields
        self._max_bytes: int = defaults["max_piece_bytes"].default
        self._pool = CheckPool(1, defaults["check_memory_mb"].default, FILE_CPU_SECONDS)
        self._loop = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.close()
        self._loop.close()

    def result_of(self, stage: StageName, file: Path, today: dt.date) -> CheckResult:
        """The result of one file; a typed refusal where it cannot be read."""
        data = self._read(file)
        try:
            if isinstance(data, RefusalCode):
                return self._loop.run(refuse_in_child(self._pool, stage, data))
            return self._loop.run(check_in_child(self._pool, stage, data, today, FILE_SECONDS))
        except (AssetError, ServerUnavailable) as error:
            return not_checked(_NO_MEANS, type(error).__name__)
        except Exception as error:  # one file must not take the rows of the others with it
            return not_checked(_NO_END, type(error).__name__)

    def crop_help_of(self, file: Path) -> CropHelp | None:
        """A photo's measures drawn, and its crop; None where that cannot be done."""
        data = self._read(file)
        if isinstance(data, RefusalCode):
            return None
        try:
            return self._loop.run(crop_help_in_child(self._pool, data))
        except (AssetError, GuichetError):
            return None

    def _read(self, file: Path) -> bytes | RefusalCode:
        try:
            if not file.is_file():  # a pipe or a device may never end
                return RefusalCode.NOT_FOUND
            if file.stat().st_size > self._max_bytes:
                return RefusalCode.TOO_LARGE
            return file.read_bytes()
        except OSError:
            return RefusalCode.NOT_FOUND


def not_checked(message: str, cause: str) -> CheckResult:
    """The row of a file that got no answer on this machine."""
    finding = Finding(
        criterion=ENGINE_CRITERION,
        verdict=Verdict.NOT_EVALUATED,
        message=message,
        value=cause,
    )
    return CheckResult(findings=(finding,))
