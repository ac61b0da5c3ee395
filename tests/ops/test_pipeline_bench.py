"""What the pipeline's measurement counts and reckons; the measurement itself is `guichet bench`."""

import bson
import pytest

from services.bench.pipeline_bench import CORES, simulated
from services.bench.pipeline_machine import Drained
from services.bench.pipeline_stored import Stored
from services.bench.wire_count import Requests


def a_message(command, **more):
    """A command as a driver sends it: head, flags, section kind 0, document."""
    body = bson.encode({command: "dossiers", "$db": "guichet", **more})
    rest = bytes(12) + bytes(4) + b"\0" + body
    return (len(rest) + 4).to_bytes(4, "little") + rest


TALK = b"".join(
    [
        a_message("hello"),
        a_message("find", filter={"_id": "x" * 500}),
        a_message("insert", documents=[{"data": bytes(5000)}]),
        a_message("find"),
    ]
)


@pytest.mark.parametrize("cut", [1, 7, 26, 27, 35, 41, 100, 4096, len(TALK)])
def test_requests_are_counted_however_the_stream_is_cut(cut):
    requests = Requests()
    for start in range(0, len(TALK), cut):
        requests.read(TALK[start : start + cut])
    assert requests.asked == {"find dossiers": 2, "insert dossiers": 1}


def a_run(workers, dossiers):
    return Drained(
        workers=workers,
        dossiers=dossiers,
        wall=0.0,
        checks_cpu=0.0,
        others_cpu={},
        filing_trips={},
        machine_trips={},
        stored=Stored(messages=0, document_bytes=0, piece_bytes=0),
    )


def test_a_second_process_shares_its_core_with_the_store():
    one, two = simulated(a_run(1, 60)), simulated(a_run(CORES, 60))
    assert 1.4 < one[0] / two[0] <= CORES
    assert one[1] == pytest.approx(two[1], rel=0.1)  # the same kinds, drawn in another order
