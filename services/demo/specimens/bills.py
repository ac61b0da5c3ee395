"""Address proofs: an electricity bill and a phone bill, as a PDF with its text or as a scan."""

import datetime as dt
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
from PIL import Image

from services.demo.specimens.bill_lines import (
    Account,
    electricity_account,
    euros,
    phone_account,
)
from services.demo.specimens.fonts import REGULAR, font_path
from services.imagecheck.engines.pdf import render_page
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.web.french import plain_date

#: Resolution of a bill that was printed, then scanned.
SCAN_DPI = 200

COURTESY = {"F": "Mme", "M": "M."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Whom a bill is for, who sends it and when."""

    holder: CivilIdentity
    address: PostalAddress
    issued_on: dt.date
    #: Name of the supplier, as plain text; no trade dress is drawn.
    issuer: str
    #: Other seeds give other references and amounts.
    seed: int = 0


def electricity_bill(bill: Bill) -> bytes:
    """An electricity bill as a PDF with a text layer."""
    return _compile("electricity_bill.typ", bill, electricity_account(bill.seed))


def phone_bill(bill: Bill) -> bytes:
    """A phone bill as a PDF with a text layer."""
    return _compile("phone_bill.typ", bill, phone_account(bill.seed))


def scanned(pdf: bytes, *, dpi: int = SCAN_DPI, quality: int = 85) -> bytes:
    """The first page of a PDF as the JPEG that a scanner would give."""
    rgb = np.ascontiguousarray(render_page(pdf, 0, dpi).pixels[:, :, ::-1])
    buffer = io.BytesIO()
    options = {"quality": quality, "dpi": (dpi, dpi), "comment": b"SPECIMEN"}
    Image.fromarray(rgb).save(buffer, "JPEG", **options)
    return buffer.getvalue()


def _compile(template: str, bill: Bill, account: Account) -> bytes:
    import typst  # an extra of the demo: the services run without it

    font_folder = font_path(REGULAR).parent
    return bytes(
        typst.compile(
            str(Path(__file__).with_name(template)),
            font_paths=[str(font_folder)],
            ignore_system_fonts=True,
            sys_inputs={"bill": json.dumps(_printed(bill, account))},
            # the date in the file's metadata is the bill's own: same values, same bytes
            timestamp=dt.datetime.combine(bill.issued_on, dt.time(), dt.UTC),
        )
    )


def _printed(bill: Bill, account: Account) -> dict[str, object]:
    """All that the template prints, as text."""
    net = sum((line.amount for line in account.lines), Decimal(0))
    vat = (net * Decimal("0.20")).quantize(Decimal("0.01"))
    return {
        "title": f"Facture {bill.issuer}",
        "issuer": bill.issuer,
        "holder": holder_line(bill.holder),
        "street": bill.address.street,
        "postcode": bill.address.postcode,
        "town": bill.address.town,
        "issued": plain_date(bill.issued_on),
        "due": plain_date(bill.issued_on + dt.timedelta(days=15)),
        "period_start": plain_date(bill.issued_on - dt.timedelta(days=account.days)),
        "period_end": plain_date(bill.issued_on - dt.timedelta(days=1)),
        "lines": [line.printed() for line in account.lines],
        "net": euros(net),
        "vat": euros(vat),
        "gross": euros(net + vat),
        **_references(bill.seed),
    }


def holder_line(holder: CivilIdentity) -> str:
    """The customer as suppliers write one: courtesy title, first given name, name in capitals."""
    name = (holder.usage_name or holder.birth_name or "").upper()
    parts = (COURTESY.get(holder.sex or "", ""), *holder.given_names[:1], name)
    return " ".join(part for part in parts if part)


def _references(seed: int) -> dict[str, str]:
    """Numbers with the length and grouping that suppliers use."""
    digits = [str(digit) for digit in np.random.default_rng(seed).integers(0, 10, 60)]
    text = "".join(digits)
    return {
        "number": f"{text[0:2]} {text[2:5]} {text[5:8]} {text[8:11]}",
        "customer": f"{text[11]} {text[12:15]} {text[15:18]} {text[18:21]}",
        "contract": f"1 {text[21:24]} {text[24:27]} {text[27:30]}",
        "meter": f"{text[30:32]} {text[32:35]} {text[35:38]} {text[38:41]} {text[41:44]}",
        # numbers kept by the regulator for fiction: 06 39 98 00 00 to 06 39 98 99 99
        "line": f"06 39 98 {text[44:46]} {text[46:48]}",
    }
