"""The services whose opinion an agent may ask for, by centre."""

from collections.abc import Mapping

OpinionServices = Mapping[str, tuple[str, ...]]

#: For a centre that has no list of its own: whom a centre for titles usually asks. [D]
USUAL: tuple[str, ...] = (
    "Référent fraude du centre",
    "Droits à conduire (préfecture)",
    "Commission médicale",
    "Service des examens du permis",
    "Mairie ou service d’état civil",
    "Autorité étrangère qui a délivré le titre",
)


def services_of(centre: str | None, named: OpinionServices) -> tuple[str, ...]:
    """The list of a centre by its code; the usual one where the operator named none."""
    return named.get(centre or "", ()) or USUAL
