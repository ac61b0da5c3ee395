"""The workers that are compared, and how each is started."""

import sys
from dataclasses import dataclass
from pathlib import Path

from services.bench.peers.engine import AS_DOCUMENTS, AS_THEY_ARE
from services.bench.wordings import CELERY, DRAMATIQ, TASKIQ
from services.standalone.child import Child
from services.standalone.document_store import DocumentStore
from services.standalone.rabbit_node import RabbitNode
from shared.stages import TABLE, StageName

#: The last check of a dossier hands over to the comparison: one message in, one out.
SOURCE, SINK = str(TABLE[StageName.PHOTO].queue), str(TABLE[StageName.DIVERGENCE].queue)
#: Deep enough that no worker waits for the broker's round trip.
PREFETCH = 50

PEERS_FOLDER = Path(__file__).parent / "peers"
BENCH_PYTHON = Path(".venv-bench/bin/python")

#: The floor and our runner, which take part in every round.
BARE, ENGINE = "bare", "engine"
#: Our runner with the store's own work, then the others; slower, and in some rounds only.
DOCUMENTS, DURABLE, FASTSTREAM = "documents", "durable", "faststream"
PAIR = (BARE, ENGINE)
#: What `make bench` installs in an environment of its own.
LIBRARIES = (FASTSTREAM, TASKIQ, DRAMATIQ, CELERY)
WORKERS = (*PAIR, DOCUMENTS, DURABLE, *LIBRARIES)

_SCRIPTS = {BARE: "bare.py", **{name: f"{name}_worker.py" for name in LIBRARIES}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """The private servers of one measurement."""

    folder: Path
    broker: RabbitNode
    store: DocumentStore

    def worker(self, name: str, prefix: str, count: int) -> Child:
        """A worker process that is not started yet; ours fills its store with the dossiers."""
        return Child(
            name=prefix,
            command=self._command(name, prefix, count),
            environment={
                "PATH": "/usr/bin:/bin",
                "LANG": "C.UTF-8",
                "HOME": str(self.folder),
                "dramatiq_queue_prefetch": str(PREFETCH),  # there is no other way to tell it
            },
            log=self.folder / f"{name}.log",
        )

    def _command(self, name: str, prefix: str, count: int) -> list[str]:
        url = self.broker.url
        if name in _SCRIPTS:
            python = sys.executable if name == BARE else str(BENCH_PYTHON.absolute())
            script = str(PEERS_FOLDER / _SCRIPTS[name])
            return [python, script, url, SOURCE, SINK, str(PREFETCH)]
        address = {ENGINE: AS_THEY_ARE, DOCUMENTS: AS_DOCUMENTS}.get(name, self.store.url)
        module = "services.bench.peers.engine"
        return [sys.executable, "-m", module, url, str(PREFETCH), address, prefix, str(count)]
