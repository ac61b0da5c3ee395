"""What kind of document lies there, by its zone or by the words printed on it."""

from collections.abc import Sequence

from services.imagecheck.identity.mrz_checks import Fitted
from services.imagecheck.identity.print_text import Print
from services.imagecheck.identity.viz_labels import folded

#: Headings of the documents of RULEBOOK ID1 to ID3, letters only; the first that is found decides.
HEADINGS = (
    ("PERMISDECONDUIRE", "licence"),
    ("TITREDESEJOUR", "residence_permit"),
    ("RESIDENCEPERMIT", "residence_permit"),
    ("CARTEDERESIDENT", "residence_permit"),
    ("CARTEDESEJOUR", "residence_permit"),
    ("CARTENATIONALEDIDENTITE", "identity_card"),
    ("IDENTITYCARD", "identity_card"),
    ("PASSEPORT", "passport"),
    ("PASSPORT", "passport"),
)

#: What each layout is; cards of three or two lines are told apart by their code.
FORMATS = {
    "td3": "passport",
    "mrva": "visa",
    "mrvb": "visa",
    "old_cni": "identity_card",
    "licence": "licence",
}

#: Codes of French cards that are permits to stay (AR, IR, TR, CR), beside ID and I<.
PERMIT_ENDING = "R"


def kind_of_zone(fitted: Fitted) -> str:
    """The kind that the zone states."""
    by_format = FORMATS.get(fitted.layout.format)
    if by_format is not None:
        return by_format
    code = fitted.lines[0][:2]
    is_permit = code[1] == PERMIT_ENDING or code[0] == "C"
    return "residence_permit" if is_permit else "identity_card"


def kind_of_print(lines: Sequence[Print]) -> str | None:
    """The kind that the headings state."""
    text = "".join(letter for line in lines for letter in folded(line.text) if "A" <= letter <= "Z")
    return next((kind for heading, kind in HEADINGS if heading in text), None)
