"""What the link of a letter is worth now: it shows where the request is, and opens it once."""

import datetime as dt
import enum
from dataclasses import dataclass

from services.intake.request_lines import RequestLine
from shared.domain.demande import DEMANDE_LABELS
from shared.domain.dossier import Dossier
from shared.pipeline.candidate_ports import UsedLinks
from shared.pipeline.ports import Dossiers
from shared.web.access import Account, Role
from shared.web.candidate_scope import CandidateScope
from shared.web.links import Link, LinkSigner, letter_of, opens_until

#: The readers whose link opens the dossier; a school has its own pages.
_PEOPLE = ("candidate", "representative")


class Worth(enum.StrEnum):
    """What a link that still shows the request can do besides."""

    OPENS = "opens"
    #: It has opened the dossier before.
    USED = "used"
    #: What it asked for can no longer be done, or it comes from the layout before.
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """A link with its dossier."""

    token: str
    link: Link
    dossier: Dossier
    worth: Worth
    #: How long it has to be remembered as used.
    until: dt.datetime

    def candidate(self) -> Account:
        """Who comes in by it."""
        return candidate_of(self.dossier, self.link.letter)

    def address(self) -> str:
        """The address on file of the letter's reader; empty where there is none."""
        demande = self.dossier.demande
        parent = self.link.reader == "representative"
        person = demande.representative if parent else demande.candidate
        return (person.email if person else None) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReader:
    """Reads a token against the dossier as it stands."""

    dossiers: Dossiers
    links: LinkSigner
    used: UsedLinks

    async def read(self, token: str, now: dt.datetime) -> FoundLink | None:
        """None for what we did not sign, and for letters that went to a wrong address."""
        link = self.links.read(token)
        dossier = await self.dossiers.get(link.dossier_id) if link else None
        if link is None or dossier is None or link.letter < dossier.links_from:
            return None
        letter = letter_of(link, dossier)
        until = opens_until(letter) if letter else dossier.created_at
        worth = Worth.OPENS
        if until <= now or link.reader not in _PEOPLE:
            worth = Worth.OVER
        elif await self.used.is_used(token):
            worth = Worth.USED
        return FoundLink(token=token, link=link, dossier=dossier, worth=worth, until=until)


def candidate_of(dossier: Dossier, letter: int) -> Account:
    """Somebody who sees this dossier and no other, until its earlier letters are closed."""
    scope = CandidateScope(dossier_id=dossier.dossier_id, letter=letter)
    return Account(account_id=f"lien-{dossier.dossier_id}", role=Role.CANDIDATE, scope=scope)


def consent_lines(dossier: Dossier) -> tuple[RequestLine, ...]:
    """What is validated, without a name: the reader knows what they asked for, a thief does not."""
    demande, procedure = dossier.demande, DEMANDE_LABELS[dossier.demande.kind]
    lines = [
        ("Référence", dossier.dossier_id),
        ("Démarche", f"{procedure[:1].upper()}{procedure[1:]}"),
        ("Catégorie", demande.category),
        ("Agrément de l’auto-école", demande.agrement or ""),
    ]
    return tuple(RequestLine(label=label, value=value) for label, value in lines if value)
