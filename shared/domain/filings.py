"""What a filer asks of the list of its own dossiers."""

import datetime as dt
import enum
import unicodedata
from dataclasses import dataclass

from shared.domain.dossier import Dossier
from shared.stages import StageName

#: Stages in which the dossier waits for its filer, or for the candidate behind it.
THEIR_TURN = (StageName.CORRECTION, StageName.USER_VALIDATION, StageName.DRAFT)
#: Stages of which the dossier stands in one while it is under way elsewhere.
OUR_TURN = tuple(name for name in StageName if name not in (*THEIR_TURN, StageName.NOTIFICATION))


class Among(enum.StrEnum):
    """A part of the list."""

    EVERYTHING = "tout"
    #: Somebody on the filer's side has to act.
    THEIR_TURN = "a-faire"
    UNDER_WAY = "en-cours"


STAGES: dict[Among, tuple[StageName, ...]] = {
    Among.THEIR_TURN: THEIR_TURN,
    Among.UNDER_WAY: OUR_TURN,
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A place in the list, newest first: by the moment of creation, and by id within one moment."""

    created_at: dt.datetime
    #: Empty stands behind every dossier of that moment.
    dossier_id: str = ""


def place_of(dossier: Dossier) -> Place:
    """Where the dossier stands in the list."""
    return Place(created_at=dossier.created_at, dossier_id=dossier.dossier_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingQuestion:
    """Which of the owner's dossiers, newest first."""

    owner: str
    #: Only what stands behind this place.
    behind: Place
    limit: int
    among: Among = Among.EVERYTHING
    #: Beginning of a name or of the reference; empty asks for all.
    word: str = ""


def fold(text: str) -> str:
    """A name as people search it: without case, accents or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(letters.casefold().split())


def fits(dossier: Dossier, question: FilingQuestion, words: set[str]) -> bool:
    """True for a dossier that the question asks for; `words` are what it is found by."""
    stages = STAGES.get(question.among)
    standing = stages is None or any(
        dossier.stage(name).status in ("open", "parked") for name in stages
    )
    named = not question.word or any(word.startswith(fold(question.word)) for word in words)
    return (
        dossier.owner == question.owner
        and place_of(dossier) < question.behind
        and standing
        and named
    )
