"""Dossiers compared and decided again by today's rules: what would change is counted."""

from dataclasses import replace

from services.instruction.divergence.judgement import RULE_SET
from services.replay.changes import Changes
from services.replay.divergence import count_dossier
from shared.domain.dossier import Route
from tests.builders import a_demande, an_identity
from tests.rules.test_rule_quality import compared, with_result


def counted(*dossiers):
    changes = Changes(rule_set=RULE_SET, stage="divergence")
    for dossier in dossiers:
        count_dossier(changes, dossier)
    return changes


def test_the_same_rules_change_nothing():
    changes = counted(with_result(*compared()))

    assert (changes.judged, changes.changed, dict(changes.criteria)) == (1, 0, {})
    assert dict(changes.judged_by) == {RULE_SET: 1}


def test_another_verdict_and_another_route_are_counted():
    dossier = replace(with_result(*compared()), route=Route.CLEAN)
    later = replace(dossier, demande=a_demande(account=an_identity(birth_date="1990-12-04")))

    changes = counted(dossier, later)

    assert changes.changed == 1
    assert changes.criteria["route", ("clean", "review")] == 1
    assert changes.criteria["route", ("clean", "correction")] == 1
    assert ("divergence_birth_date", ("not_evaluated", "fail")) in changes.criteria


def test_a_dossier_never_compared_is_not_counted():
    dossier, _ = compared()

    assert counted(dossier).judged == 0
