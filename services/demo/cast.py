"""The candidates of the scenarios. Every name, date and address is invented."""

import datetime as dt
from dataclasses import replace

from services.demo.people import Person, born
from shared.domain.civil_identity import CivilIdentity, PostalAddress

_TOWNS = (
    PostalAddress(street="14 rue des Frères Lumière", postcode="69008", town="Lyon"),
    PostalAddress(street="3 place du Marché", postcode="67000", town="Strasbourg"),
    PostalAddress(street="27 avenue de la Gare", postcode="35000", town="Rennes"),
    PostalAddress(street="8 impasse des Lilas", postcode="31000", town="Toulouse"),
    PostalAddress(street="112 boulevard Carnot", postcode="59800", town="Lille"),
    PostalAddress(street="5 chemin du Moulin", postcode="63000", town="Clermont-Ferrand"),
)

_NAMES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("Lemaire", ("Élodie", "Marie"), "F"),
    ("Cœurjoly", ("Benoît",), "M"),
    ("Nguyen", ("Linh", "Anne"), "F"),
    ("Da Silva", ("Hugo", "Miguel"), "M"),
    ("Berthelot", ("Anaïs",), "F"),
    ("O’Brien", ("Killian",), "M"),
    ("Fontaine", ("Lucie", "Jeanne"), "F"),
    ("Haddad", ("Karim",), "M"),
    ("Moreau-Petit", ("Chloé",), "F"),
    ("Lefebvre", ("Thomas", "Paul"), "M"),
    ("Garnier", ("Inès",), "F"),
    ("Rousseau", ("Mathis",), "M"),
    ("Diallo", ("Awa", "Fanta"), "F"),
    ("Chevalier", ("Romain",), "M"),
    ("Perrin", ("Manon",), "F"),
)

_DOCUMENTS = ("card", "old_card", "passport")
_BILLS = ("electricity", "phone", "electricity_scan")


def candidate(number: int, today: dt.date, age: int = 28) -> Person:
    """The candidate of the scenario with that number, counted from 0."""
    name, given, sex = _NAMES[number % len(_NAMES)]
    return Person(
        identity=CivilIdentity(
            birth_name=name,
            given_names=given,
            sex=sex,
            birth_date=born(age + number % 5, today),
            birth_place="Lyon",
            email=f"candidat{number + 1:02d}@exemple.invalid",
        ),
        address=_TOWNS[number % len(_TOWNS)],
        document=_DOCUMENTS[number % len(_DOCUMENTS)],
        bill=_BILLS[number % len(_BILLS)],
        seed=number,
    )


def adult(number: int, today: dt.date) -> Person:
    """One of as many adults as wanted: past the cast the same names, each time born a day earlier.

    Too old to owe a JDC certificate (RULEBOOK PC1: until 25).
    """
    person = candidate(number, today)
    earlier = dt.timedelta(days=number // len(_NAMES))
    birth_date = dt.date.fromisoformat(person.identity.birth_date or "") - earlier
    return replace(person, identity=replace(person.identity, birth_date=birth_date.isoformat()))
