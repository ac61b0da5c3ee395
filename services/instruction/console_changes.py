"""What people changed, in an agent's words: corrections of a request, and readings put right."""

import datetime as dt
import re
from dataclasses import dataclass

from services.instruction.audiences import LABELS
from services.instruction.divergence.date_texts import UNKNOWN, PartialDate, parse_date
from services.instruction.queue_words import field_words
from shared.domain.demande import DEMANDE_LABELS
from shared.domain.dossier import Dossier

#: Days as they are stored, an unknown day or month included (RULEBOOK N7).
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")

#: Fields of a request that no comparison names.
_REQUEST: dict[str, str] = {
    "aac": "Conduite accompagnée",
    "account_activated": "Compte activé",
    "address.postcode": "Code postal",
    "address.street": "Rue",
    "address.town": "Commune",
    "agrement": "Numéro d’agrément",
    "category": "Catégorie",
    "first_licence": "Premier permis",
    "hosted": "Hébergé par une autre personne",
    "kind": "Procédure",
    "medical": "Avis médical demandé",
    "mobile": "Téléphone mobile",
    "nationality": "Nationalité",
    "photo_code": "Code photo-signature",
}
#: Fields of readings that hold a day.
_DAYS = frozenset({"birth_date", "issued_on", "expiry_date"})
_OWNERS = {"account": "Compte", "representative": "Représentant légal"}
#: Values that are codes.
_VALUES: dict[str, str] = {
    "True": "oui",
    "False": "non",
    **{kind.value: label for kind, label in DEMANDE_LABELS.items()},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One value before and after; empty where there was none."""

    label: str
    before: str
    after: str


def amended_fields(dossier: Dossier) -> tuple[Changed, ...]:
    """What corrections changed in the request, oldest first."""
    return tuple(
        Changed(
            label=request_words(change.field),
            before=said(change.before),
            after=said(change.after),
        )
        for change in dossier.demande.amended
    )


def fixed_fields(dossier: Dossier) -> tuple[Changed, ...]:
    """What agents read otherwise than the machine."""
    return tuple(
        Changed(
            label=field_words(fix.field),
            before=said(fix.read or ""),
            after=said(fix.corrected),
        )
        for fix in dossier.review.fixes
    )


def request_words(field: str) -> str:
    """« Compte : date de naissance » for "account.birth_date"."""
    own = _REQUEST.get(field) or LABELS.get(field)
    if own:
        return own
    owner, _, name = field.rpartition(".")
    label = _REQUEST.get(name) or LABELS.get(name) or "autre champ"
    named = _OWNERS.get(owner, "Demande")
    return f"{named} : {label[:1].lower()}{label[1:]}"


def stored(field: str, text: str) -> str:
    """What an agent wrote as it is kept: a day in ISO 8601; nothing for a text that is no day."""
    if field.rpartition(".")[2] not in _DAYS:
        return text
    day = parse_date(text)
    return f"{day.year}-{day.month}-{day.day}" if day and _is_possible(day) else ""


def _is_possible(day: PartialDate) -> bool:
    """True for a day of the calendar, and for one whose day, or day and month, is not known."""
    if day.short or (day.month == UNKNOWN and day.day != UNKNOWN):
        return False
    known = (int(part) if part != UNKNOWN else 1 for part in (day.month, day.day))
    try:
        dt.date(int(day.year), *known)
    except ValueError:
        return False
    return True


def said(value: str) -> str:
    """A stored value as people write it: days as JJ/MM/AAAA, codes in words."""
    parsed = parse_date(value) if _ISO_DAY.fullmatch(value) else None
    return parsed.shown if parsed else _VALUES.get(value, value)
