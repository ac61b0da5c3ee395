"""A certificate of somebody else, or with another birth date, is for an agent to look at."""

from dataclasses import replace

import pytest

from services.instruction.decision import compare_and_decide
from services.instruction.papers import DOUBTFUL, STRANGERS, weigh_holder
from shared.domain.dossier import Route, StageRun, StageStatus
from shared.domain.findings import CheckResult, IdentityReading
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import PIECES, a_dossier, a_finding, an_identity

PERSON = an_identity()


def a_reading(**changes):
    reading = IdentityReading(
        kind="cepc", birth_name="SPECIMEN", given_names=("Camille",), birth_date="1990-04-12"
    )
    return replace(reading, **changes)


@pytest.mark.parametrize(
    ("changes", "weight"),
    [
        ({}, None),
        ({"given_names": ("Camille", "Jeanne")}, None),
        ({"birth_date": None}, None),
        ({"birth_name": None, "given_names": ()}, None),
        ({"birth_date": "1991-04-12"}, DOUBTFUL),
        ({"birth_name": "SPECIMENT"}, DOUBTFUL),
        ({"given_names": ("Louise",)}, DOUBTFUL),
        ({"birth_name": "DUPONT", "given_names": ("Louise",)}, STRANGERS),
        ({"birth_name": "DUPONT"}, STRANGERS),
    ],
)
def test_the_holder_of_a_paper_is_compared_with_the_candidate(changes, weight):
    assert weigh_holder(a_reading(**changes), PERSON) is weight


@pytest.mark.parametrize(("name", "said"), [("SPECIMEN", False), ("DUPONT", True)])
def test_a_strangers_certificate_is_a_reason_for_an_agent(name, said):
    dossier = a_dossier(*PIECES, PieceKind.CEPC)
    result = CheckResult(findings=(a_finding(),), identity=a_reading(birth_name=name))
    run = StageRun(status=StageStatus.DONE, run=1, result=result)
    dossier = replace(dossier, stages={**dossier.stages, StageName.CEPC: run})

    decided = compare_and_decide(dossier)

    assert ("cepc.other_person" in str(decided.check.facts["reasons"])) is said
    assert "cepc.unread" not in str(decided.check.facts["reasons"])
    assert decided.route is not Route.CLEAN  # the other checks of this dossier have not answered
