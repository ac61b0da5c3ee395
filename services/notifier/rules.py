"""Who gets a letter. One mail a person, so that nobody sees another's address."""

from dataclasses import dataclass, field

from shared.domain.dossier import Dossier, Letter, LetterKind
from shared.domain.letter import Reader
from shared.pipeline.contacts import Contact, Wants

#: Whoever speaks for the request: one of them must hear, or the stage says that nobody did.
CANDIDATE_SIDE = (Reader.CANDIDATE, Reader.REPRESENTATIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One reader with the addresses that are known; one of the two is not empty."""

    role: Reader
    email: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)


#: Who reads what. RULEBOOK PC7: the holder of parental authority makes a minor's request, so
#: what asks for an act or ends the request goes to both; the school that filed it hears as well.
READERS: dict[LetterKind, tuple[Reader, ...]] = {
    **dict.fromkeys(LetterKind, (*CANDIDATE_SIDE, Reader.SCHOOL)),
    LetterKind.UNREACHABLE: (Reader.SCHOOL,),
}

#: The letters that ask a school for something; it cannot refuse these.
ASKING_SCHOOLS = frozenset(
    {
        LetterKind.DRAFT_REMINDER,
        LetterKind.CORRECTION_REQUEST,
        LetterKind.CORRECTION_REMINDER,
        LetterKind.UNREACHABLE,
    }
)


def recipients(
    dossier: Dossier, letter: Letter, school: Contact | None = None
) -> tuple[Recipient, ...]:
    """The people who get the letter; empty when no address is known at all."""
    found: dict[str, Recipient] = {}
    for role in READERS[letter.kind]:
        recipient = _school(letter, school) if role is Reader.SCHOOL else _person(dossier, role)
        address = recipient.email.casefold() or recipient.mobile
        # a shared address gets one mail, the candidate's
        if address and address not in found:
            found[address] = recipient
    return tuple(found.values())


def superseded(dossier: Dossier, letter: Letter) -> bool:
    """True for a letter that asks for what a newer one asks at the right address."""
    asks = letter.kind in (LetterKind.VALIDATION_REQUEST, LetterKind.VALIDATION_REMINDER)
    return asks and letter.seq < dossier.links_from


def for_candidate_side(letter: Letter) -> bool:
    """True for a letter that somebody on the candidate's side has to get."""
    return any(role in CANDIDATE_SIDE for role in READERS[letter.kind])


def _person(dossier: Dossier, role: Reader) -> Recipient:
    demande = dossier.demande
    person = demande.candidate if role is Reader.CANDIDATE else demande.representative
    if person is None:
        return Recipient(role=role)
    email, mobile = (person.email or "").strip(), (person.mobile or "").strip()
    return Recipient(role=role, email=email, mobile=mobile)


def _school(letter: Letter, school: Contact | None) -> Recipient:
    if school is None or (school.wants is Wants.ACTS and letter.kind not in ASKING_SCHOOLS):
        return Recipient(role=Reader.SCHOOL)
    return Recipient(role=Reader.SCHOOL, email=school.email or "", mobile=school.mobile or "")
