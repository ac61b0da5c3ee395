"""The rendered specimens: true zones, readable print, faults that are really there."""

import datetime as dt
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from services.demo.specimens import fonts, mrz, signatures
from services.demo.specimens.__main__ import write_all
from services.demo.specimens.bills import Bill, electricity_bill, phone_bill, scanned
from services.demo.specimens.catalogue import specimens
from services.demo.specimens.identity_cards import identity_card
from services.demo.specimens.mrz_names import name_zone, transliterate
from services.demo.specimens.persons import Examples, Holder
from services.demo.specimens.portraits import PortraitFault, portrait
from services.demo.specimens.wear import WearKind, worn
from services.imagecheck.engines.faces import eye_openings, find_faces
from services.imagecheck.engines.pdf import page_texts
from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.engines.tesseract import CARD, PAGE, Mode, read_words
from shared.domain.civil_identity import CivilIdentity
from shared.domain.files import RefusalCode, UnreadableFile, sniff_media_type

ISSUED, EXAMPLES = dt.date(2026, 10, 12), Examples()
BILL = Bill(holder=EXAMPLES.identity, address=EXAMPLES.address, issued_on=ISSUED, issuer="EDF")
#: Names as civil status has them, and as a zone writes them (RULEBOOK N8).
WRITTEN_NAMES = {"Lecœur": "LECOEUR", "Françoise": "FRANCOISE", "d’Arçon": "DARCON"}
WRITTEN_NAMES |= {"Saint-Étienne": "SAINT<ETIENNE", "de La Tour": "DE<LA<TOUR"}
WRITTEN_NAMES |= {"Müller": "MUELLER", "Strauß": "STRAUSS", "E\u0301lodie": "ELODIE"}


def a_holder(number: str, **identity: object) -> Holder:
    named = CivilIdentity(birth_name="Eriksson", given_names=("Anna", "Maria"), sex="F")
    person = replace(named, **{"birth_date": "1974-08-12", **identity})
    holder = replace(EXAMPLES.card(), identity=person)
    return replace(holder, document_number=number, expires_on=dt.date(2012, 4, 15))


def print_read_on(picture: bytes, mode: Mode) -> list[str]:
    return [word.text for word in read_words([decode_picture(picture).pixels], mode)[0]]


def grey(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"))


def steepest(pixels: np.ndarray) -> int:
    return np.abs(np.diff(pixels[350:550, 150:550, 1].astype(int), axis=0)).max()


def test_zones_are_those_of_the_published_specimens():
    corinne = {"birth_name": "Berthier", "given_names": ("Corinne",), "birth_date": "1965-12-06"}
    assert mrz.td3(a_holder("L898902C3"), state="UTO", personal_number="ZE184226B") == [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ]
    assert mrz.td1(a_holder("D23145890"), code="I", state="UTO") == [
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ]
    assert mrz.old_card(a_holder("940992310285", **corinne)) == [
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<",
        "9409923102854CORINNE<<<<<<<6512068F4",
    ]


def test_number_of_another_layout_is_an_error():
    with pytest.raises(ValueError, match="12 digits"):
        mrz.old_card(a_holder("12345678901A"))


def test_unknown_birth_day_and_other_sex_are_fillers():
    second = mrz.td3(a_holder("L898902C3", birth_date="1974-00-00", sex="X"))[1]
    assert second[13:21] == "74<<<<" + mrz.check_digit("74<<<<") + "<"


@pytest.mark.parametrize(("name", "written"), WRITTEN_NAMES.items())
def test_names_are_transliterated_as_zones_want(name, written):
    assert transliterate(name) == written


@pytest.mark.parametrize(
    ("surname", "given", "zone"),
    [
        ("Nilavadhanananda", "Chayapa Dejthamrong Kim", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("Papandropoulous", "Jon", "PAPANDROP<<J"),
        ("Arkfreith", "", "ARKFREITH<<<"),
    ],
)
def test_long_names_fill_the_zone_to_its_last_letter(surname, given, zone):
    identity = CivilIdentity(birth_name=surname, given_names=tuple(given.split()))
    assert name_zone(identity, len(zone)) == zone


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("identity-card.jpg", "D2H6862M2"),
        ("identity-card-before-2021.jpg", "180369310285"),
        ("passport.jpg", "24FV19387"),
    ],
)
def test_print_of_identity_documents_is_readable(name, number):
    words = print_read_on(specimens(ISSUED)[name](), CARD)
    assert {"MARTIN-LECŒUR", "Maëlle,", "SAINT-ÉTIENNE", number} <= set(words)


