"""What a PDF holds beside pages: programs, things to start, and streams that never end.

Bytes are looked at, nothing is opened. What is not refused here (links, attachments, form
fields) is left out of the working copy, which is made of pixels.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from shared.domain.files import RefusalCode, UnreadableFile

#: White space or a comment between two tokens (ISO 32000-1, 7.2.3 and 7.2.4). Bounded, since a
#: file can be one long run of such beginnings, and each is looked at.
_GAP = rb"(?:[\0\t\n\f\r ]|%[^\r\n]{0,40}[\r\n]){0,16}"

#: Actions and containers that run or fetch something (ISO 32000-1, 12.6.4 and 12.7.8).
_ACTIVE = re.compile(
    rb"/S" + _GAP + rb"/(?:JavaScript|Launch|GoToE|ImportData|SubmitForm|Rendition)\b"
    rb"|/JavaScript" + _GAP + rb"(?:<<|\d+" + _GAP + rb"\d+" + _GAP + rb"R)"
    rb"|/Subtype" + _GAP + rb"/(?:RichMedia|Movie|Screen|3D)\b"
    rb"|/XFA" + _GAP + rb"(?:\[|\d)"
)

#: A name may write any of its letters as #41 (7.3.5).
_ESCAPED_NAME = re.compile(rb"/[^\0\t\n\f\r /<>\[\]()%]*#[0-9A-Fa-f]{2}[^\0\t\n\f\r /<>\[\]()%]*")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")

#: Where the bytes of a stream begin, with the part of its dictionary that stands before.
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY_BYTES = 1024

#: Deflated twice: no honest writer does it, and the second layer hides the size of the first.
_TWICE = re.compile(rb"/(?:FlateDecode|Fl)\b" + _GAP + rb"/(?:FlateDecode|Fl)\b")

#: Bytes that all streams may unpack to: twenty A4 pages scanned at 300 dpi in colour are 522 MB
#: (RULEBOOK FI1 for the twenty pages).
MAX_UNPACKED = 600 * 1024 * 1024

#: Bytes of objects packed into one stream; a document of 20 pages has some 100 kB of them.
MAX_PACKED_OBJECTS = 16 * 1024 * 1024

#: Bytes unpacked, and bytes given to be unpacked, at a time.
_STEP, _WINDOW = 1024 * 1024, 16 * 1024


def refuse_dangerous_pdf(data: bytes) -> None:
    """Raise UnreadableFile where the bytes hold something active or unpack without end."""
    if _is_active(data):
        raise UnreadableFile(RefusalCode.ACTIVE_CONTENT)
    if _TWICE.search(_plain_names(data)):
        raise UnreadableFile(RefusalCode.TOO_COMPLEX)
    unpacked = 0
    for start in _STREAM.finditer(data):
        objects = _holds_objects(data, start.start())
        kept = b""
        for part in _inflated(data, start.end()):
            unpacked += len(part)
            kept = kept + part if objects else b""
            if unpacked > MAX_UNPACKED or len(kept) > MAX_PACKED_OBJECTS:
                raise UnreadableFile(RefusalCode.TOO_COMPLEX)
        if _is_active(kept):
            raise UnreadableFile(RefusalCode.ACTIVE_CONTENT)


def _is_active(data: bytes) -> bool:
    return bool(_ACTIVE.search(data) or _ACTIVE.search(_plain_names(data)))


def _plain_names(data: bytes) -> bytes:
    def plain(name: re.Match[bytes]) -> bytes:
        return _ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name[0])

    return _ESCAPED_NAME.sub(plain, data)


def _holds_objects(data: bytes, start: int) -> bool:
    before = data[max(0, start - _DICTIONARY_BYTES) : start]
    return b"/ObjStm" in _plain_names(before[before.rfind(b"endobj") + 1 :])


def _inflated(data: bytes, start: int) -> Iterator[bytes]:
    """What a deflated stream unpacks to, piece by piece; nothing for any other coding."""
    head = data[start : start + 2]
    if len(head) < 2 or head[0] & 0x0F != 8 or int.from_bytes(head, "big") % 31:  # RFC 1950, 2.2
        return
    machine = zlib.decompressobj()
    with suppress(zlib.error):
        while start < len(data) and not machine.eof:
            window = data[start : start + _WINDOW]
            start += _WINDOW
            while window and not machine.eof:
                yield machine.decompress(window, _STEP)
                window = machine.unconsumed_tail
