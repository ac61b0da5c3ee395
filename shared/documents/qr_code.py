"""QR codes through zxing-cpp: the one file that draws them."""

import zxingcpp


def qr_code(text: str) -> str:
    """The code as SVG, with its quiet zone; level M (15 %) bears a fold or a coffee stain."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return str(code.to_svg(add_quiet_zones=True))
