"""Which fields of a scanned proof are in doubt: read, but not surely, or by one reader only."""

from collections.abc import Callable, Mapping
from functools import partial

from services.imagecheck.address.french_dates import find_dates
from services.imagecheck.address.page_layout import Page, Segment
from services.imagecheck.address.person_names import name_words
from shared.domain.findings import AddressReading

#: Criteria of the fields that a reading can be in doubt of.
DOUBTED = ("holder", "issue_date", "postcode_town")

#: Confidence from which a line is believed that nobody read again. [D]
SURE = 0.9

#: Confidence under which a line is in doubt whoever agrees. [D]
HARDLY_READ = 0.75

Lines = Mapping[str, tuple[Segment, ...]]


def deciding_lines(page: Page, reading: AddressReading) -> Lines:
    """By criterion the surest line that says the field; a couple has a line for each."""
    people = (reading.holder or "").split(" et ") if reading.holder else ()
    return {
        "holder": tuple(line for name in people for line in _surest(page, partial(has_name, name))),
        "issue_date": _surest(page, partial(has_date, reading.issued_on)),
        "postcode_town": _surest(page, partial(has_digits, reading.postcode)),
    }


def doubtful_fields(lines: Lines, agreed: Mapping[str, bool]) -> tuple[str, ...]:
    """Criteria in doubt: a second reader that was asked disagrees, or none was and it is unsure."""
    return tuple(
        name for name in DOUBTED if lines[name] and _is_doubtful(lines[name], agreed.get(name))
    )


def _is_doubtful(lines: tuple[Segment, ...], agreed: bool | None) -> bool:
    confidence = min(line.confidence for line in lines)
    return confidence < (HARDLY_READ if agreed else SURE) or agreed is False


def has_name(name: str, text: str) -> bool:
    """True for a text with all words of a name."""
    words = name_words(name)
    return bool(words) and words <= name_words(text)


def has_date(day: str | None, text: str) -> bool:
    """True for a text with a day, in whatever spelling."""
    return any(mention.day.isoformat() == day for mention in find_dates(text))


def has_digits(digits: str | None, text: str) -> bool:
    """True for a text with a number, spaced or not."""
    return digits is not None and digits in text.replace(" ", "")


def _surest(page: Page, says: Callable[[str], bool]) -> tuple[Segment, ...]:
    found = [line for line in page.segments if says(line.text)]
    return (max(found, key=lambda line: line.confidence),) if found else ()
