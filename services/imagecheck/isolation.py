"""A file through its check, in a child: what it does to a decoder ends with that child."""

import datetime as dt
import time

from services.imagecheck.confinement import allow_cpu
from services.imagecheck.photo.crop import CropHelp
from services.imagecheck.pool import CheckPool
from shared.domain.files import SNIFF_BYTES, RefusalCode, UnreadableFile, sniff_media_type
from shared.domain.findings import CheckResult
from shared.errors import CheckCrashed, CheckTimedOut
from shared.stages import StageName

#: Seconds of processor time to draw every page of a PDF once, small: twenty dense pages take
#: under one, and no file holds its child for the 10 s of DESIGN 7.
TRIAL_SECONDS = 5.0

#: Seconds on the clock for the same: a busy machine refuses nobody.
TRIAL_CLOCK_SECONDS = 30.0

#: Seconds to draw the copy: twenty pages at full size take under five.
COPY_SECONDS = 30.0

#: Children that must die of the same file before the file is blamed: one may die of anything.
DEATHS = 2


async def check_in_child(
    pool: CheckPool, stage: StageName, data: bytes, today: dt.date, seconds: float
) -> CheckResult:
    """Findings, or the typed refusal of the file.

    Raises CheckTimedOut or CheckCrashed where the check itself did not end.
    """
    return await check_sides_in_child(pool, stage, (data,), today, seconds)


async def check_sides_in_child(
    pool: CheckPool, stage: StageName, sides: tuple[bytes, ...], today: dt.date, seconds: float
) -> CheckResult:
    """The same for a document in one file or two, front first."""
    for number, data in enumerate(sides):
        refusal = await _on_trial(pool, data)
        if refusal is not None:
            return await refuse_in_child(pool, stage, refusal, back=number > 0)
    return await pool.run(seconds, _check, stage, sides, today)


async def refuse_in_child(
    pool: CheckPool, stage: StageName, code: RefusalCode, *, back: bool = False
) -> CheckResult:
    """The refusal under the rule set of the stage, which only the child has loaded."""
    return await pool.run(TRIAL_CLOCK_SECONDS, _refuse, stage, code, back)


async def _on_trial(pool: CheckPool, data: bytes) -> RefusalCode | None:
    """A few bytes of a PDF can draw for hours, which nothing but time shows."""
    if sniff_media_type(data[:SNIFF_BYTES]) != "application/pdf":
        return None
    for _ in range(DEATHS):
        began = time.monotonic()
        try:
            return await pool.run(TRIAL_CLOCK_SECONDS, _try, data)
        except CheckTimedOut:
            break
        except CheckCrashed:
            if time.monotonic() - began >= TRIAL_SECONDS:  # its processor time was up
                break
    return RefusalCode.TOO_COMPLEX


async def copy_in_child(pool: CheckPool, data: bytes, *, cut_out: bool = False) -> bytes:
    """The copy of an accepted file that people look at. Raises like `check_in_child`.

    Of an accepted signature it is the ink alone, as the title will bear it (`cut_out`).
    """
    return await pool.run(COPY_SECONDS, _cut_out if cut_out else _copy, data)


async def crop_help_in_child(pool: CheckPool, data: bytes) -> CropHelp | None:
    """A photo's measures drawn, and its crop; None for a file that cannot be used."""
    return await pool.run(COPY_SECONDS, _help_with_crop, data)


async def thumbnail_in_child(pool: CheckPool, data: bytes) -> bytes | None:
    """The first page, small; None for a file that cannot be opened."""
    return await pool.run(COPY_SECONDS, _thumbnail, data)


def is_refused(result: CheckResult) -> bool:
    """True where the file could not be used, so that there is nothing to draw."""
    return any(finding.criterion == "file" for finding in result.findings)


# The imports below are paid for by the child only: the command line starts without the engines.


def _try(data: bytes) -> RefusalCode | None:
    from services.imagecheck.admission.door import try_to_open

    allow_cpu(TRIAL_SECONDS)
    return try_to_open(data)


def _check(stage: StageName, sides: tuple[bytes, ...], today: dt.date) -> CheckResult:
    from services.imagecheck.checks import run_check

    return run_check(stage, sides[0], today, *sides[1:])


def _refuse(stage: StageName, code: RefusalCode, back: bool) -> CheckResult:
    from services.imagecheck.checks import CHECKS, refuse

    return refuse(code, CHECKS[stage][1], back=back)


def _copy(data: bytes) -> bytes:
    from services.imagecheck.admission.working_copy import draw_anew

    return draw_anew(data)


def _thumbnail(data: bytes) -> bytes | None:
    from services.imagecheck.admission.thumbnail import draw_thumbnail

    return draw_thumbnail(data)


def _cut_out(data: bytes) -> bytes:
    from services.imagecheck.signature.clean import clean_signature

    return clean_signature(data) or _copy(data)


def _help_with_crop(data: bytes) -> CropHelp | None:
    from services.imagecheck.admission.door import refuse_dangerous
    from services.imagecheck.photo.overlay import help_with_crop

    try:
        refuse_dangerous(data)
        return help_with_crop(data)
    except (UnreadableFile, MemoryError):
        return None
