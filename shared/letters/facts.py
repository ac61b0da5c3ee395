"""What a letter says that depends on the dossier: as little personal data as it can do with."""

import re
from dataclasses import dataclass

from shared.domain.civil_identity import CivilIdentity
from shared.domain.demande import DEMANDE_LABELS
from shared.domain.dossier import Dossier, Letter
from shared.domain.issued import names_of
from shared.domain.letter import Reader
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
    #: « votre demande de permis », « la demande de permis faite pour Léa », or for a school « la
    #: demande de permis de Léa B. ».
    request: str
    #: « Léa B. », for a school alone; « Candidat » where there is no such name.
    who: str
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
    #: « l’attestation d’inscription », what acceptance gives to download; may be empty.
    documents: str
    link: str


def letter_view(dossier: Dossier, letter: Letter, role: Reader, link: str) -> LetterView:
    """Everything that the templates may write."""
    demande, decision = dossier.demande, dossier.decision
    name = _first_name(demande.candidate.given_names)
    return LetterView(
        reference=dossier.dossier_id,
        greeting=f"Bonjour {name}" if name and role is Reader.CANDIDATE else "Bonjour",
        request=_request(role, name, _short_name(name, demande.candidate)),
        who=_short_name(name, demande.candidate) or "Candidat",
        subject_matter=f"{DEMANDE_LABELS[demande.kind]}, catégorie {demande.category.upper()}",
        until=long_moment(letter.until, letter.created_at) if letter.until else "",
        items=letter.items,
        reason=decision.reason.strip() if decision else "",
        our_fault=given_up(dossier),
        correction_unanswered=dossier.stage(StageName.CORRECTION).run > 0,
        account_activated=demande.account_activated,
        with_school=demande.agrement is not None,
        documents=names_of(demande.kind),
        link=link,
    )


def _first_name(given_names: tuple[str, ...]) -> str:
    first = " ".join(given_names[0].split()) if given_names else ""
    fits = len(first) <= _LONGEST_FIRST_NAME and _FIRST_NAME.fullmatch(first)
    return first if fits else ""


def _short_name(name: str, candidate: CivilIdentity) -> str:
    """« Léa B. »: enough for a school to know whom it is about, and no more."""
    initial = (candidate.birth_name or "").strip()[:1].upper()
    return f"{name} {initial}." if name and initial.isalpha() else name


def _request(role: Reader, name: str, short_name: str) -> str:
    """The request as its reader calls it."""
    if role is Reader.SCHOOL:
        return f"la demande de permis de {short_name}" if short_name else "la demande de permis"
    if role is Reader.REPRESENTATIVE:
        return f"la demande de permis faite pour {name or 'votre enfant'}"
    return "votre demande de permis"
