"""Who an address proof is for: the line with a courtesy title, a label, or the address's top."""

import re

from services.imagecheck.address.page_layout import MAX_INDENT, MAX_LEADING, Page, Segment
from services.imagecheck.address.postal_lines import (
    COURTESY,
    NAME,
    PostalBlock,
    is_private,
    is_street,
)

#: Labels of the holder of a contract.
_LABEL = re.compile(
    r"^(?:nom\s+(?:et\s+pr[ée]noms?\s+)?du\s+)?(?:titulaire|client|locataire|abonn[ée]|souscripteur"
    r"|occupant|d[ée]clarant(?:\s*\d)?|assur[ée]|soci[ée]taire)"
    r"(?:\s+(?:du\s+contrat|de\s+la\s+ligne|de\s+l.abonnement|du\s+compte|principal))?\s*:?\s*",
    re.IGNORECASE,
)


#: Words of the label of an address, and of the lines between name and street.
_PLACE = re.compile(
    r"adresse|lieu|logement|consommation|livraison|risque|installation|\bb[âa]t|\bapp|\bescalier"
    r"|\b[ée]tage|\bporte\b|\bchez\b|\br[ée]s(?:idence)?\b|\bhall\b",
    re.IGNORECASE,
)


def find_holder(page: Page, addressee: PostalBlock | None) -> str | None:
    """The holder as printed, without the courtesy title."""
    if addressee is not None:
        titled = [_bare(line.text) for line in addressee.above if COURTESY.match(line.text)]
        if titled:  # one line for each of a couple, the nearest first
            return " et ".join(reversed(titled))
    return _labelled(page) or _top_of_address(addressee) or _addressed(page)


def _addressed(page: Page) -> str | None:
    """A titled name over a street, where a line of the address was not read."""
    streets = [segment for segment in page.segments if is_street(segment.text)]
    for segment in page.segments:
        named = COURTESY.match(segment.text) and NAME.match(_bare(segment.text))
        if named and any(_stands_over(segment, street) for street in streets):
            return _bare(segment.text)
    return None


def _stands_over(name: Segment, street: Segment) -> bool:
    height = min(name.height, street.height)
    aside = abs(name.left - street.left) < MAX_INDENT * height
    return aside and 0 < street.middle - name.middle < 2 * MAX_LEADING * height


def _labelled(page: Page) -> str | None:
    for segment in page.segments:
        label = _LABEL.match(segment.text)
        if label is None:
            continue
        rest = segment.text[label.end() :].strip()
        below = page.below(segment)
        for text in (rest, below.text if below is not None and not rest else ""):
            if COURTESY.match(text) or NAME.match(text):
                return _bare(text)
    return None


def _top_of_address(addressee: PostalBlock | None) -> str | None:
    """The line above the street, where the lines above the postcode are an address at all."""
    lines = [line.text.strip() for line in addressee.above] if addressee is not None else []
    streets = [index for index, text in enumerate(lines) if is_street(text)]
    for text in lines[streets[-1] + 1 :] if streets else []:
        if NAME.match(text) and is_private(text) and not _PLACE.search(text):
            return _bare(text)
    return None


def _bare(text: str) -> str:
    return " ".join(COURTESY.sub("", text.strip()).split()).strip(" :,;")
