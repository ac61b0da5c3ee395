"""PDF files made to harm: they run something, hide something, or never end being drawn."""

import random
import zlib
from collections.abc import Iterator

from tests.hostile.pdf_page import FONT, SIZE, a_page, deflated, link, stream

SCRIPT = "<< /S /JavaScript /JS (app.alert(1)) >>"
PACKED = b"6 0 " + SCRIPT.encode()
#: Where a drawing begins: its size, which is the page's.
DRAWING = f"/Type /XObject /Subtype /Form /BBox {SIZE}"
IMAGE = "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8"
SHOWN = {"contents": b"595 0 0 842 0 0 cm /I Do", "resources": "/XObject << /I 5 0 R >>"}


def opening(action: str) -> bytes:
    """A page that does something as soon as it is opened."""
    return a_page(catalogue=f"/OpenAction {action}")


def active_pdfs() -> Iterator[tuple[str, bytes]]:
    """Each runs or fetches something when it is opened by a careless reader."""
    field = f"<< /FT /Tx /T (a) /AA << /K {SCRIPT} >> >>"
    names = "/Names << /JavaScript << /Names [(a) 5 0 R] >> >>"
    yield "script-on-opening", opening(SCRIPT)
    yield "script-by-reference", a_page(catalogue="/OpenAction 5 0 R", more=[SCRIPT])
    yield "script-escaped", opening("<< /S /J#61vaScript /#4a#53 (x) >>")
    yield "script-after-comment", opening("<< /S % so\n /JavaScript /JS (x) >>")
    yield "script-in-names", a_page(catalogue=names, more=[SCRIPT])
    yield "script-on-page", a_page(page=f"/AA << /O {SCRIPT} >>")
    yield "script-in-field", a_page(catalogue="/AcroForm << /Fields [5 0 R] >>", more=[field])
    for name, kind in (("packed", "/ObjStm"), ("packed-escaped", "/Obj#53tm")):
        more = [deflated(PACKED, f"/Type {kind} /N 1 /First 4")]
        yield f"script-{name}", a_page(more=more)
    yield "launch", opening("<< /S /Launch /F (cmd.exe) >>")
    yield "launch-on-link", a_page(page=link("/S /Launch /F (x)"))
    yield "embedded-jump", opening("<< /S /GoToE /T << /R /C /N (x) >> >>")
    yield "sends-form", opening("<< /S /SubmitForm /F (http://example.invalid) >>")
    yield "imports-data", opening("<< /S /ImportData /F (x.fdf) >>")
    xfa = "/AcroForm << /XFA 5 0 R /Fields [] >>"
    yield "xfa-form", a_page(catalogue=xfa, more=[stream(b"<xdp/>")])
    yield "film", a_page(page="/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] >>]")


def quiet_pdfs() -> Iterator[tuple[str, bytes]]:
    """Things that a working copy leaves behind."""
    files = "/Names << /EmbeddedFiles << /Names [(x.exe) 5 0 R] >> >>"
    program = "<< /Type /Filespec /F (x.exe) /EF << /F 6 0 R >> >>"
    yield "attachment", a_page(catalogue=files, more=[program, stream(b"MZ" + bytes(99))])
    yield "link", a_page(page=link("/S /URI /URI (http://example.invalid)"))
    yield "form", a_page(catalogue="/AcroForm << /Fields [] /NeedAppearances true >>")
    yield "jump", opening("[3 0 R /Fit]")


def drawings_in_drawings() -> bytes:
    """Ten drawings, each of thirty times the next: 2 x 10^13 strokes."""
    more = [
        stream(b"/X Do " * 30, f"{DRAWING} /Resources << /XObject << /X {6 + depth} 0 R >> >>")
        for depth in range(9)
    ]
    more.append(stream(b"0 0 595 842 re f " * 50, DRAWING))
    return a_page(contents=b"/X Do", resources="/XObject << /X 5 0 R >>", more=more)


def tiny_tiles() -> bytes:
    """A page paved with tiles of a tenth of a point."""
    tile = "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 .1 .1] /XStep .1 /YStep .1"
    return a_page(
        contents=b"/Pattern cs /P scn 0 0 595 842 re f",
        resources="/Pattern << /P 5 0 R >>",
        more=[stream(b"0 0 .1 .1 re f", f"/Type /Pattern {tile} /Resources << >>")],
    )


