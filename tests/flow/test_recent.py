"""One process reads a dossier once for all of its checks, and trusts nothing that it remembers."""

import asyncio
from dataclasses import replace

from shared.adapters.memory import MemoryStore
from shared.pipeline.recent import KEPT, Recent
from shared.stages import StageName as S
from tests.builders import a_change
from tests.flow.line import Line, stands

CHECKS = (S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS)


class CountingStore(MemoryStore):
    """Counts what is read without a timeline, and the writes that lose."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = self.lost = 0

    async def get(self, dossier_id, *, timeline=True):
        if not timeline:
            self.reads += 1
            await asyncio.sleep(0.001)
        return await super().get(dossier_id, timeline=timeline)

    async def save(self, change):
        saved = await super().save(change)
        self.lost += not saved
        return saved


async def test_the_checks_of_a_dossier_read_it_once_and_lose_no_write_to_each_other():
    line = Line(store=CountingStore())
    together = asyncio.Barrier(len(CHECKS))

    def meeting(answer):
        async def work(dossier):
            await together.wait()  # every check has its dossier before the first one writes
            return await answer(dossier)

        return work

    for name in CHECKS:
        line.works[name] = meeting(line.works[name])
    async with line.running():
        key = await line.send_dossier()
        await line.until(key, stands(S.REVIEW, "open"))
        await line.until(key, stands(S.NOTIFICATION, "done"))
    # reception, the checks together, comparison, the letters
    assert (line.store.lost, line.store.reads) == (0, 4)


async def test_a_message_of_a_newer_run_than_is_known_reads_the_store():
    store = CountingStore()
    change = a_change()
    await store.add(replace(change, dossier=replace(change.dossier, rev=7)))
    recent = Recent(store)
    recent.keep(replace(change.dossier, rev=6))
    found = await recent.find("G-TEST", lambda known: known.rev == 7)
    assert (found.rev, store.reads) == (7, 1)


async def test_what_fits_nowhere_is_answered_as_the_store_has_it():
    store = CountingStore()
    await store.add(a_change())
    found = await Recent(store).find("G-TEST", lambda known: False)
    assert found is not None


async def test_whoever_gives_up_waiting_takes_the_dossier_from_nobody_else():
    store = CountingStore()
    await store.add(a_change())
    recent = Recent(store)
    readers = [asyncio.create_task(recent.find("G-TEST", lambda known: True)) for _ in range(3)]
    await asyncio.sleep(0)
    readers[0].cancel()
    found = await asyncio.gather(*readers[1:])
    assert [one.dossier_id for one in found] == ["G-TEST", "G-TEST"]
    assert store.reads == 1


async def test_no_more_is_remembered_than_a_process_has_in_hand():
    recent = Recent(MemoryStore())
    first = a_change("G-0").dossier
    recent.keep(first)
    for number in range(1, KEPT + 1):
        recent.keep(a_change(f"G-{number}").dossier)
    later = replace(first, rev=first.rev + 1)
    assert recent.latest(first) is first  # forgotten
    recent.keep(later)
    assert recent.latest(first).rev == later.rev


async def test_nothing_is_remembered_for_long():
    store = CountingStore()
    await store.add(a_change())
    recent = Recent(store, seconds=0.01)
    for _ in range(2):
        await recent.find("G-TEST", lambda known: True)
    assert store.reads == 1
    await asyncio.sleep(0.03)
    await recent.find("G-TEST", lambda known: True)
    assert store.reads == 2
