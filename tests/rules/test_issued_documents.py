"""Documents after acceptance: who gets which, what they say, and that they never change."""

import re
import subprocess
import sys
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from shared.domain.demande import DemandeKind
from shared.domain.dossier import Outcome
from shared.domain.issued import DocumentKind, documents_of, names_of
from shared.domain.retention import Kept
from shared.errors import Unprintable
from tests.builders import a_dossier, an_identity
from tests.rules.issued_documents import PERSON, SETTINGS, a_maker, an_accepted

REGISTRATION, RETURN = DocumentKind.REGISTRATION, DocumentKind.RETURN
#: Points: ISO 216, and the margin of the sheet (22 mm).
A4_WIDTH, MARGIN = 595.3, 62.3
#: Prints the digest of the same document, in a process with another hash seed and clock zone.
ELSEWHERE = """
from shared.domain.issued import DocumentKind
from tests.rules.issued_documents import a_maker, an_accepted
print(a_maker().make(an_accepted(), DocumentKind.REGISTRATION).sha256)
"""


def made(kind=REGISTRATION, dossier=None):
    return a_maker().make(dossier or an_accepted(DemandeKind.AFTER_LOSS), kind)


def pages_of(file):
    """The text layer of each page, on one line."""
    document = pypdfium2.PdfDocument(file)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [" ".join(text.split()) for text in texts]


def widest_right_edge(file):
    """How far to the right any letter of the first page reaches, in points."""
    document = pypdfium2.PdfDocument(file)
    text = document[0].get_textpage()
    edge = max(text.get_charbox(index)[2] for index in range(text.count_chars()))
    document.close()
    return edge


def codes_on(file):
    """What the barcode of each page says, read from the pixels."""
    document = pypdfium2.PdfDocument(file)
    found = []
    for page in document:
        picture = page.render(scale=2).to_numpy()
        found.append([code.text for code in zxingcpp.read_barcodes(picture)])
    document.close()
    return found


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (DemandeKind.REGISTRATION, (REGISTRATION,)),
        (DemandeKind.AFTER_LOSS, (REGISTRATION, RETURN)),
        (DemandeKind.TITLE, ()),
        (DemandeKind.TRAINING_TITLE, ()),
        (DemandeKind.PROFESSIONAL, ()),
    ],
)
def test_an_accepted_request_gives_the_documents_of_its_procedure(kind, given):
    assert documents_of(an_accepted(kind)) == given
    assert bool(names_of(kind)) == bool(given)


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(), id="not decided"),
        pytest.param(replace(an_accepted(), outcome=Outcome.REFUSED), id="refused"),
        pytest.param(replace(an_accepted(), kept=Kept.NO_PERSON), id="person erased"),
    ],
)
def test_any_other_request_gives_none(dossier):
    assert documents_of(dossier) == ()


def test_the_pieces_may_be_erased_without_a_change_to_the_document():
    dossier = an_accepted()
    bare = replace(dossier, pieces={}, kept=Kept.NO_PIECES, letters=(), rev=99)
    assert made(dossier=bare).file == made(dossier=dossier).file


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_file_says_that_it_is_accessible(kind):
    file = made(kind).file
    assert b"/StructTreeRoot" in file
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", file)
    assert re.search(rb"/Lang\s*\(fr-FR\)", file)
    assert b"pdfuaid:part" in file
    document = pypdfium2.PdfDocument(file)
    assert document.is_tagged()
    assert document.get_metadata_dict()["Title"]
    document.close()


def test_the_attestation_has_two_sides_with_the_person_on_the_first():
    front, back = pages_of(made().file)
    for said in ("Lefèvre-Œuvrard", "d’Ångström", "Zoë, François-Régis", "L’Haÿ-les-Roses"):
        assert said in front
        assert said not in back
    for said in ("12 avril 1990", "E0906900010", "G-TEST", "Recto"):
        assert said in front
    assert "Verso" in back


def test_nothing_else_about_the_person_is_printed():
    demande = an_accepted().demande
    said = " ".join(pages_of(made().file) + pages_of(made(RETURN).file))
    for secret in (demande.candidate.email, demande.address.street, demande.address.town):
        assert secret not in said


@pytest.mark.parametrize("kind", DocumentKind)
def test_each_page_bears_the_code_and_its_address(kind):
    document = made(kind)
    for text in pages_of(document.file):
        assert document.code in text
    for found in codes_on(document.file):
        assert found == [f"https://guichet.test/verification/{document.code}"]


def test_the_return_sheet_says_what_is_asked_for():
    [text] = pages_of(made(RETURN).file)
    assert "cerfa 14880" in text
    assert "Lefèvre-Œuvrard" in text


def test_the_same_document_is_the_same_to_the_byte_in_any_process():
    first = made(dossier=an_accepted())
    assert made(dossier=an_accepted()).file == first.file
    elsewhere = subprocess.run(
        (sys.executable, "-c", ELSEWHERE),
        env={"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "PATH": ""},
        capture_output=True,
        check=True,
        text=True,
    )
    assert elsewhere.stdout.strip() == first.sha256


@pytest.mark.parametrize(
    "change",
    [
        {"birth_name": "Lefevre-Œuvrard"},
        {"given_names": ("Zoë",)},
        {"birth_date": "1990-04-13"},
        {"birth_place": "Lyon"},
    ],
    ids=str,
)
def test_one_changed_field_changes_the_file(change):
    other = an_accepted(person=replace(PERSON, **change))
    assert made(dossier=other).sha256 != made(dossier=an_accepted()).sha256


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_longest_names_lose_no_word_and_still_fit_on_one_sheet(kind):
    names = tuple(f"Prénom{number}" + "-de-Longue-Vie" * 8 for number in range(10))
    person = an_identity(
        given_names=names,
        birth_name="Nom " * 30,
        usage_name="M" * 120,
        birth_place="Lieu " * 24,
    )
    file = made(kind, an_accepted(DemandeKind.AFTER_LOSS, person)).file
    assert len(pages := pages_of(file)) <= 2
    assert all(f"Prénom{number}" in pages[0] for number in range(10))
    assert widest_right_edge(file) <= A4_WIDTH - MARGIN


def test_accents_typed_as_two_characters_are_printed_as_one():
    decomposed = an_identity(birth_name="Lefe\u0300vre\u202e")
    [front, _] = pages_of(made(dossier=an_accepted(person=decomposed)).file)
    assert "Nom de naissance Lefèvre Prénoms" in front


def test_what_cannot_be_printed_is_refused_without_being_quoted():
    with pytest.raises(Unprintable) as refused:
        made(dossier=an_accepted(person=an_identity(birth_name="中文")))
    assert "中" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_demonstration_says_so_on_each_page():
    demo = a_maker(SETTINGS.model_copy(update={"demo": True})).make(an_accepted(), REGISTRATION)
    assert all("document sans valeur" in text for text in pages_of(demo.file))
    assert not any("sans valeur" in text for text in pages_of(made().file))
