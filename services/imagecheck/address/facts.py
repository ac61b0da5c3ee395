"""What is measured on an address proof; nothing is judged here."""

from collections.abc import Mapping
from dataclasses import replace

from services.imagecheck.address.doubts import DOUBTED
from services.imagecheck.address.encoded import compared, encoded_reading
from services.imagecheck.address.holder import find_holder
from services.imagecheck.address.issue_date import find_issue_date
from services.imagecheck.address.issuers import find_issuer
from services.imagecheck.address.kinds import classify
from services.imagecheck.address.landlord import is_organisation, is_private_landlord
from services.imagecheck.address.measured import AddressFacts
from services.imagecheck.address.page_layout import Page
from services.imagecheck.address.pages import ReadPage, read_pages, read_whole
from services.imagecheck.address.places import places_of
from services.imagecheck.address.postal_lines import find_addressee
from services.imagecheck.address.second_look import look_again
from services.imagecheck.address.service_place import find_service_place
from services.imagecheck.address.towns import is_listed, match_town
from services.imagecheck.engines.raster import Move
from services.imagecheck.twoddoc.facts import strongest
from shared.domain.findings import AddressReading, Evidence, TwoDDoc


def read_address(data: bytes) -> AddressFacts:
    """Read an address proof, picture or PDF, up to its first complete pages.

    Raises UnreadableFile with the reason when the bytes are not a usable file.
    """
    merged: AddressFacts | None = None
    codes: list[TwoDDoc] = []
    for read in read_pages(data):
        facts = _facts_of(read)
        codes += read.codes
        merged = facts if merged is None else _merged(merged, facts)
        if not read.whole and _is_begun(merged.reading):
            merged = _merged(merged, _facts_of(read_whole(read)))
        if _is_complete(merged.reading):
            break
    assert merged is not None  # a file without a page was refused
    return with_code(merged, strongest(codes))


def _facts_of(read: ReadPage) -> AddressFacts:
    facts = facts_of_page(read.page, number=read.number, source=read.source, back=read.back)
    look = look_again(read.page, facts.reading, read.sheet.pixels if read.sheet else None)
    reading = replace(facts.reading, holder=look.holder)
    return replace(facts, reading=reading, confidence=read.confidence, doubtful=look.doubtful)


def _is_begun(reading: AddressReading) -> bool:
    """Something of a proof was read and something lacks: the rest of the page is worth its time.

    A page of letters that mean nothing gives nothing here, and took Tesseract ten times a bill's.
    """
    found = (reading.holder, reading.issued_on, reading.postcode, reading.kind)
    return any(found) and not all(found)


def _is_complete(reading: AddressReading) -> bool:
    return None not in (reading.holder, reading.issued_on, reading.postcode, reading.kind)


def _merged(first: AddressFacts, later: AddressFacts) -> AddressFacts:
    """What the first page lacks comes from the next; the place with its page."""
    one, two = first.reading, later.reading
    place = first if one.postcode else later
    sources = {
        "holder": first if one.holder else later,
        "issue_date": first if one.issued_on else later,
        "postcode_town": place,
    }
    merged = replace(
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
        lines=(*first.lines, *later.lines),
        organisation=first.organisation or later.organisation,
        private_landlord=first.private_landlord or later.private_landlord,
        evidence=place.evidence,
    )
    return _from_their_pages(merged, sources)


def _from_their_pages(merged: AddressFacts, sources: Mapping[str, AddressFacts]) -> AddressFacts:
    """Each doubt and each place with the page that its field is from."""
    doubtful = tuple(name for name, facts in sources.items() if name in facts.doubtful)
    places = {name: facts.places[name] for name, facts in sources.items() if name in facts.places}
    return replace(merged, doubtful=doubtful, places=places)


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
    said = (encoded.holder, encoded.issued_on, encoded.postcode)
    doubts = (name for name, value in zip(DOUBTED, said, strict=True) if not value)
    doubtful = tuple(name for name in doubts if name in facts.doubtful)
    return replace(facts, reading=reading, place_listed=listed, doubtful=doubtful)


def _listed(reading: AddressReading) -> bool | None:
    postcode, town = reading.postcode or "", reading.town or ""
    return match_town(postcode, town) is not None if is_listed(postcode) else None


def facts_of_page(page: Page, *, number: int, source: str, back: Move) -> AddressFacts:
    """The facts that a page's print gives; `back` leads from its places to the page as sent."""
    lines = tuple(segment.text for segment in page.segments)
    text = "\n".join(lines)
    addressee, issued, kind = find_addressee(page), find_issue_date(page), classify(lines)
    place = find_service_place(page) or addressee
    reading = AddressReading(
        holder=find_holder(page, addressee),
        issued_on=issued.isoformat() if issued else None,
        postcode=place.postcode if place else None,
        town=place.town if place else None,
        street=place.street if place else None,
        issuer=find_issuer(text),
        kind=kind.value if kind else None,
    )
    return AddressFacts(
        reading=reading,
        source=source,
        characters=sum(character.isalnum() for character in text),
        confidence=100.0,
        place_listed=place.listed if place else None,
        organisation=is_organisation(text),
        private_landlord=is_private_landlord(text),
        lines=lines,
        evidence=Evidence(page=number),
        places=places_of(page, reading, place, (number, back)),
    )
