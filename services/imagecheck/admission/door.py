"""Whether a file may be opened at all: looked at as bytes first, then opened on trial."""

from services.imagecheck.admission.pdf_content import refuse_dangerous_pdf
from services.imagecheck.engines.pdf import page_count, render_page
from shared.domain.files import SNIFF_BYTES, RefusalCode, UnreadableFile, sniff_media_type

PDF, JPEG = "application/pdf", "image/jpeg"

#: Passes of a progressive JPEG. Cameras and editors write ten or so; a file of 10 MB may claim
#: a hundred thousand, and every pass goes over every pixel.
MAX_SCANS = 100
#: Start of a pass (ITU-T T.81, B.1.1.3); inside coded data 0xFF is always followed by 0x00.
_SCAN = b"\xff\xda"

#: Resolution of the trial. What a page costs is in what it draws, hardly in its pixels.
TRIAL_DPI = 30


def refuse_dangerous(data: bytes) -> None:
    """Raise UnreadableFile for bytes that no check should open."""
    media_type = sniff_media_type(data[:SNIFF_BYTES])
    if media_type == PDF:
        refuse_dangerous_pdf(data)
    elif media_type == JPEG and data.count(_SCAN) > MAX_SCANS:
        raise UnreadableFile(RefusalCode.TOO_COMPLEX)


def try_to_open(data: bytes) -> RefusalCode | None:
    """Draw every page once, small. A time limit around it is the caller's."""
    try:
        refuse_dangerous(data)
        for index in range(page_count(data)):
            render_page(data, index, TRIAL_DPI)
    except UnreadableFile as refusal:
        return refusal.code
    except MemoryError:
        return RefusalCode.TOO_COMPLEX
    return None