@pytest.mark.parametrize("render", [electricity_bill, phone_bill])
def test_bill_says_who_where_and_when_in_text_and_in_print(render):
    pdf = render(BILL)
    for words in (page_texts(pdf)[0].split(), print_read_on(scanned(pdf), PAGE)):
        assert {"EDF", "Maëlle", "MARTIN-LECŒUR", "69008", "LYON"} <= set(words)
        assert "12 octobre 2026" in " ".join(words)


@pytest.mark.parametrize("seed", range(6))
def test_signature_has_dark_ink_and_room_around_it(seed):
    ink = grey(signatures.signature(seed)) < 128
    assert 0.005 < ink.mean() < 0.2
    assert ink.sum() == ink[20:-20, 20:-20].sum()
    assert signatures.signature(seed) != signatures.signature(seed + 1)


def test_signature_faults_are_there():
    assert (grey(signatures.empty_signature()) > 200).all()
    assert (grey(signatures.cropped_signature())[:, 0] < 128).any()


def test_good_portrait_has_its_head_at_the_right_size_and_both_eyes_open():
    raster = decode_picture(portrait())
    (face,) = find_faces(raster.pixels)
    eyes = face.mesh[[33, 263], 1].mean()
    # chin to bare crown is twice chin to eyes; RULEBOOK PH2: 70-80 % of the height
    assert 0.70 <= 2 * (face.mesh[152, 1] - eyes) / raster.height <= 0.80
    assert (raster.width, raster.height) == (700, 900)
    assert min(eye_openings(raster.pixels, face)) > 0.3
    assert raster.pixels[:200, :60].mean() > 200


def test_portrait_faults_are_there():
    pictures = {fault: decode_picture(portrait(fault)).pixels for fault in PortraitFault}
    (asleep,) = find_faces(pictures[PortraitFault.EYES_CLOSED])
    (smiling,) = find_faces(pictures[PortraitFault.MOUTH_OPEN])
    (good,) = find_faces(pictures[PortraitFault.NONE])
    assert max(eye_openings(pictures[PortraitFault.EYES_CLOSED], asleep)) < 0.18
    assert np.ptp(smiling.mesh[[13, 14], 1]) > 2 * np.ptp(good.mesh[[13, 14], 1])
    assert len(find_faces(pictures[PortraitFault.TWO_FACES])) == 2
    assert pictures[PortraitFault.DARK_BACKGROUND][:200, :60].mean() < 80
    assert pictures[PortraitFault.TOO_SMALL].shape[:2] == (180, 140)
    assert steepest(pictures[PortraitFault.BLURRED]) < steepest(pictures[PortraitFault.NONE]) / 3


@pytest.mark.parametrize(
    ("read", "name", "code"),
    [
        (decode_picture, "broken-empty.jpg", RefusalCode.EMPTY),
        (decode_picture, "broken-wrong-type.jpg", RefusalCode.UNSUPPORTED_TYPE),
        (decode_picture, "broken-truncated.jpg", RefusalCode.TRUNCATED),
        (page_texts, "broken-corrupt.pdf", RefusalCode.CORRUPT),
    ],
)
def test_broken_file_is_refused_for_its_own_reason(read, name, code):
    with pytest.raises(UnreadableFile) as caught:
        read(specimens(ISSUED)[name]())
    assert caught.value.code is code


def test_nothing_can_be_read_on_the_unreadable_scan():
    words = print_read_on(specimens(ISSUED)["broken-unreadable-scan.jpg"](), CARD)
    assert not {"MARTIN-LECŒUR", "D2H6862M2", "FRA"} & set(words)


@pytest.mark.parametrize("kind", WearKind)
def test_wear_grows_with_its_strength_and_repeats_with_its_seed(kind):
    card = identity_card(EXAMPLES.card())
    copies = [worn(card, kind, strength, seed=4) for strength in (0, 0.3, 0.6, 1)]
    marks = [np.abs(grey(copy) - grey(card).astype(float)).mean() for copy in copies]
    assert marks == sorted(set(marks))
    assert copies[1] == worn(card, kind, 0.3, seed=4)
    with pytest.raises(ValueError, match="between 0 and 1"):
        worn(card, kind, 1.1)


def test_every_specimen_is_what_its_name_says_and_comes_out_the_same_twice(tmp_path):
    types = {".jpg": "image/jpeg", ".png": "image/png", ".pdf": "application/pdf"}
    write_all(tmp_path, ISSUED)
    for name, make in specimens(ISSUED).items():
        made = (tmp_path / name).read_bytes()
        assert made == make(), name
        if name not in ("broken-empty.jpg", "broken-wrong-type.jpg"):
            assert sniff_media_type(made[:16]) == types[name[-4:]], name


def test_missing_font_names_its_package(tmp_path):
    with pytest.raises(fonts.FontMissing, match="apt-get install fonts-ocr-b"):
        fonts.font_path(fonts.OCR_B, (tmp_path,))
