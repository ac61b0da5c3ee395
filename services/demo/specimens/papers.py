"""Papers with a title and a few lines: the pieces that an agent reads."""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from services.demo.specimens.fonts import REGULAR, font_path
from services.demo.specimens.persons import printed_date, surname
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.web.french import plain_date


def hosting_attestation(
    parent: CivilIdentity, child: CivilIdentity, home: PostalAddress, day: dt.date
) -> bytes:
    """A parent attests that the child lives with them (RULEBOOK AD3)."""
    lines = (
        f"Je soussigné(e) {_named(parent)}, né(e) le {printed_date(parent.birth_date)}, atteste "
        f"héberger à mon domicile mon enfant {_named(child)}.",
        f"Adresse : {home.street}, {home.postcode} {home.town}.",
    )
    return _compile("Attestation d’hébergement", lines, f"Le {plain_date(day)}, signature", day)


def exam_certificate(person: CivilIdentity, category: str, day: dt.date) -> bytes:
    """A CEPC with a favourable result (RULEBOOK PC3)."""
    lines = (
        f"Candidat : {_named(person)}, né(e) le {printed_date(person.birth_date)}.",
        f"Épreuve pratique de la catégorie {category} du {plain_date(day)}.",
        "Résultat : favorable.",
    )
    title = "Certificat d’examen du permis de conduire"
    return _compile(title, lines, "L’inspecteur", day)


def _named(person: CivilIdentity) -> str:
    return f"{surname(person)} {' '.join(person.given_names)}"


def _compile(title: str, lines: Sequence[str], signed: str, day: dt.date) -> bytes:
    import typst  # an extra of the demo: the services run without it

    values = {"title": title, "lines": list(lines), "signed": signed}
    return bytes(
        typst.compile(
            str(Path(__file__).with_name("paper.typ")),
            font_paths=[str(font_path(REGULAR).parent)],
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(values)},
            timestamp=dt.datetime.combine(day, dt.time(), dt.UTC),
        )
    )
