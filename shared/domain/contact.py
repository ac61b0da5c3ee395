"""A validation letter that did not arrive: sent again, or sent to the right address."""

import datetime as dt
import enum
import unicodedata
from dataclasses import replace

from shared.domain.civil_identity import CivilIdentity
from shared.domain.contact_events import CandidateEmailCorrected, ValidationResent
from shared.domain.demande import Amendment
from shared.domain.dossier import Dossier, LetterKind, StageStatus
from shared.domain.editor import Editor
from shared.stages import StageName

_S = StageName

#: Between two validation letters of one dossier: nobody's mailbox is filled by a button. [D]
RESEND_PAUSE = dt.timedelta(hours=1)
#: Addresses tried for one candidate: past this it is no typing error. [D]
MOST_CORRECTIONS = 5

_ASKING = frozenset({LetterKind.VALIDATION_REQUEST, LetterKind.VALIDATION_REMINDER})


class ContactHindrance(enum.StrEnum):
    """Why the address stays as it is, or no letter leaves."""

    #: The candidate has answered, or the dossier is elsewhere.
    NOT_AWAITED = "not_awaited"
    #: A letter left a moment ago.
    TOO_SOON = "too_soon"
    SAME_ADDRESS = "same_address"
    TOO_OFTEN = "too_often"


def same_address(one: str | None, other: str | None) -> bool:
    """True for two spellings of one address; capitals make no other mailbox."""
    return folded_address(one) == folded_address(other)


def folded_address(email: str | None) -> str:
    """An address as it is compared and looked up; « große » and « grosse » are two names."""
    return unicodedata.normalize("NFC", (email or "").strip()).lower()


def addresses_of(dossier: Dossier) -> frozenset[str]:
    """The addresses of the dossier's own people, folded: the candidate, the parent of a minor."""
    demande = dossier.demande
    people: tuple[CivilIdentity | None, ...] = (demande.candidate, demande.representative)
    return frozenset(folded_address(person.email) for person in people if person and person.email)


def resend_opens_at(dossier: Dossier) -> dt.datetime:
    """From when on another validation letter may leave."""
    asked = [letter.created_at for letter in dossier.letters if letter.kind in _ASKING]
    return max(asked, default=dossier.created_at) + RESEND_PAUSE


def hindrance_to_resend(dossier: Dossier, now: dt.datetime) -> ContactHindrance | None:
    """Why no validation letter leaves now; None when one can."""
    if not _awaited(dossier):
        return ContactHindrance.NOT_AWAITED
    return ContactHindrance.TOO_SOON if now < resend_opens_at(dossier) else None


def hindrance_to_correct(dossier: Dossier, email: str) -> ContactHindrance | None:
    """Why the candidate's address stays; None when it can be corrected."""
    if not _awaited(dossier):
        return ContactHindrance.NOT_AWAITED
    if same_address(email, dossier.demande.candidate.email):
        return ContactHindrance.SAME_ADDRESS
    corrected = sum(change.field == "email" for change in dossier.demande.amended)
    return ContactHindrance.TOO_OFTEN if corrected >= MOST_CORRECTIONS else None


def resend_validation(editor: Editor, event: ValidationResent) -> bool:
    """Write the validation letter once more, with the deadline that stands."""
    if hindrance_to_resend(editor.dossier, editor.now) is not None:
        return False
    editor.note("validation_resent", _S.USER_VALIDATION, event.account)
    editor.write_letter(LetterKind.VALIDATION_REQUEST)
    return True


def correct_email(editor: Editor, event: CandidateEmailCorrected) -> bool:
    """Put the right address in, close every earlier link, and ask for the validation there.

    The deadline stays: time that a school lost is not taken from anybody silently. Old and new
    address stand in the declared part for agents; the timeline names only who corrected it.
    """
    dossier = editor.dossier
    if hindrance_to_correct(dossier, event.email) is not None:
        return False
    demande, before = dossier.demande, dossier.demande.candidate.email
    account = demande.account
    if same_address(account.email, before):
        account = replace(account, email=event.email)
    demande = replace(
        demande,
        candidate=replace(demande.candidate, email=event.email),
        account=account,
        amended=(
            *demande.amended,
            Amendment(field="email", before=before or "", after=event.email),
        ),
    )
    editor.dossier = replace(dossier, demande=demande, links_from=len(dossier.letters) + 1)
    editor.note("email_corrected", _S.USER_VALIDATION, event.account)
    editor.write_letter(LetterKind.VALIDATION_REQUEST)
    _compare_again(editor)
    return True


def _compare_again(editor: Editor) -> None:
    """The comparison looks at addresses too; an open correction makes it anew by itself."""
    compared = editor.dossier.stage(_S.DIVERGENCE).status
    if compared not in (StageStatus.OPEN, StageStatus.DONE, StageStatus.PARKED):
        return
    if editor.dossier.stage(_S.CORRECTION).status is StageStatus.OPEN:
        return
    editor.dossier = replace(editor.dossier, route=None, items=())
    editor.reset(_S.DIVERGENCE)
    editor.start_ready((_S.DIVERGENCE,))


def _awaited(dossier: Dossier) -> bool:
    return dossier.stage(_S.USER_VALIDATION).status is StageStatus.OPEN
