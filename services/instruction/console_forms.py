"""The forms of the console, read into the very bodies that the API takes."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from services.instruction.bodies import PreparedBody

Form = Mapping[str, Any]

#: What is wrong with a decision, in words that say what to do next.
FAULTS = {
    "refused": "Choisissez un motif dans la liste, ou écrivez-le en dix caractères au moins.",
    "closed": "Écrivez pourquoi le dossier est classé, en dix caractères au moins.",
    "correction": "Choisissez ce qui est à corriger. Chaque texte a de 10 à 600 caractères.",
}
_OTHER = "Choisissez une décision."


class WrongForm(ValueError):
    """A decision that is not whole; its text says what to do."""


def decision_of(form: Form) -> PreparedBody:
    """The decision typed; raises WrongForm."""
    outcome = text_of(form, "decision")
    fields: dict[str, Any] = {"outcome": outcome}
    if outcome in ("refused", "closed"):
        fields["reason"] = text_of(form, "precision")
        fields["reason_code"] = text_of(form, "motif") or None
    if outcome == "correction":
        fields["items"] = _items(form)
    try:
        return PreparedBody.model_validate(fields)
    except ValidationError as error:
        raise WrongForm(FAULTS.get(outcome, _OTHER)) from error


def text_of(form: Form, name: str) -> str:
    """A text field with its line breaks as one kind; empty for a file or nothing."""
    value = form.get(name)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def typed_of(form: Form) -> defaultdict[str, str]:
    """What was typed, to be shown again; empty for every other name."""
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    return defaultdict(str, said)


def _items(form: Form) -> list[dict[str, str]]:
    """The boxes ticked, each with its text, whose name is that of the box after « texte: »."""
    items = []
    for name in form:
        what, _, subject = name.partition(":")
        if what in ("piece", "field") and subject:
            items.append({what: subject, "message": text_of(form, f"texte:{name}")})
    return items
