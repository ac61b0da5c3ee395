"""The address that a bill is about, where a label names it: it may not be where the post goes."""

import re

from services.imagecheck.address.page_layout import Page, Segment
from services.imagecheck.address.postal_lines import PostalBlock, blocks_of

#: Labels of the place served, rented or insured.
_LABEL = re.compile(
    r"(?:(?:lieu|adresse|site|point)\s*(?:de\s*(?:votre\s*|la\s*|l.)?)?"
    r"(?:consommation|livraison|fourniture|branchement|raccordement)"
    r"|adresse\s*(?:du\s*(?:point\s*de\s*(?:livraison|comptage)|logement|bien|lot|domicile"
    r"|risque(?:\s*assur[ée])?|compteur|branchement|local|service)|desservie|assur[ée]e"
    r"|d.installation|de\s*l.(?:installation|habitation|immeuble)|des?\s*lieux?|fiscale"
    r"|d.imposition|de\s*service)"
    r"|(?:logement|bien|local|locaux|appartement|habitation)\s*(?:lou[ée]e?s?\s*)?"
    r"(?:situ[ée]e?s?|sise?|assur[ée]e?)"
    r"|lieu\s*(?:d.installation|du\s*risque)|installation\s*situ[ée]e)",
    re.IGNORECASE,
)

#: Lines under a label in which its address ends.
MAX_LINES_BELOW = 5


def find_service_place(page: Page) -> PostalBlock | None:
    """The place that a label names; None without a label, or where its addresses differ."""
    found = [block for segment in page.segments for block in _named_by(page, segment)]
    places = {(block.postcode, block.town.upper()) for block in found}
    return found[0] if len(places) == 1 else None


def _named_by(page: Page, segment: Segment) -> list[PostalBlock]:
    label = _LABEL.search(segment.text)
    if label is None:
        return []
    own = blocks_of(page, segment)
    if own:
        return [block for block in own if segment.text.rfind(block.postcode) > label.end()][:1]
    beside = page.right_of(segment)
    for start in (beside, page.below(segment)):
        line = start
        for _ in range(MAX_LINES_BELOW):
            if line is None:
                break
            blocks = blocks_of(page, line)
            if blocks:
                return blocks[:1]
            line = page.below(line)
    return []
