"""Who a request is for, line by line: the same on a page and on a document."""

from shared.domain.civil_identity import CivilIdentity
from shared.web.french import civil_date


def person_lines(person: CivilIdentity) -> list[tuple[str, str]]:
    """Label and value of each line; the value is empty where nothing was declared."""
    return [
        ("Nom de naissance", person.birth_name or ""),
        ("Nom d’usage", person.usage_name or ""),
        ("Prénoms", ", ".join(person.given_names)),
        ("Date de naissance", civil_date(person.birth_date or "")),
        ("Lieu de naissance", person.birth_place or ""),
    ]
