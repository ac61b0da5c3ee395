"""Our upload endpoint beside bare aiohttp, and what a hundred uploads at once do to its memory."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.bench.figures import Round, median_round, percentile, ratios
from services.bench.processor import processor_seconds
from services.bench.report import Bar, Section, figure
from services.bench.upload_peers import ABREAST, CROWD, PIECE, Peer, a_piece, serving
from services.bench.upload_servers import INTAKE, KINDS, MULTIPART, RAW, SEALED

#: Of « multipart + sha256 + disk » in the same run: DESIGN 7.
RATE_BAR = 0.8
#: What a hundred uploads add to our process, of what they add to bare aiohttp's. [D]
GROWTH_BAR = 1.0
#: Megabytes that the third hundred may hold more than the first: flat. [D]
CREEP_BAR = 16.0
#: How often the hundred come.
CROWDS = 3
#: Seconds between two looks at the memory.
LOOK = 0.01

NAMES = {
    MULTIPART: "aiohttp: multipart + sha256 + disk",
    RAW: "aiohttp: raw body + sha256 + disk",
    INTAKE: "our endpoint, disk sink",
    SEALED: "our endpoint, sealed, disk sink",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Megabytes of one server's process."""

    kind: str
    idle: float
    #: The most held during each crowd.
    peaks: Sequence[float]

    @property
    def growth(self) -> float:
        """What the uploads added at most."""
        return max(self.peaks) - self.idle

    @property
    def creep(self) -> float:
        """What the last crowd held more than the first."""
        return self.peaks[-1] - self.peaks[0]


def uploads_section(folder: Path, rounds: int, uploads: int) -> Section:
    """Measure, and say what came out."""
    measured, floor, own = asyncio.run(measure_uploads(folder, rounds, uploads))
    return Section(
        title="Uploads beside bare aiohttp",
        method=f"{rounds} rounds, in each every server in turn, each in a process of its own: "
        f"{uploads} pieces of 5 MiB, {ABREAST} at once, one client process, no fsync anywhere. Our "
        "endpoint signs in, counts, looks at back-pressure, streams, hashes, sniffs the type, "
        "changes the dossier and answers with it; documents lie in memory. Medians; ratios are "
        "medians of the ratios within each round. Memory, "
        f"{CROWD} uploads at once, {CROWDS} times: ours, sealed, {_held(own)}; "
        f"aiohttp with multipart {_held(floor)}.",
        header=("server", "MiB/s", "of multipart", "p50 ms", "CPU ms/upload", "of multipart"),
        rows=[_row(measured, kind) for kind in KINDS],
        bars=_bars(measured, floor, own),
    )


def _bars(measured: Sequence[Round], floor: Memory, own: Memory) -> tuple[Bar, ...]:
    rate = ratios(measured, INTAKE, MULTIPART).rate
    return (
        Bar(what="throughput of multipart", figure=rate, limit=RATE_BAR, at_least=True),
        Bar(
            what=f"memory added by {CROWD} uploads at once, of multipart",
            figure=own.growth / floor.growth,
            limit=GROWTH_BAR,
        ),
        Bar(
            what=f"memory of the last {CROWD} uploads over the first",
            figure=own.creep,
            limit=CREEP_BAR,
            unit="MB",
        ),
    )


def _held(memory: Memory) -> str:
    return f"{figure(memory.idle)} MB idle, {figure(max(memory.peaks))} MB at most"


def _row(measured: Sequence[Round], kind: str) -> tuple[str, ...]:
    middle, against = median_round(measured, kind), ratios(measured, kind, MULTIPART)
    return (
        NAMES[kind],
        figure(middle.rate),
        figure(against.rate),
        figure(middle.p50),
        figure(middle.cpu / 1000),
        figure(against.cpu),
    )


async def measure_uploads(
    folder: Path, rounds: int, uploads: int
) -> tuple[list[Round], Memory, Memory]:
    """The rounds of every server; the memory of bare multipart, and of ours."""
    measured: list[Round] = []
    for number in range(rounds):
        for kind in KINDS if number % 2 == 0 else KINDS[::-1]:
            async with serving(kind, folder / f"{kind}-{number}") as peer:
                measured.append(await _round(peer, number, uploads))
    floor = await memory_of(MULTIPART, folder)
    return measured, floor, await memory_of(SEALED, folder)


async def memory_of(kind: str, folder: Path) -> Memory:
    """Held at rest, and at most during each crowd."""
    async with serving(kind, folder / f"{kind}-memory") as peer:
        idle = resident(peer.child.pid)
        return Memory(kind=kind, idle=idle, peaks=[await _peak(peer) for _ in range(CROWDS)])


async def _round(peer: Peer, number: int, uploads: int) -> Round:
    """So many uploads, ABREAST at a time."""
    left = iter(range(uploads))
    pieces, spans = [a_piece() for _ in range(ABREAST)], list[float]()
    before, began = processor_seconds(peer.child.pid), time.perf_counter()

    async def sender(place: int) -> None:
        for turn in left:
            # a byte that differs: the same bytes again would be kept without a change
            data = pieces[place] + turn.to_bytes(4, "big")
            sent = time.perf_counter()
            await peer.upload(place, data)
            spans.append((time.perf_counter() - sent) * 1000)

    await asyncio.gather(*(sender(place) for place in range(ABREAST)))
    seconds = time.perf_counter() - began
    spent = processor_seconds(peer.child.pid) - before
    return Round(
        peer=peer.kind,
        number=number,
        rate=uploads * PIECE / 2**20 / seconds,
        p50=percentile(spans, 0.5),
        p99=percentile(spans, 0.99),
        cpu=spent / uploads * 1e6,
    )


async def _peak(peer: Peer) -> float:
    """The most held while CROWD uploads come in together."""
    piece, peak = a_piece(), 0.0
    crowd = asyncio.gather(
        *(peer.upload(number, piece + number.to_bytes(4, "big")) for number in range(CROWD))
    )
    while not crowd.done():
        peak = max(peak, resident(peer.child.pid))
        await asyncio.sleep(LOOK)
    await crowd
    return max(peak, resident(peer.child.pid))


def resident(pid: int) -> float:
    """Megabytes in memory now."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