def endless_pdfs() -> Iterator[tuple[str, bytes]]:
    """Small files that ask for hours or gigabytes."""
    yield "drawings-in-drawings", drawings_in_drawings()
    itself = stream(b"/X Do", f"{DRAWING} /Resources << /XObject << /X 5 0 R >> >>")
    mirror = {"contents": b"/X Do", "resources": "/XObject << /X 5 0 R >>"}
    yield "drawing-of-itself", a_page(**mirror, more=[itself])
    yield "tiny-tiles", tiny_tiles()
    dashes = b"[.0001 .0001] 0 d 9 w 0 0 m 595 842 l S "
    yield "endless-dashes", a_page(contents=dashes * 200)
    yield "content-bomb", a_page(more=[deflated(bytes(640_000_000))])
    twice = zlib.compress(zlib.compress(bytes(90_000_000), 9), 9)
    filters = "/Filter [/FlateDecode /FlateDecode]"
    yield "bomb-in-a-bomb", a_page(more=[stream(twice, filters)])
    yield "long-content", a_page(contents=b"0 0 m 595 842 l S\n" * 500_000)
    yield "deep-states", a_page(contents=b"q " * 500_000)
    yield "deep-arrays", a_page(catalogue="/X " + "[" * 50_000 + "]" * 50_000)
    yield "deep-dictionaries", a_page(catalogue="/X " + "<< /A " * 20_000 + ">> " * 20_000)
    image = f"{IMAGE} /Width 60000 /Height 60000"
    yield "image-of-3600-mpx", a_page(**SHOWN, more=[deflated(bytes(1000), image)])
    function = "<< /FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1] >>"
    shading = f"<< /ShadingType 1 /ColorSpace /DeviceRGB /Function {function} >>"
    yield "empty-function", a_page(contents=b"/S sh", resources=f"/Shading << /S {shading} >>")


#: What is wrong with a good page, as one replacement in its bytes.
BENT = {
    "huge-page": (SIZE, "[0 0 14400000 14400000]"),
    "no-size": (SIZE, "[0 0 0 0]"),
    "backwards": (SIZE, "[595 842 0 0]"),
    "size-of-words": (SIZE, "[/A /B /C /D]"),
    "far-away": (SIZE, "[1e30 1e30 2e30 2e30]"),
    "million-pages": ("/Count 1 ", "/Count 1000000 "),
    "fewer-than-no-page": ("/Count 1 ", "/Count -1 "),
    "pages-in-a-circle": ("/Kids [3 0 R]", "/Kids [2 0 R]"),
    "no-pages": ("/Pages 2 0 R", "/Pages 9 0 R"),
    "no-catalogue": ("/Root 1 0 R", "/Root 9 0 R"),
    "table-in-a-circle": ("/Root 1 0 R", "/Root 1 0 R /Prev 9"),
    "table-elsewhere": ("startxref\n", "startxref\n9999999"),
    "length-lies": ("/Length ", "/Length 99999"),
    "length-negative": ("/Length ", "/Length -"),
}


def odd_pdfs() -> Iterator[tuple[str, bytes]]:
    """Files whose parts contradict each other."""
    good = a_page()
    for name, (right, wrong) in BENT.items():
        assert right.encode() in good
        yield name, good.replace(right.encode(), wrong.encode())
    yield "two-ends", good + good
    yield "noise-inside", good[:200] + random.Random(9).randbytes(5000) + good[200:]
    yield "empty-stream", a_page(more=[stream(b"", "/Filter /FlateDecode")])
    yield "bad-deflate", a_page(more=[stream(b"x\x9c" + b"\xff" * 99, "/Filter /FlateDecode")])
    filters = "/Filter [" + "/ASCIIHexDecode " * 100 + "]"
    yield "a-hundred-filters", a_page(more=[stream(b"x", filters)])
    for coding in ("JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "DCTDecode", "LZWDecode"):
        image = f"{IMAGE} /Width 900 /Height 900 /Filter /{coding}"
        noise = stream(random.Random(coding).randbytes(4000), image)
        yield f"noise-as-{coding}", a_page(**SHOWN, more=[noise])
    for kind in ("FontFile", "FontFile2", "FontFile3"):
        about = f"/FontDescriptor << /Type /FontDescriptor /Flags 4 /{kind} 5 0 R >>"
        font = FONT.replace("/BaseFont /Helvetica", f"/BaseFont /X {about}")
        noise = stream(random.Random(kind).randbytes(4000))
        yield f"noise-as-{kind}", a_page(resources=font, more=[noise])


def hostile_pdfs() -> dict[str, bytes]:
    """Every one by its file name."""
    good = a_page()
    files = {f"pdf-cut-{part}.pdf": good[: len(good) * part // 9] for part in range(1, 9)}
    for seed in range(12):
        draw, body = random.Random(seed), bytearray(good)
        for _ in range(30):
            body[draw.randrange(9, len(body))] = draw.randrange(256)
        files[f"pdf-bent-{seed}.pdf"] = bytes(body)
    for part in (active_pdfs(), quiet_pdfs(), endless_pdfs(), odd_pdfs()):
        files |= {f"pdf-{name}.pdf": data for name, data in part}
    return files
