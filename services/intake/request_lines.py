"""What was declared, line by line, as the candidate reads it before validating."""

from dataclasses import dataclass

from shared.domain.civil_identity import CivilIdentity
from shared.domain.demande import DEMANDE_LABELS, Demande
from shared.web.person_lines import person_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """One declared value."""

    label: str
    value: str


def request_lines(demande: Demande) -> tuple[RequestLine, ...]:
    """Every declared value, in the order of the form; what was left empty is not shown."""
    candidate, address = demande.candidate, demande.address
    procedure = DEMANDE_LABELS[demande.kind]
    lines = [
        ("Démarche", f"{procedure[:1].upper()}{procedure[1:]}"),
        ("Catégorie", demande.category),
        *person_lines(candidate),
        ("Adresse", f"{address.street}, {address.postcode} {address.town}"),
        ("Adresse électronique", candidate.email or ""),
        ("Mobile", candidate.mobile or ""),
    ]
    if demande.representative is not None:
        lines.append(("Représentant légal", _full_name(demande.representative)))
    if demande.agrement is not None:
        lines.append(("Agrément de l’auto-école", demande.agrement))
    return tuple(RequestLine(label=label, value=value) for label, value in lines if value)


def _full_name(person: CivilIdentity) -> str:
    return " ".join([*person.given_names[:1], person.birth_name or ""]).strip()
