"""The data page of a passport (TD3)."""

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

#: ISO/IEC 7810: ID-3, a page of a passport.
ID_3_MM = (125.0, 88.0)

TINT = (240, 232, 229)


def passport_page(holder: Holder, *, seed: int = 0) -> bytes:
    """The data page as a JPEG at 300 dpi."""
    page = card(ID_3_MM, TINT, seed)
    write(page, (6, 4), "PASSEPORT", Style(size=4.0))
    write(page, (6, 9), "PASSPORT", LABEL)
    draw_portrait(page, (6, 16, 41, 61))
    write_fields(page, _document_fields(holder) + _person_fields(holder))
    # Doc 9303-4: the two lines fill the last 23.2 mm of the page.
    write_mrz(page, mrz.td3(holder), (6.6, 74.5), 6.35)
    return as_jpeg(on_scanner([page], seed))


def _document_fields(holder: Holder) -> tuple[Field, ...]:
    return (
        Field(left=46, top=4.4, label="Type / Type", value="P"),
        Field(left=60, top=4.4, label="Code du pays / Country code", value="FRA"),
        Field(left=93, top=4.4, label="Passeport n° / Passport No", value=holder.document_number),
        Field(
            left=46,
            top=51,
            label="Date de délivrance / Date of issue",
            value=f"{holder.issued_on:%d %m %Y}",
        ),
        Field(
            left=86, top=51, label="Autorité / Authority", value="PRÉFECTURE (SPÉCIMEN)", room=33
        ),
        Field(
            left=46,
            top=58.5,
            label="Date d’expiration / Date of expiry",
            value=f"{holder.expires_on:%d %m %Y}",
        ),
    )


def _person_fields(holder: Holder) -> tuple[Field, ...]:
    person = holder.identity
    given = ", ".join(person.given_names)
    place = (person.birth_place or "").upper()
    height = f"{holder.height_cm // 100},{holder.height_cm % 100:02d} m"
    return (
        Field(left=46, top=12, label="Nom / Surname (1)", value=surname(person), size=3.3, room=73),
        Field(left=46, top=20, label="Prénoms / Given names (2)", value=given, size=3.1, room=73),
        Field(left=46, top=28, label="Nationalité / Nationality (3)", value="Française"),
        Field(left=86, top=28, label="Taille / Height", value=height),
        Field(
            left=46,
            top=35.5,
            label="Date de naissance / Date of birth (4)",
            value=printed_date(person.birth_date, " "),
        ),
        Field(left=46, top=43, label="Sexe / Sex (5)", value=person.sex or ""),
        Field(
            left=66, top=43, label="Lieu de naissance / Place of birth (6)", value=place, room=53
        ),
    )
