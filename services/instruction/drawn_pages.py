"""The pages of a working copy, each as the JPEG that imagecheck drew.

A PDF among those copies holds pictures only, written by Pillow, whose parser reads it: no other
decoder touches it here.
"""

from PIL import PdfParser

from shared.domain.files import SNIFF_BYTES, sniff_media_type

PDF = "application/pdf"


class NotDrawn(ValueError):
    """The file is not a PDF of pictures that we drew."""


def pages_in(data: bytes) -> list[bytes]:
    """Its pages in order; a picture is its own only page."""
    if sniff_media_type(data[:SNIFF_BYTES]) != PDF:
        return [data]
    try:
        with PdfParser.PdfParser(buf=bytearray(data)) as parser:
            return [_picture(parser, reference) for reference in parser.pages]
    except (OSError, KeyError, ValueError, AttributeError, PdfParser.PdfFormatError) as error:
        raise NotDrawn(NotDrawn.__doc__) from error


def _picture(parser: PdfParser.PdfParser, reference: PdfParser.IndirectReference) -> bytes:
    page = parser.read_indirect(reference)
    (picture,) = page[b"Resources"][b"XObject"].values()
    return bytes(parser.read_indirect(picture).buf)
