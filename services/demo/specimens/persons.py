"""Who a specimen is made out to: a fictitious person with an address and a document."""

import datetime as dt
import re
from dataclasses import dataclass, field

from shared.domain.civil_identity import CivilIdentity, PostalAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The values printed on a specimen."""

    identity: CivilIdentity
    address: PostalAddress
    #: Number of the identity document, as its layout wants it.
    document_number: str
    issued_on: dt.date
    expires_on: dt.date
    height_cm: int = 168


def surname(identity: CivilIdentity) -> str:
    """The birth name in capitals, as identity documents print it."""
    return (identity.birth_name or "").upper()


def printed_date(iso_date: str | None, separator: str = "/") -> str:
    """A date as printed, day first; a part that civil status does not know stays 00."""
    if not iso_date or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso_date):
        return ""
    year, month, day = iso_date.split("-")
    return separator.join((day, month, year))


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """One fictitious holder for each document; the old card has a numbering of its own."""

    identity: CivilIdentity = field(
        default_factory=lambda: CivilIdentity(
            birth_name="Martin-Lecœur",
            given_names=("Maëlle", "Anne-Sophie", "Zoé"),
            sex="F",
            birth_date="2006-03-14",
            birth_place="Saint-Étienne",
        )
    )
    address: PostalAddress = field(
        default_factory=lambda: PostalAddress(
            street="12 bis rue des Frères Lumière", postcode="69008", town="Lyon"
        )
    )

    def card(self) -> Holder:
        """Holder of a card of the 2021 model, valid ten years (RULEBOOK ID4)."""
        return self._holder("D2H6862M2", dt.date(2023, 9, 4), dt.date(2033, 9, 3))

    def old_card(self) -> Holder:
        """Holder of a pre-2021 card; its number opens with year and month of issue (N9)."""
        return self._holder("180369310285", dt.date(2018, 3, 20), dt.date(2033, 3, 19))

    def passport(self) -> Holder:
        """Holder of a passport valid ten years."""
        return self._holder("24FV19387", dt.date(2024, 6, 11), dt.date(2034, 6, 10))

    def _holder(self, number: str, issued_on: dt.date, expires_on: dt.date) -> Holder:
        return Holder(
            identity=self.identity,
            address=self.address,
            document_number=number,
            issued_on=issued_on,
            expires_on=expires_on,
        )
