"""A file finds its candidate and its place by its name, or says why it cannot."""

import pytest

from services.intake.batch_names import NOBODY, NOTHING, SEVERAL, placed
from shared.domain.batch import BatchRow, Placed
from shared.domain.piece import PieceKind

K = PieceKind
ROWS = (
    BatchRow(line=2, reference="01", name="Léa Dupont"),
    BatchRow(line=3, reference="02", name="Léo Dupont"),
    BatchRow(line=4, reference="03", name="Anne-Sophie Le Goff"),
    BatchRow(line=5, reference="B-12", name="Anne Le Goff"),
    BatchRow(line=6, reference="05", name="Rose Carte"),
)


@pytest.mark.parametrize(
    ("name", "line", "kind"),
    [
        ("03-photo.jpg", 4, K.PHOTO),
        ("3_Signature.PNG", 4, K.SIGNATURE),
        ("b-12 domicile.pdf", 5, K.ADDRESS),
        ("DUPONT-Lea-photo.jpg", 2, K.PHOTO),
        ("photo Léo Dupont.jpeg", 3, K.PHOTO),
        ("Dupont-Lea/cni recto.jpg", 2, K.IDENTITY),
        ("Dupont-Lea\\cni_verso.jpg", 2, K.IDENTITY_BACK),
        ("le-goff-anne-sophie-facture-edf.pdf", 4, K.ADDRESS),
        ("le-goff-anne-photo.jpg", 5, K.PHOTO),
        ("01-identite-parent.jpg", 2, K.REPRESENTATIVE_IDENTITY),
        ("01-attestation-hebergement.pdf", 2, K.HOSTING),
        ("02-attestation-ASSR2.pdf", 3, K.ASSR),
        ("Carte-Rose-photo.jpg", 6, K.PHOTO),
    ],
)
def test_a_name_tells_whose_piece_it_is(name, line, kind):
    found = placed(name, ROWS)
    assert isinstance(found, Placed), found
    assert (found.row.line, found.kind) == (line, kind)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("photo.jpg", NOBODY),
        ("99-photo.jpg", NOBODY),
        ("Dupont-photo.jpg", NOBODY),
        ("IMG_2041.jpg", NOBODY),
        ("01-scan.pdf", NOTHING),
        ("Carte-Rose.jpg", NOTHING),
        (".jpg", NOBODY),
        ("", NOBODY),
    ],
)
def test_a_name_that_does_not_tell_says_why(name, why):
    assert placed(name, ROWS) == why


def test_two_candidates_of_one_name_are_never_guessed():
    twins = (ROWS[0], BatchRow(line=9, reference="09", name="Léa Dupont"))
    assert placed("dupont-lea-photo.jpg", twins) == SEVERAL
