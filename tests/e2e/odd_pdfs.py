"""PDF files that nobody can open or that hold nothing."""

import io

import pypdfium2
from PIL import Image


def a_locked_pdf() -> bytes:
    """A PDF whose encryption no empty password opens."""
    pages = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(pages, "PDF")
    head, _, tail = pages.getvalue().rpartition(b"/Size")
    owner, user = b"<" + b"11" * 32 + b">", b"<" + b"22" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O " + owner + b" /U " + user + b" /P -4 >> "
    identity = b"/ID [<" + b"33" * 16 + b"><" + b"33" * 16 + b">] "
    return head + lock + identity + b"/Size" + tail


def an_empty_pdf() -> bytes:
    """A PDF without a page."""
    pages = io.BytesIO()
    pypdfium2.PdfDocument.new().save(pages)
    return pages.getvalue()
