"""Whether what is declared can be: names, dates, representative, contact."""

import datetime as dt
import re
from collections.abc import Iterator

from services.intake.ages import judge_age
from services.intake.facts import age_on, earliest_birth_date, is_minor, latest_birth_date
from services.intake.said import problem
from shared.domain.civil_identity import CivilIdentity
from shared.domain.demande import Demande
from shared.domain.findings import Finding, Verdict

#: Past this a year was surely mistyped: nobody older has been recorded in France for long. [D]
OLDEST = 110

#: One @, a dot in the domain, no space: the letter that arrives is the real proof. [D]
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_POSTCODE = re.compile(r"\d{5}")


def judge_candidate(demande: Demande, today: dt.date) -> Iterator[Finding]:
    """Names and birth date of the candidate."""
    candidate = demande.candidate
    if not (candidate.birth_name or "").strip():
        message = "Le nom de naissance manque. Écrivez le nom qui figure sur l’acte de naissance."
        yield problem("birth_name", Verdict.FAIL, message)
    if not any(name.strip() for name in candidate.given_names):
        message = "Le prénom manque. Écrivez tous les prénoms, dans l’ordre du titre d’identité."
        yield problem("given_names", Verdict.FAIL, message)
    yield from _judge_birth_date(candidate.birth_date, today)
    yield from judge_age(demande, today)


def _judge_birth_date(text: str | None, today: dt.date) -> Iterator[Finding]:
    born, first = latest_birth_date(text), earliest_birth_date(text)
    if not text:
        message = "La date de naissance manque. Écrivez-la comme sur le titre d’identité."
    elif born is None or first is None:
        message = "Cette date de naissance n’existe pas. Vérifiez le jour, le mois et l’année."
    elif first > today:
        message = "Cette date de naissance est dans le futur. Vérifiez l’année."
    elif today.year - born.year > OLDEST:
        message = "Cette date de naissance est trop ancienne. Vérifiez l’année."
    else:
        return
    yield problem("birth_date", Verdict.FAIL, message, text or None, "une date passée")


def judge_representative(demande: Demande, today: dt.date) -> Iterator[Finding]:
    """A minor has a representative of full age, who is someone else (RULEBOOK PC7)."""
    person, minor = demande.representative, is_minor(demande.candidate.birth_date, today)
    if person is None:
        if minor:
            message = (
                "Le candidat est mineur. Ajoutez l’identité du parent ou du tuteur "
                "qui fait la demande pour lui."
            )
            yield problem("representative", Verdict.FAIL, message)
        return
    if not minor and age_on(demande.candidate.birth_date, today) is not None:
        message = (
            "Le candidat est majeur : il fait la demande lui-même. "
            "Retirez le représentant légal, sauf si un juge l’a désigné."
        )
        yield problem("representative", Verdict.WARN, message)
    yield from _judge_person(person, demande.candidate, today)


def _judge_person(
    person: CivilIdentity, candidate: CivilIdentity, today: dt.date
) -> Iterator[Finding]:
    if not (person.birth_name or "").strip() or not any(map(str.strip, person.given_names)):
        message = "Le nom ou le prénom du représentant légal manque. Complétez son identité."
        yield problem("representative_name", Verdict.FAIL, message)
    elif _is_same(person, candidate):
        message = (
            "Le candidat et le représentant légal portent la même identité. "
            "Écrivez celle du candidat d’un côté, celle du parent ou du tuteur de l’autre."
        )
        yield problem("representative_is_candidate", Verdict.FAIL, message)
    if is_minor(person.birth_date, today):
        message = "Le représentant légal doit être majeur. Vérifiez sa date de naissance."
        yield problem("representative_age", Verdict.FAIL, message, person.birth_date)


def _is_same(one: CivilIdentity, other: CivilIdentity) -> bool:
    """True for one identity typed twice; a namesake in the family has another birth date."""
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return False
    return _typed_name(one) == _typed_name(other)


def _typed_name(person: CivilIdentity) -> tuple[str, ...]:
    names = (person.birth_name or "", *person.given_names)
    return tuple(" ".join(name.casefold().split()) for name in names)


def judge_contact(demande: Demande) -> Iterator[Finding]:
    """E-mail address of the candidate alone (RULEBOOK PC8), and a French postcode."""
    email = (demande.candidate.email or "").strip()
    shared = (demande.representative.email or "").strip() if demande.representative else ""
    if not email:
        message = "L’adresse électronique du candidat manque. Ajoutez-la : elle sert à le prévenir."
        yield problem("email", Verdict.FAIL, message)
    elif _EMAIL.fullmatch(email) is None:
        message = (
            "Cette adresse électronique n’est pas complète. Vérifiez-la, par exemple le « @ »."
        )
        yield problem("email", Verdict.FAIL, message, email, "nom@domaine.fr")
    elif email.casefold() == shared.casefold():
        message = (
            "Le candidat et le représentant légal ont la même adresse électronique. "
            "Donnez au candidat une adresse qui n’est qu’à lui."
        )
        yield problem("email_shared", Verdict.FAIL, message, email)
    if _POSTCODE.fullmatch(demande.address.postcode.strip()) is None:
        message = "Le code postal doit avoir 5 chiffres. Vérifiez l’adresse."
        yield problem("postcode", Verdict.FAIL, message, demande.address.postcode, "5 chiffres")
