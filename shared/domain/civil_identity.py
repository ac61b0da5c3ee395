"""A person as civil status knows them, whatever the source."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CivilIdentity:
    """Identity as one source gives it. None or () means that the source does not say."""

    birth_name: str | None = None
    usage_name: str | None = None
    given_names: tuple[str, ...] = ()
    #: "F", "M" or "X".
    sex: str | None = None
    #: ISO 8601 (YYYY-MM-DD); "00" stands for a day or month that civil status does not know.
    birth_date: str | None = None
    birth_place: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """A French postal address."""

    street: str
    postcode: str
    town: str
