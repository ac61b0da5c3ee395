"""A second request for one person, a second person behind one address: an agent settles both."""

from services.intake.said import problem
from shared.domain.dossier import Dossier
from shared.domain.findings import Finding, Verdict
from shared.pipeline.duplicates import Duplicates

#: Said of the later one only; the earlier one goes its way. Neither school learns of the other.
DUPLICATE = problem(
    "duplicate_dossier",
    Verdict.WARN,
    "Une autre demande est déjà en cours pour cette personne et cette catégorie. Un agent regarde "
    "laquelle des deux continue. Vous n’avez rien à faire.",
)

#: RULEBOOK PC8: the address is the candidate's alone; a family's leads to one account only.
ADDRESS_ELSEWHERE = problem(
    "email_elsewhere",
    Verdict.WARN,
    "Cette adresse électronique sert aussi à la demande d’une autre personne. Un agent regarde. "
    "Une adresse qui n’est qu’au candidat évite ce contrôle.",
)


async def judge_duplicates(dossier: Dossier, duplicates: Duplicates) -> tuple[Finding, ...]:
    """What other requests under way make doubtful in this one."""
    found = [DUPLICATE] if await duplicates.others(dossier) else []
    if await duplicates.shares_address(dossier):
        found.append(ADDRESS_ELSEWHERE)
    return tuple(found)
