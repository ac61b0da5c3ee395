"""A batch as its school reads it: what each cell says, and which requests may leave."""

from dataclasses import replace

import pytest

from services.intake.batch_ready import is_ready, standing_of
from services.intake.batch_table import DEMANDE, table_of
from services.intake.piece_pictures import overlay_svg
from services.intake.previews import LOOKING, Preview, Previews
from shared.domain.batch import BatchRow
from shared.domain.evidence import Box, Evidence
from shared.domain.findings import Verdict
from shared.domain.piece import PieceKind
from tests.builders import NOW, PIECES, a_dossier, a_draft, a_finding, an_identity
from tests.rules.dossier_paths import in_correction

TODAY = NOW.date()
ROW = BatchRow(line=2, reference="01", name="Camille Specimen", dossier_id="G-TEST")
FAILED = Preview(findings=(a_finding(verdict=Verdict.FAIL),))
PASSED = Preview(findings=(a_finding(),))


def looks(**known):
    """Looks at the pieces of the builders' dossiers; the others have none to tell of."""
    previews = Previews(blobs=None, peer=None)
    for kind in PieceKind:
        previews.known[f"blob-{kind}"] = known.get(kind.value, Preview())
    return previews


def whole():
    return a_draft(*PIECES, candidate=an_identity(birth_date="1990-04-12"))


def words(dossier, previews):
    table = table_of([(ROW, dossier)], NOW, previews)
    return {cell.column: cell.word for cell in table.rows[0].cells if cell is not None}, table.rows[
        0
    ].word


def test_a_whole_draft_is_ready_and_says_so():
    cells, word = words(whole(), looks(photo=PASSED))
    assert (cells[DEMANDE], cells["photo"], cells["identity"]) == ("complète", "conforme", "reçue")
    assert word == "prête à envoyer"
    assert is_ready(whole(), TODAY, looks())


@pytest.mark.parametrize(
    ("look", "cell", "word"),
    [
        (FAILED, "à refaire", "une pièce est à refaire"),
        (LOOKING, "en cours", "vérification en cours"),
        (Preview(refused="Le fichier est abîmé."), "à refaire", "une pièce est à refaire"),
    ],
    ids=["failed", "looking", "refused"],
)
def test_a_piece_that_is_red_or_still_looked_at_keeps_its_request_back(look, cell, word):
    previews = looks(photo=look)
    cells, said = words(whole(), previews)
    assert (cells["photo"], said) == (cell, word)
    assert not is_ready(whole(), TODAY, previews)


def test_a_piece_that_lacks_is_counted():
    cells, word = words(a_draft(PieceKind.PHOTO), looks())
    assert cells["identity"] == "à déposer"
    assert word == "3 éléments manquent"


def test_a_request_that_was_sent_tells_what_its_checks_say():
    cells, _ = words(a_dossier(), looks(photo=FAILED))
    assert cells["photo"] in ("en cours", "reçue")
    assert standing_of(in_correction(), NOW, looks())[0] == "trouble"
    assert not is_ready(a_dossier(), TODAY, looks())


def test_a_line_that_is_no_request_yet_is_red():
    table = table_of([(replace(ROW, dossier_id=None), None)], NOW, looks())
    assert table.columns == ((DEMANDE, "Demande"),)
    assert table.rows[0].cells[0].word == "à corriger"
    assert (table.ready, table.sent) == (0, 0)


def test_a_piece_that_one_candidate_needs_is_empty_for_the_others():
    minor = a_draft(candidate=an_identity(birth_date="2010-01-01"))
    table = table_of([(ROW, whole()), (replace(ROW, line=3), minor)], NOW, looks())
    place = [column for column, _ in table.columns].index("representative_identity")
    assert table.rows[0].cells[place] is None
    assert table.rows[1].cells[place].word == "à déposer"


def test_the_overlay_draws_each_place_once_and_the_failed_one_in_full():
    place = Evidence(box=Box(left=0.25, top=0.1, width=0.5, height=0.6))
    other = Evidence(box=Box(left=0, top=0, width=1, height=1))
    good, bad = a_finding(evidence=place), a_finding(evidence=place, verdict=Verdict.FAIL)
    drawing = overlay_svg([good, bad, a_finding(evidence=other), a_finding()])
    assert drawing.count('x="25.0" y="10.0" width="50.0" height="60.0"') == 2
    assert drawing.count("stroke-dasharray") == 1


def test_what_nobody_measured_is_not_drawn():
    place = Evidence(box=Box(left=0, top=0, width=1, height=1))
    assert "rect" not in overlay_svg([a_finding(), a_finding(evidence=place, advisory=True)])
