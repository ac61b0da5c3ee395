"""The code of a photo and signature collected by an approved photographer or booth."""

import re
from collections.abc import Iterator
from dataclasses import replace

from services.intake.said import problem
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.domain.photo_code import CodeAnswer
from shared.domain.piece import Piece
from shared.pipeline.photo_codes import CodeRefusal

#: RULEBOOK SG1: 22 signs by one page, 21 by another; accepted and warned of.
LENGTH = 22
_SIGNS = re.compile(r"[A-Z0-9]+")


def plain_code(text: str) -> str:
    """The code without the spaces and hyphens that make it readable."""
    return re.sub(r"[\s\-\u2010-\u2015]+", "", text).upper()


def judge_photo_code(text: str | None) -> Iterator[Finding]:
    """A code's form; whether it has been used or is too old, only the administration knows.

    RULEBOOK SG2 and SG3: single use, valid six months, not there before a day or two.
    """
    if text is None:
        return
    code = plain_code(text)
    if _SIGNS.fullmatch(code) is None:
        message = (
            "Ce code photo-signature contient d’autres signes que des lettres et des chiffres. "
            "Recopiez-le depuis la planche de photos."
        )
        yield problem("photo_code", Verdict.FAIL, message)
    elif len(code) != LENGTH:
        message = (
            f"Ce code photo-signature a {len(code)} signes au lieu de {LENGTH}. "
            "Comparez-le avec la planche de photos."
        )
        yield problem("photo_code", Verdict.WARN, message, str(len(code)), f"{LENGTH} signes")
    else:
        message = (
            "La photo et la signature viendront avec le code, un à deux jours après la prise "
            "de vue."
        )
        yield problem("photo_code", Verdict.PASS, message)


#: What to do about each refusal of the service of codes.
_REFUSALS = {
    CodeRefusal.UNKNOWN: "Ce code photo-signature n’est pas connu. Comparez-le avec votre planche "
    "de photos, ou déposez la photo et la signature.",
    CodeRefusal.USED: "Ce code photo-signature a déjà servi pour une autre demande. Demandez un "
    "nouveau code à votre photographe, ou déposez la photo et la signature.",
    CodeRefusal.EXPIRED: "Ce code photo-signature a plus de six mois. Faites de nouvelles photos, "
    "ou déposez la photo et la signature.",
}


def refused(refusal: CodeRefusal) -> CodeAnswer:
    """The code will never bring anything: what to do instead."""
    return _answer(Verdict.FAIL, _REFUSALS[refusal])


def left_to_agent() -> CodeAnswer:
    """No service answers for codes here."""
    message = "Votre code photo-signature est enregistré. Un agent regardera la photo."
    return _answer(Verdict.NOT_EVALUATED, message)


def brought(pieces: tuple[Piece, ...]) -> CodeAnswer:
    """What the code stands for has come."""
    answer = _answer(Verdict.PASS, "Le code a apporté la photo et la signature.")
    return replace(answer, pieces=pieces)


def _answer(verdict: Verdict, message: str) -> CodeAnswer:
    return CodeAnswer(check=CheckResult(findings=(problem("photo_code", verdict, message),)))
