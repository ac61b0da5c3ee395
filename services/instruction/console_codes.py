"""A 2D-Doc as two facts that an agent must not take for one: it was read, and it was signed."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.dossier import Dossier
from shared.domain.findings import TwoDDoc
from shared.domain.states import STAGE_LABELS
from shared.stages import StageName

#: What the signature says, and its icon.
_SIGNATURES: dict[str, tuple[str, str]] = {
    "valid": ("signature vérifiée", "done"),
    "invalid": ("signature fausse : le contenu ou le sceau a changé", "trouble"),
    "unsigned": ("pas de signature", "person"),
    "unknown_issuer": ("signature non vérifiée : émetteur inconnu", "unknown"),
}
_NOT_VERIFIED = ("signature non vérifiée", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFacts:
    """What is known of one code."""

    piece: str
    #: « 2D-Doc lu », or that it was seen and could not be read.
    read: str
    read_icon: str
    signature: str
    signature_icon: str
    signer: str


def code_facts(dossier: Dossier) -> tuple[CodeFacts, ...]:
    """Each code of the dossier."""
    return tuple(_facts(stage, code) for stage, code in _codes(dossier))


def _codes(dossier: Dossier) -> Iterator[tuple[StageName, TwoDDoc]]:
    for name in StageName:
        result = dossier.stage(name).result
        readings = (result.identity, result.address) if result else ()
        for reading in readings:
            if reading is not None and reading.two_d_doc is not None:
                yield name, reading.two_d_doc


def _facts(stage: StageName, code: TwoDDoc) -> CodeFacts:
    was_read = code.signature != "not_read"
    signature, icon = _SIGNATURES.get(code.signature, _NOT_VERIFIED)
    return CodeFacts(
        piece=STAGE_LABELS[stage],
        read="2D-Doc lu" if was_read else "2D-Doc vu, contenu non lu",
        read_icon="done" if was_read else "unknown",
        signature=signature,
        signature_icon=icon,
        signer=code.signer or "",
    )
