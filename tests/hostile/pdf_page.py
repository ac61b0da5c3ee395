"""A small PDF written by hand, so that any of its parts can be wrong."""

import zlib
from collections.abc import Sequence

WORDS = b"BT /F1 12 Tf 50 700 Td (Facture du 3 novembre 2026) Tj ET"
FONT = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
SIZE = "[0 0 595 842]"


def stream(body: bytes, entries: str = "") -> bytes:
    """A stream object."""
    head = f"<< /Length {len(body)} {entries} >>\nstream\n".encode("latin-1")
    return head + body + b"\nendstream"


def deflated(body: bytes, entries: str = "") -> bytes:
    """A packed stream object."""
    return stream(zlib.compress(body, 9), f"/Filter /FlateDecode {entries}")


def pdf_of(objects: Sequence[bytes | str]) -> bytes:
    """A file of these objects, the catalogue first."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        text = content.encode("latin-1") if isinstance(content, str) else content
        body += f"{number} 0 obj\n".encode() + text + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(places) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def a_page(*, catalogue="", page="", contents=WORDS, resources=FONT, more=()) -> bytes:
    """One page with a line of text, with entries and objects added; the first of `more` is 5."""
    return pdf_of(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox {SIZE} /Contents 4 0 R "
            f"/Resources << {resources} >> {page} >>",
            stream(contents),
            *more,
        ]
    )


def link(action: str) -> str:
    """A rectangle that does something when it is clicked."""
    return f"/Annots [<< /Subtype /Link /Rect [0 0 99 99] /A << {action} >> >>]"
