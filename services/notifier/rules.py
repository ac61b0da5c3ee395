"""Who gets a letter. One mail a person, so that nobody sees another's address."""

import enum
from dataclasses import dataclass

from shared.domain.dossier import Dossier, Letter, LetterKind


class Role(enum.StrEnum):
    """What the reader of a letter is to the request."""

    CANDIDATE = "candidate"
    #: Holder of parental authority of a minor.
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One mail to send."""

    email: str
    role: Role


#: The school's address is not part of a dossier: the school sees letters on its own pages.
_BOTH = (Role.CANDIDATE, Role.REPRESENTATIVE)

#: Who reads what. RULEBOOK PC7: the holder of parental authority makes a minor's request, so
#: what asks for an act or ends the request goes to both.
READERS: dict[LetterKind, tuple[Role, ...]] = dict.fromkeys(LetterKind, _BOTH)


def recipients(dossier: Dossier, letter: Letter) -> tuple[Recipient, ...]:
    """The people who get the letter; empty when no address is known at all."""
    found: dict[str, Recipient] = {}
    for role in READERS[letter.kind]:
        email = _address(dossier, role)
        # a shared family address gets one mail, the candidate's
        if email and email.casefold() not in found:
            found[email.casefold()] = Recipient(email=email, role=role)
    return tuple(found.values())


def _address(dossier: Dossier, role: Role) -> str:
    demande = dossier.demande
    person = demande.candidate if role is Role.CANDIDATE else demande.representative
    return ((person.email if person else None) or "").strip()
