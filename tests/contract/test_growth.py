"""Growth measured small on a real store: every question answered, by an index, and resumed."""

import json

import pytest

from services.bench.archive import BATCH, Archive, database_of
from services.bench.growth_bench import growth_section
from services.bench.growth_life import QUESTIONS
from shared.adapters.store import connect_store

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

SIZE = BATCH + 20


async def test_an_interrupted_filling_is_taken_up_where_it_stopped(tmp_path):
    archive = Archive(tmp_path / "archive")
    await archive.fill([SIZE])
    progress = tmp_path / "archive" / "progress.json"
    told = json.loads(progress.read_text())
    progress.write_text(json.dumps(told | {str(SIZE): BATCH}))
    await archive.fill([SIZE])
    await archive.store.start()
    client, database = connect_store(archive.store.url, database_of(SIZE))
    try:
        assert await database["dossiers"].count_documents({}) == SIZE
    finally:
        await client.close()
        await archive.store.stop()
    assert json.loads(progress.read_text()) == told


def test_every_question_is_answered_by_an_index_and_reads_no_archive(tmp_path):
    section = growth_section(tmp_path / "archive", (10, 60), 3)
    place = {name: number for number, name in enumerate(section.header)}
    rows = section.rows[: len(QUESTIONS)]
    assert all(row[place["index"]] != "NONE" for row in rows)
    # twenty dossiers wait for an agent beside every archive, whatever its size
    assert {row[place["read"]] for row in rows} <= {"0 / 0", "1 / 1", "20 / 20"}
    assert section.bars[0].figure > 0
