"""The request's form: what a person types, turned into the body that the API takes, and back."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from services.intake.bodies import DemandeBody
from shared.domain.demande import Demande
from shared.web.problems import Problem, ProblemType

Typed = dict[str, str]

#: What to say of a field that does not fit; of every other one, _ANY.
_SAID: dict[str, str] = {
    "candidate.birth_name": "Écrivez le nom de naissance, comme sur le titre d’identité.",
    "candidate.given_names": "Écrivez tous les prénoms, séparés par des virgules.",
    "candidate.birth_date": "Écrivez une date qui existe, par exemple 12/03/2007.",
    "candidate.email": "Écrivez l’adresse électronique du candidat, par exemple nom@domaine.fr.",
    "candidate.mobile": "Écrivez un numéro de mobile, par exemple 06 12 34 56 78.",
    "address.street": "Écrivez le numéro et la rue.",
    "address.postcode": "Écrivez les 5 chiffres du code postal.",
    "address.town": "Écrivez la commune.",
    "representative.birth_name": "Écrivez le nom du représentant légal.",
    "representative.given_names": "Écrivez le prénom du représentant légal.",
    "representative.birth_date": "Écrivez une date qui existe, par exemple 25/11/1975.",
    "representative.email": "Écrivez l’adresse électronique du représentant légal.",
    "representative.mobile": "Écrivez un numéro de mobile, par exemple 06 12 34 56 78.",
    "agrement": "Écrivez le numéro d’agrément sans espace, par exemple E0403512340.",
    "nationality": "Écrivez le code de trois lettres, par exemple FRA.",
    "category": "Choisissez une catégorie.",
    "kind": "Choisissez une démarche.",
}
_ANY = "Vérifiez ce champ."

#: « 12/03/2007 »; day or month may be « 00 » where civil status does not know them.
_FRENCH_DATE = re.compile(r"\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})\s*")

_FLAGS = ("first_licence", "account_activated", "aac", "medical", "hosted")
_PLAIN = ("kind", "category", "agrement", "nationality", "photo_code")
_PERSON = ("birth_name", "usage_name", "sex", "birth_place", "email", "mobile")
_ADDRESS = ("street", "postcode", "town")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form as it is shown: what was typed, and what is wrong with it, field by field."""

    typed: Typed = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def new_form(agrement: str | None) -> Form:
    """The form before anything is typed, with the school's own number."""
    start = {"kind": "registration", "category": "B", "first_licence": "oui"}
    return Form(typed=start | {"agrement": agrement or ""})


def faulty_form(demande: Demande, problem: Problem) -> Form:
    """The form again, with the problem said at its field; a problem of no field goes on."""
    if problem.type is not ProblemType.FOREIGN_AGREMENT:
        raise problem
    return replace(form_of(demande), errors={"agrement": problem.detail})


def read_form(typed: Mapping[str, str]) -> Demande | Form:
    """The request, or the form again with what was typed and a sentence at each fault."""
    kept = {name: value.strip() for name, value in typed.items()}
    try:
        body = DemandeBody.model_validate_json(json.dumps(_body(kept)))
    except ValidationError as error:
        places = [".".join(str(part) for part in item["loc"][:2]) for item in error.errors()]
        named = [re.sub(r"\.\d+$", "", place) for place in places]
        return Form(typed=kept, errors={name: _SAID.get(name, _ANY) for name in named})
    return body.to_demande()


def _body(typed: Typed) -> dict[str, Any]:
    """What the API would be sent: empty fields are left out."""
    body: dict[str, Any] = {name: typed[name] for name in _PLAIN if typed.get(name)}
    body |= {name: typed.get(name) == "oui" for name in _FLAGS}
    body["candidate"] = _person(typed, "candidate")
    body["address"] = {name: typed.get(f"address.{name}", "") for name in _ADDRESS}
    representative = _person(typed, "representative")
    if representative:
        body["representative"] = representative
    return body


def _person(typed: Typed, whose: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: typed[f"{whose}.{name}"] for name in _PERSON if typed.get(f"{whose}.{name}")
    }
    if "mobile" in found:
        found["mobile"] = re.sub(r"[ .()-]", "", found["mobile"])
    names = [name.strip() for name in typed.get(f"{whose}.given_names", "").split(",")]
    if any(names):
        found["given_names"] = [name for name in names if name]
    if typed.get(f"{whose}.birth_date"):
        found["birth_date"] = iso_date(typed[f"{whose}.birth_date"])
    return found


def iso_date(text: str) -> str:
    """« 12/03/2007 » as "2007-03-12"; any other text as it is, for the rules to refuse."""
    found = _FRENCH_DATE.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else text


def form_of(demande: Demande) -> Form:
    """The form filled with a request."""
    typed = {name: str(getattr(demande, name) or "") for name in _PLAIN}
    typed |= {name: "oui" if getattr(demande, name) else "" for name in _FLAGS}
    typed |= {f"address.{name}": getattr(demande.address, name) for name in _ADDRESS}
    for whose, person in (
        ("candidate", demande.candidate),
        ("representative", demande.representative),
    ):
        if person is not None:
            typed |= {f"{whose}.{name}": getattr(person, name) or "" for name in _PERSON}
            typed[f"{whose}.given_names"] = ", ".join(person.given_names)
            typed[f"{whose}.birth_date"] = _french_date(person.birth_date)
    return Form(typed=typed)


def _french_date(text: str | None) -> str:
    year, _, rest = (text or "").partition("-")
    return "/".join([*reversed(rest.split("-")), year]) if rest else year
