"""One dossier erased before its retention ends, as the controller decided; it is written down."""

from services.ops.command import Place
from shared.adapters.purge_wiring import purge_of
from shared.adapters.wiring import connect_servers


async def erase_one(place: Place, dossier_id: str, *, person: bool) -> int:
    """Pieces and their key, and the person where asked for. Exit code 1 where nothing was erased.

    Whether there is a right to it is not ours to judge: GDPR article 17(3)(b) lets an authority
    keep what its task needs.
    """
    async with connect_servers(place.settings) as servers:
        job = purge_of(servers, place.settings, place.account)
        erased = await job.erase(dossier_id, person=person)
    if not erased:
        place.console.print(
            f"Nothing was erased: {dossier_id} is unknown, has not ended, holds no more of it, or "
            "(for names) has a letter or a title on its way.",
            markup=False,
            soft_wrap=True,
        )
        return 1
    what = "pieces, names and findings" if person else "pieces"
    place.console.print(f"{dossier_id}: {what} erased.", markup=False)
    return 0
