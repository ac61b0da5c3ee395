"""Whose paper it is: the name and the birth date, by their labels or after a courtesy title."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.imagecheck.address.french_dates import find_dates
from services.imagecheck.address.page_layout import Page, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The holder as printed."""

    birth_name: str | None = None
    given_names: tuple[str, ...] = ()
    birth_date: dt.date | None = None


#: A word of a name; capitals or a capital at its start.
_WORD = r"[A-ZÀ-ÝŒ][A-Za-zÀ-ÖØ-öø-ÿŒœ’'-]*"
_NAMES = rf"{_WORD}(?:[ ,]+{_WORD}){{0,5}}"

_LABEL_END = r"\s*(?:du\s+candidat|de\s+l.[ée]l[èe]ve)?\s*(?::|\.{2,})?\s*"

#: Labels as they stand before the value or above it; a birth name wins over a bare name.
_BIRTH_NAME = re.compile(
    rf"^nom\s+(?:de\s+naissance|de\s+famille|patronymique){_LABEL_END}", re.IGNORECASE
)
_NAME = re.compile(rf"^nom(?!\s+(?:d.usage|et|de\s+l))\b{_LABEL_END}", re.IGNORECASE)
_GIVEN = re.compile(rf"^pr[ée]nom(?:s|\(s\))?{_LABEL_END}", re.IGNORECASE)
_BOTH = re.compile(
    rf"^(?:noms?\s+(?:et|,)\s+pr[ée]nom(?:s|\(s\))?|candidate?|titulaire|[ée]l[èe]ve){_LABEL_END}",
    re.IGNORECASE,
)

#: « Monsieur Camille MARTIN, né le … », as certificates write.
_TITLED = re.compile(
    r"(?i:\bM\.|\bMme|\bMlle|\bMonsieur|\bMadame|\bMademoiselle|\bsoussign[ée]e?|\bl.[ée]l[èe]ve)"
    r"(?:\(e\))?(?:\s+|\s*[,:]\s*)(?:(?i:M\.|Mme|Monsieur|Madame)\s+)?"
    rf"(?P<names>{_NAMES})"
)

_BORN = re.compile(r"\b(?:n[ée]e?(?:\(e\))?\s+le|date\s+de\s+naissance)\b\s*:?\s*", re.IGNORECASE)


def find_person(page: Page) -> Person:
    """The holder of a paper; what is not read is left out."""
    titled = _titled(page)
    labelled = _labelled(page)
    return Person(
        birth_name=labelled.birth_name or titled.birth_name,
        given_names=labelled.given_names or titled.given_names,
        birth_date=_birth_date(page),
    )


def _labelled(page: Page) -> Person:
    both = _value(page, _BOTH)
    if both:
        return _split(both)
    name = _value(page, _BIRTH_NAME) or _value(page, _NAME)
    given = _value(page, _GIVEN)
    return Person(birth_name=name, given_names=_words(given) if given else ())


def _value(page: Page, label: re.Pattern[str]) -> str | None:
    """What stands after the label, else right of it, else below it."""
    for segment in page.segments:
        found = label.match(segment.text)
        if found is None:
            continue
        after = (segment.text[found.end() :], *(other.text for other in _near(page, segment)))
        for text in after:
            names = re.match(_NAMES, text.strip())
            if names:
                return names[0]
    return None


def _near(page: Page, segment: Segment) -> Iterator[Segment]:
    right = [other for other in page.segments if page.left_of(other) == segment]
    yield from right
    below = page.below(segment)
    if below is not None:
        yield below


def _titled(page: Page) -> Person:
    for segment in page.segments:
        found = _TITLED.search(segment.text)
        if found:
            return _split(found["names"])
    return Person()


def _split(names: str) -> Person:
    """Birth names are printed in capitals; where nothing is, the last word is taken for it."""
    words = _words(names)
    capitals = [word for word in words if len(word) > 1 and word == word.upper()]
    if capitals and len(capitals) < len(words):
        given = tuple(word for word in words if word not in capitals)
        return Person(birth_name=" ".join(capitals), given_names=given)
    if len(words) < 2:
        return Person(birth_name=words[0] if words else None)
    return Person(birth_name=words[-1], given_names=words[:-1])


def _words(names: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"[ ,]+", names.strip()) if word)


def _birth_date(page: Page) -> dt.date | None:
    """The date after « né le », or right of or below the label « date de naissance »."""
    for segment in page.segments:
        born = _BORN.search(segment.text)
        if born is None:
            continue
        for text in (segment.text[born.end() :], *(near.text for near in _near(page, segment))):
            dates = find_dates(text[:40])
            if dates:
                return dates[0].day
    return None
