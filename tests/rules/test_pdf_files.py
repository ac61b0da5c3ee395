"""PDF files: text first, pixels under a cap, and a typed refusal for what cannot be used."""

import pytest

from services.imagecheck.address.facts import read_address
from services.imagecheck.engines.pdf import MAX_PAGES, page_runs, page_texts, render_page
from services.imagecheck.engines.raster import MAX_PIXELS
from services.imagecheck.identity.facts import read_identity
from shared.domain.files import RefusalCode, UnreadableFile

A4 = (595, 842)

BILL = (
    (50, 780, "EDF"),
    (300, 700, "Mme Camille MARTIN"),
    (300, 685, "12 RUE DES LILAS"),
    (300, 670, "69003 LYON"),
    (50, 600, "Facture du 3 novembre 2026"),
    (50, 585, "Facture no 10 22 03 2019 44"),
    (50, 540, "Montant de 54,20 EUR, somme qui sera prise sur votre compte le 20/11/2026"),
)


def a_pdf(lines=BILL, *, size=A4, pages=1, encrypted=False):
    """A small PDF written by hand: Helvetica at given places."""
    text = "".join(f"BT /F1 10 Tf {x} {y} Td [({words})] TJ ET\n" for x, y, words in lines)
    kids = " ".join(f"{5 + number} 0 R" for number in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    ]
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents 4 0 R "
        "/Resources << /Font << /F1 3 0 R >> >> >>"
    )
    objects += [page] * pages
    lock = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
    trailer = f"/Encrypt {len(objects) + 1} 0 R /ID [<00> <00>]" if encrypted else ""
    objects += [lock] if encrypted else []
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    body += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
    return (body + f"startxref\n{start}\n%%EOF\n").encode("latin-1")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", RefusalCode.EMPTY, id="empty"),
        pytest.param(b"%PDF-1.4\nnothing of the kind", RefusalCode.CORRUPT, id="corrupt"),
        pytest.param(a_pdf(encrypted=True), RefusalCode.ENCRYPTED, id="encrypted"),
        pytest.param(a_pdf(pages=0), RefusalCode.NO_PAGE, id="no page"),
        pytest.param(a_pdf(pages=MAX_PAGES + 1), RefusalCode.TOO_MANY_PAGES, id="too many pages"),
    ],
)
@pytest.mark.parametrize("read", [page_texts, page_runs, read_address, read_identity])
def test_an_unusable_file_is_refused_with_its_reason(read, data, code):
    with pytest.raises(UnreadableFile) as refusal:
        read(data)

    assert refusal.value.code is code


def test_as_many_pages_as_allowed_are_taken():
    assert len(page_texts(a_pdf(pages=MAX_PAGES))) == MAX_PAGES


def test_the_text_layer_is_read_page_by_page():
    text = page_texts(a_pdf())[0]

    assert "Mme Camille MARTIN\n12 RUE DES LILAS\n69003 LYON" in text


def test_runs_carry_their_place_from_the_top_left_corner():
    runs = {run.text: run for run in page_runs(a_pdf())[0]}

    holder = runs["Mme Camille MARTIN"]
    assert holder.left == pytest.approx(300, abs=2)
    assert holder.bottom == pytest.approx(842 - 700, abs=4)
    assert holder.top < holder.bottom < runs["69003 LYON"].top


def test_letters_that_the_font_moves_closer_stay_one_word():
    kerned = tuple((x, y, text.replace("LY", "L) 110 (Y")) for x, y, text in BILL)

    assert "69003 LYON" in {run.text for run in page_runs(a_pdf(kerned))[0]}


def test_columns_on_one_line_stay_apart():
    page = a_pdf(((50, 700, "No client 123"), (300, 700, "Mme Camille MARTIN")))

    assert [run.text for run in page_runs(page)[0]] == ["No client 123", "Mme Camille MARTIN"]


def test_a_watermark_behind_the_text_is_left_out():
    runs = page_runs(a_pdf().replace(b"/F1 10 Tf 50 780", b"/F1 99 Tf 50 780"))[0]

    assert "EDF" not in {run.text for run in runs}
    assert "69003 LYON" in {run.text for run in runs}


def test_a_page_is_rendered_at_the_resolution_asked_for():
    raster = render_page(a_pdf(), 0, 144)

    assert (raster.width, raster.height) == (2 * A4[0], 2 * A4[1])
    assert raster.pixels.min() < 100


def test_a_page_that_claims_to_be_huge_stays_under_the_cap():
    raster = render_page(a_pdf(size=(14_000, 14_000)), 0)

    assert MAX_PIXELS * 0.9 < raster.width * raster.height <= MAX_PIXELS


def test_a_bill_is_read_from_its_text_layer_without_any_ocr(monkeypatch):
    monkeypatch.setenv("PATH", "")  # no program can be started

    facts = read_address(a_pdf())

    assert facts.source == "text_layer"
    reading = facts.reading
    assert (reading.holder, reading.issued_on) == ("Camille MARTIN", "2026-11-03")
    assert (reading.postcode, reading.town, reading.issuer) == ("69003", "LYON", "EDF")


def test_a_page_without_enough_text_is_looked_at_as_a_picture():
    facts = read_address(a_pdf(lines=((50, 800, "Page 1"),)))

    assert facts.source == "ocr"
    assert facts.reading.postcode is None
