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


def jdc_certificate(person: CivilIdentity, day: dt.date) -> bytes:
    """A certificate of participation (RULEBOOK PC1)."""
    lines = (
        f"{_titled(person)}, né(e) le {printed_date(person.birth_date)}, a participé à la journée "
        f"défense et citoyenneté du {plain_date(day)}.",
        "Ce certificat est demandé pour l’inscription aux examens soumis à l’autorité publique.",
    )
    title = "Certificat individuel de participation"
    return _compile(title, lines, f"Fait à Lyon, le {plain_date(day)}", day)


def census_attestation(person: CivilIdentity, day: dt.date) -> bytes:
    """An attestation of the town hall (RULEBOOK PC1)."""
    lines = (
        f"Nom : {surname(person)}",
        f"Prénoms : {', '.join(person.given_names)}",
        f"Date de naissance : {printed_date(person.birth_date)}",
        "La personne ci-dessus s’est fait recenser à la mairie de son domicile.",
    )
    title = "Attestation de recensement"
    return _compile(title, lines, f"Délivrée le {plain_date(day)}", day)


def school_attestation(person: CivilIdentity, level: str, day: dt.date) -> bytes:
    """An ASSR of this level, "premier" or "second" (RULEBOOK PC2)."""
    lines = (
        f"{level.capitalize()} niveau",
        f"L’élève {' '.join(person.given_names)} {surname(person)}, né(e) le "
        f"{printed_date(person.birth_date)}, a satisfait aux épreuves de contrôle.",
        "Établissement : collège des Exemples, Lyon.",
    )
    title = "Attestation scolaire de sécurité routière"
    return _compile(title, lines, f"Délivrée le {plain_date(day)}", day)


def lost_attestation(person: CivilIdentity, day: dt.date) -> bytes:
    """The sworn statement of somebody who lost it (RULEBOOK PC2)."""
    lines = (
        f"Je soussigné(e) {_titled(person)}, né(e) le {printed_date(person.birth_date)}, déclare "
        "sur l’honneur être titulaire de l’ASSR de second niveau et en avoir perdu l’original.",
    )
    return _compile("Déclaration sur l’honneur", lines, f"Lyon, le {plain_date(day)}", day)


def booklet_page(person: CivilIdentity, day: dt.date) -> bytes:
    """The page of the AAC booklet with the first meeting (RULEBOOK PC3)."""
    lines = (
        f"Nom et prénoms : {surname(person)} {' '.join(person.given_names)}",
        f"Premier rendez-vous pédagogique effectué le {plain_date(day)}.",
        "Accompagnateur présent. Kilomètres parcourus : 1 240.",
    )
    return _compile("Apprentissage anticipé de la conduite", lines, "L’enseignant", day)


def _titled(person: CivilIdentity) -> str:
    title = {"F": "Madame", "M": "Monsieur"}.get(person.sex or "", "")
    return f"{title} {' '.join(person.given_names)} {surname(person)}".strip()


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
