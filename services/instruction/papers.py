"""Whether JDC, ASSR, CEPC and AAC are the candidate’s own: a stranger’s prove nothing."""

from collections.abc import Iterator

from services.instruction.divergence.holder import compare_holder
from services.instruction.divergence.match import State
from services.instruction.weights import Mender, Weight
from shared.domain.civil_identity import CivilIdentity
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.findings import IdentityReading
from shared.stages import StageName

#: The stages that read such a paper.
PAPERS = (StageName.JDC, StageName.ASSR, StageName.CEPC, StageName.AAC)

#: [D] A paper of somebody else weighs like another person's account; a name that is nearly the
#: same, or another birth date, like a doubt on a reading.
STRANGERS = Weight(points=90, mender=Mender.AGENT)
DOUBTFUL = Weight(points=40, mender=Mender.AGENT)


def weigh_papers(dossier: Dossier) -> Iterator[tuple[str, Weight]]:
    """A reason and its weight for each paper that may not be the candidate's."""
    for name in PAPERS:
        run = dossier.stage(name)
        reading = run.result.identity if run.result else None
        if run.status is not StageStatus.DONE or reading is None:
            continue  # the check gave no answer, which is a reason by itself
        weight = weigh_holder(reading, dossier.demande.candidate)
        if weight is not None:
            yield f"{name}.other_person", weight


def weigh_holder(reading: IdentityReading, person: CivilIdentity) -> Weight | None:
    """How far the paper's holder is from the person; None where it is the person.

    A name that was not read is the finding of its check, not one of this comparison.
    """
    holder = " ".join((*reading.given_names, reading.birth_name or ""))
    state = compare_holder(holder, person).state
    if state is State.DIFFERENT:
        return STRANGERS
    born = reading.birth_date
    other_day = bool(born and person.birth_date and born != person.birth_date)
    return DOUBTFUL if state is State.DOUBTFUL or other_day else None
