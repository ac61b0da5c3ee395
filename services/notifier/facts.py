"""What a letter says that depends on the dossier: as little personal data as it can do with."""

import re
from dataclasses import dataclass

from services.notifier.rules import Role
from shared.domain.demande import DEMANDE_LABELS
from shared.domain.dossier import Dossier, Letter
from shared.domain.repair import given_up
from shared.stages import StageName
from shared.web.french import long_moment

#: A name is letters, spaces, hyphens and apostrophes. Anything else (a web address, for one)
#: is typed text that must not leave in our name; the letter then goes without a first name.
_FIRST_NAME = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
_LONGEST_FIRST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """The values of a letter's template."""

    reference: str
    #: « Bonjour Léa », or « Bonjour » alone.
    greeting: str
    #: « votre demande de permis », or « la demande de permis faite pour Léa ».
    request: str
    #: « inscription à l’examen du permis de conduire (catégorie B) ».
    subject_matter: str
    #: French moment; empty when there is no deadline.
    until: str
    items: tuple[str, ...]
    #: Why the request was refused or closed, as the agent wrote it; may be empty.
    reason: str
    #: True when a request ends because what was asked for never came.
    correction_unanswered: bool
    #: True when a request ends because we could not receive it.
    our_fault: bool
    account_activated: bool
    #: True when a driving school filed the request.
    with_school: bool
    link: str


def letter_view(dossier: Dossier, letter: Letter, role: Role, link: str) -> LetterView:
    """Everything that the templates may write."""
    demande, decision = dossier.demande, dossier.decision
    name, for_parent = _first_name(demande.candidate.given_names), role is Role.REPRESENTATIVE
    return LetterView(
        reference=dossier.dossier_id,
        greeting="Bonjour" if for_parent or not name else f"Bonjour {name}",
        request=f"la demande de permis faite pour {name or 'votre enfant'}"
        if for_parent
        else "votre demande de permis",
        subject_matter=f"{DEMANDE_LABELS[demande.kind]}, catégorie {demande.category.upper()}",
        until=long_moment(letter.until, letter.created_at) if letter.until else "",
        items=letter.items,
        reason=decision.reason.strip() if decision else "",
        our_fault=given_up(dossier),
        correction_unanswered=dossier.stage(StageName.CORRECTION).run > 0,
        account_activated=demande.account_activated,
        with_school=demande.agrement is not None,
        link=link,
    )


def _first_name(given_names: tuple[str, ...]) -> str:
    first = " ".join(given_names[0].split()) if given_names else ""
    fits = len(first) <= _LONGEST_FIRST_NAME and _FIRST_NAME.fullmatch(first)
    return first if fits else ""
