"""Files in forms: the first one, and what aiohttp raises of forms that are none."""

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from shared.domain.files import RefusalCode
from shared.web.problems import Problem, ProblemType, file_refused

#: No form at all, a boundary that never comes, headers of a part that are none.
BROKEN = (AssertionError, ValueError, HttpProcessingError)


async def first_file(request: web.Request) -> BodyPartReader:
    """The first part of a form; a form without a file in it is an empty file."""
    try:
        part = await (await request.multipart()).next()
    except BROKEN as error:
        raise Problem(ProblemType.UPLOAD_INTERRUPTED) from error
    if not isinstance(part, BodyPartReader) or part.filename is None:
        raise file_refused(RefusalCode.EMPTY)
    return part
