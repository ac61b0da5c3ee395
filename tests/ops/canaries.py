"""A person whose every word would be noticed anywhere, and the search for it."""

import re
import unicodedata

from services.demo.people import Person
from shared.domain.civil_identity import CivilIdentity, PostalAddress

PERSON = Person(
    identity=CivilIdentity(
        birth_name="Ogier-Quetzalin",
        usage_name="Wolframin",
        given_names=("Zéphirine", "Ysoline"),
        sex="F",
        birth_date="1987-06-05",
        birth_place="Ytterby",
        email="zephirine.quetzalin@example.org",
    ),
    address=PostalAddress(street="7 rue des Xérophytes", postcode="69003", town="Lyon"),
)
PARENT = CivilIdentity(
    birth_name="Quetzalin", given_names=("Thaddée",), email="thaddee@wolframin.example"
)

#: Words of the person, and the birth date in each way that people and machines write it.
CANARIES = re.compile(
    r"ogier|quetzalin|wolframin|zephirine|ysoline|ytterby|xerophytes|thaddee"
    r"|1987[-/.]06[-/.]05|05[-/.]06[-/.]1987|05061987|19870605"
)


def found_in(text: str) -> set[str]:
    """The canaries in a text, whatever its accents, capitals and escapes."""
    if "\\u" in text:
        text += re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return set(CANARIES.findall(plain))
