"""French identity cards, front above back as people scan them: 2021 model and the one before."""

from services.demo.specimens import mrz
from services.demo.specimens.persons import Holder, printed_date, surname
from services.demo.specimens.surface import (
    LABEL,
    Field,
    Style,
    as_jpeg,
    card,
    draw_portrait,
    on_scanner,
    write,
    write_fields,
    write_mrz,
)

#: ISO/IEC 7810: ID-1, the credit-card format of the 2021 model.
ID_1_MM = (85.6, 54.0)
#: ISO/IEC 7810: ID-2, the format of the card before.
ID_2_MM = (105.0, 74.0)

NEW_TINT, OLD_TINT = (226, 238, 240), (222, 233, 243)


def identity_card(holder: Holder, *, seed: int = 0) -> bytes:
    """The card of the 2021 model, both faces, as a JPEG at 300 dpi."""
    front = card(ID_1_MM, NEW_TINT, seed)
    write(front, (4, 2.6), "CARTE NATIONALE D’IDENTITÉ", Style(size=3.0))
    write(front, (58, 3.0), "IDENTITY CARD", LABEL)
    draw_portrait(front, (4, 9, 30, 43))
    write_fields(front, _new_front(holder))
    back = card(ID_1_MM, NEW_TINT, seed + 1)
    write_fields(back, _new_back(holder))
    # Doc 9303-5: three lines, 4.23 mm apart at the foot of the back.
    write_mrz(back, mrz.td1(holder), (4.7, 40.2), 4.9)
    return as_jpeg(on_scanner([front, back], seed))


def _new_front(holder: Holder) -> tuple[Field, ...]:
    person, expiry = holder.identity, f"{holder.expires_on:%d %m %Y}"
    given, born = ", ".join(person.given_names), printed_date(person.birth_date, " ")
    rows = (
        (33, 8.6, "NOM / Surname", surname(person)),
        (33, 15.2, "Prénoms / Given names", given),
        (33, 21.8, "SEXE / Sex", person.sex),
        (44, 21.8, "NATIONALITÉ / Nat.", "FRA"),
        (62, 21.8, "DATE DE NAISS. / Birth", born),
        (33, 28.4, "LIEU DE NAISSANCE / Place of birth", _place(holder)),
        (33, 35.0, "NOM D’USAGE / Alternate name", (person.usage_name or "").upper()),
        (33, 42.6, "N° DU DOCUMENT / Document No", holder.document_number),
        (62, 42.6, "DATE D’EXPIR. / Expiry", expiry),
    )
    # A label without a value is not printed: most people have no usage name.
    return tuple(
        Field(left=left, top=top, label=label, value=value)
        for left, top, label, value in rows
        if value
    )


def _new_back(holder: Holder) -> tuple[Field, ...]:
    address = holder.address
    return (
        Field(left=5, top=4, label="TAILLE / Height", value=_height(holder)),
        Field(
            left=5,
            top=11,
            label="DATE DE DÉLIVRANCE / Date of issue",
            value=f"{holder.issued_on:%d %m %Y}",
        ),
        Field(
            left=5,
            top=18,
            label="ADRESSE / Address",
            value=address.street.upper(),
            size=2.5,
            room=75,
        ),
        Field(
            left=5,
            top=21.6,
            label="",
            value=f"{address.postcode} {address.town.upper()}, FRANCE",
            size=2.5,
            room=75,
        ),
    )


def old_identity_card(holder: Holder, *, seed: int = 0) -> bytes:
    """The card before 2021, both faces, as a JPEG at 300 dpi; its zone is on the front."""
    front = card(ID_2_MM, OLD_TINT, seed)
    heading = f"CARTE NATIONALE D’IDENTITÉ N° : {holder.document_number}"
    write(front, (5, 4), heading, Style(size=3.2))
    write(front, (72, 9.5), "Nationalité Française", LABEL)
    draw_portrait(front, (5, 11, 31, 45))
    for row, (label, value) in enumerate(_old_front(holder)):
        write(front, (35, 15 + row * 5.2), label, LABEL)
        write(front, (54, 14.7 + row * 5.2), value, Style(room=46))
    write_mrz(front, mrz.old_card(holder), (6.5, 61.5), 6.6)
    back = card(ID_2_MM, OLD_TINT, seed + 1)
    for row, (label, value) in enumerate(_old_back(holder)):
        write(back, (8, 10 + row * 7), label, LABEL)
        write(back, (44, 9.7 + row * 7), value, Style(room=56))
    return as_jpeg(on_scanner([front, back], seed))


def _old_front(holder: Holder) -> tuple[tuple[str, str], ...]:
    person = holder.identity
    rows = [
        ("Nom :", surname(person)),
        ("Prénom(s) :", ", ".join(person.given_names)),
        ("Sexe :", person.sex or ""),
        ("Né(e) le :", printed_date(person.birth_date, ".")),
        ("à :", _place(holder)),
        ("Taille :", _height(holder)),
    ]
    if person.usage_name:
        rows.insert(1, ("Nom d’usage :", person.usage_name.upper()))
    return tuple(rows)


def _old_back(holder: Holder) -> tuple[tuple[str, str], ...]:
    address = holder.address
    return (
        ("Adresse :", address.street.upper()),
        ("", f"{address.postcode} {address.town.upper()}"),
        ("Carte valable jusqu’au :", f"{holder.expires_on:%d.%m.%Y}"),
        ("Délivrée le :", f"{holder.issued_on:%d.%m.%Y}"),
        ("par :", "PRÉFECTURE (SPÉCIMEN)"),
    )


def _place(holder: Holder) -> str:
    return (holder.identity.birth_place or "").upper()


def _height(holder: Holder) -> str:
    return f"{holder.height_cm // 100},{holder.height_cm % 100:02d} m"
