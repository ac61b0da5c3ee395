"""What is measured on an address proof; nothing is judged here."""

from dataclasses import replace

from services.imagecheck.address.encoded import compared, encoded_reading
from services.imagecheck.address.holder import find_holder
from services.imagecheck.address.issue_date import find_issue_date
from services.imagecheck.address.issuers import find_issuer
from services.imagecheck.address.kinds import classify
from services.imagecheck.address.landlord import is_organisation, is_private_landlord
from services.imagecheck.address.measured import AddressFacts
from services.imagecheck.address.page_layout import Page
from services.imagecheck.address.pages import read_pages
from services.imagecheck.address.postal_lines import PostalBlock, find_addressee
from services.imagecheck.address.service_place import find_service_place
from services.imagecheck.address.towns import is_listed, match_town
from services.imagecheck.twoddoc.facts import strongest
from shared.domain.findings import AddressReading, Box, Evidence, TwoDDoc


def read_address(data: bytes) -> AddressFacts:
    """Read an address proof, picture or PDF, up to its first complete pages.

    Raises UnreadableFile with the reason when the bytes are not a usable file.
    """
    merged: AddressFacts | None = None
    codes: list[TwoDDoc] = []
    for read in read_pages(data):
        facts = facts_of_page(read.page, number=read.number, source=read.source)
        facts = replace(facts, confidence=read.confidence)
        codes += read.codes
        merged = facts if merged is None else _merged(merged, facts)
        if _is_complete(merged.reading):
            break
    assert merged is not None  # a file without a page was refused
    return with_code(merged, strongest(codes))


def _is_complete(reading: AddressReading) -> bool:
    return None not in (reading.holder, reading.issued_on, reading.postcode, reading.kind)


def _merged(first: AddressFacts, later: AddressFacts) -> AddressFacts:
    """What the first page lacks comes from the next; the place with its page."""
    one, two = first.reading, later.reading
    place = first if one.postcode else later
    return replace(
        first,
        reading=AddressReading(
            holder=one.holder or two.holder,
            issued_on=one.issued_on or two.issued_on,
            postcode=place.reading.postcode,
            town=place.reading.town,
            street=place.reading.street,
            issuer=one.issuer or two.issuer,
            kind=one.kind or two.kind,
        ),
        characters=first.characters + later.characters,
        confidence=min(first.confidence, later.confidence),
        place_listed=place.place_listed,
        organisation=first.organisation or later.organisation,
        private_landlord=first.private_landlord or later.private_landlord,
        evidence=place.evidence,
    )


def with_code(facts: AddressFacts, code: TwoDDoc | None) -> AddressFacts:
    """The facts with a 2D-Doc: verified, its values come before those of the print."""
    if code is None:
        return facts
    printed, encoded = facts.reading, encoded_reading(code)
    if encoded is None:
        return replace(facts, reading=replace(printed, two_d_doc=code))
    same = compared(printed, encoded)
    facts = replace(
        facts, compared=tuple(same), differences=tuple(name for name in same if not same[name])
    )
    if code.signature != "valid":
        return replace(facts, reading=replace(printed, two_d_doc=code))
    reading = AddressReading(
        holder=encoded.holder or printed.holder,
        issued_on=encoded.issued_on or printed.issued_on,
        postcode=encoded.postcode or printed.postcode,
        town=encoded.town or printed.town,
        street=encoded.street or printed.street,
        issuer=printed.issuer or encoded.issuer,
        kind=encoded.kind or printed.kind,
        two_d_doc=code,
    )
    listed = _listed(reading) if encoded.postcode and encoded.town else facts.place_listed
    return replace(facts, reading=reading, place_listed=listed)


def _listed(reading: AddressReading) -> bool | None:
    postcode, town = reading.postcode or "", reading.town or ""
    return match_town(postcode, town) is not None if is_listed(postcode) else None


def facts_of_page(page: Page, *, number: int, source: str) -> AddressFacts:
    """The facts that a page's print gives."""
    lines = tuple(segment.text for segment in page.segments)
    text = "\n".join(lines)
    addressee, issued, kind = find_addressee(page), find_issue_date(page), classify(lines)
    place = find_service_place(page) or addressee
    return AddressFacts(
        reading=AddressReading(
            holder=find_holder(page, addressee),
            issued_on=issued.isoformat() if issued else None,
            postcode=place.postcode if place else None,
            town=place.town if place else None,
            street=place.street if place else None,
            issuer=find_issuer(text),
            kind=kind.value if kind else None,
        ),
        source=source,
        characters=sum(character.isalnum() for character in text),
        confidence=100.0,
        place_listed=place.listed if place else None,
        organisation=is_organisation(text),
        private_landlord=is_private_landlord(text),
        evidence=_evidence(page, place, number),
    )


def _evidence(page: Page, place: PostalBlock | None, number: int) -> Evidence:
    if place is None:
        return Evidence(page=number)
    line = place.line
    return Evidence(
        page=number,
        box=Box(
            left=max(0.0, line.left / page.width),
            top=max(0.0, line.top / page.height),
            width=min(1.0, (line.right - line.left) / page.width),
            height=min(1.0, line.height / page.height),
        ),
    )
