"""Who an address proof is for: the line with a courtesy title, a label, or the address's top."""

import re

from services.imagecheck.address.page_layout import Page
from services.imagecheck.address.postal_lines import COURTESY, PostalBlock, is_street

#: Labels of the holder of a contract.
_LABEL = re.compile(
    r"^(?:nom\s+(?:et\s+pr[ée]noms?\s+)?du\s+)?(?:titulaire|client|locataire|abonn[ée]|souscripteur|occupant)"
    r"(?:\s+(?:du\s+contrat|de\s+la\s+ligne|de\s+l.abonnement|du\s+compte|principal))?\s*:?\s*",
    re.IGNORECASE,
)

#: A name: two to six words of letters, no digit.
_NAME = re.compile(r"^[A-ZÀ-Ý][^\W\d_]*(?:[-'’ ][^\W\d_]+){1,6}\.?$")


def find_holder(page: Page, addressee: PostalBlock | None) -> str | None:
    """The holder as printed, without the courtesy title."""
    if addressee is not None:
        titled = [_bare(line.text) for line in addressee.above if COURTESY.match(line.text)]
        if titled:  # one line for each of a couple, the nearest first
            return " et ".join(reversed(titled))
    return _labelled(page) or _top_of_address(addressee)


def _labelled(page: Page) -> str | None:
    for segment in page.segments:
        label = _LABEL.match(segment.text)
        if label is None:
            continue
        rest = segment.text[label.end() :].strip()
        below = page.below(segment)
        for text in (rest, below.text if below is not None and not rest else ""):
            if COURTESY.match(text) or _NAME.match(text):
                return _bare(text)
    return None


def _top_of_address(addressee: PostalBlock | None) -> str | None:
    """The line above the street, where the lines above the postcode are an address at all."""
    lines = [line.text.strip() for line in addressee.above] if addressee is not None else []
    streets = [index for index, text in enumerate(lines) if is_street(text)]
    for text in lines[streets[-1] + 1 :] if streets else []:
        if _NAME.match(text):
            return _bare(text)
    return None


def _bare(text: str) -> str:
    return " ".join(COURTESY.sub("", text.strip()).split()).strip(" :,;")
